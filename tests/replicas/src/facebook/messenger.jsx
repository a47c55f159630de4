// Messenger: a conversation as a page of its own, or as a window over another page. Bare Enter sends.
import { useState } from 'react';
import { Icon } from '../shared/icons.jsx';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { Button } from './button.jsx';
import { Editor, useBox } from './editor.jsx';
import { Attached } from './media.jsx';
import { WORDS } from './words.js';
import css from './facebook.module.css';

export function Chat({ who, windowed }) {
  const [sent, setSent] = useState([]);
  const box = useBox('message', ({ text }) => setSent((all) => [...all, text]), true);
  return (
    <div className={windowed ? css.chatWindow : css.chatPage}>
      <header className={css.chatHead}><Avatar who={who} size={36} /> <b>{PEOPLE[who].name}</b></header>
      <div role="log" className={css.chatLog}>{sent.map((text, place) => <div key={place} dir="auto" className={css.chatSent}>{text}</div>)}</div>
      <div role="group" aria-label="Thread composer" className={css.chatRow}>
        <Button label={WORDS.attach} className={css.tool}><Icon name="photo" size={20} /></Button>
        <div className={css.chatField}>
          <Editor label="Aa" box={box} className={css.commenting} />
          <Attached box={box} />
        </div>
        <Button label="Emoji" className={css.tool}><Icon name="smile" size={20} /></Button>
        <Button label={box.blank ? WORDS.like : WORDS.send} className={css.send} onPress={box.submit}>
          <Icon name={box.blank ? 'thumb' : 'send'} size={20} />
        </Button>
      </div>
    </div>
  );
}
