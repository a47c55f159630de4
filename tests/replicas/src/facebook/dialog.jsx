// « Créer une publication »
import { useRef } from 'react';
import { Icon } from '../shared/icons.jsx';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { pickDetached } from '../shared/site.js';
import { Button } from './button.jsx';
import { Editor, useBox } from './editor.jsx';
import { Attached } from './media.jsx';
import { ACCEPT_POST, WORDS } from './words.js';
import css from './facebook.module.css';

export function PostDialog({ group, onClose, onPosted }) {
  const box = useBox('post', onPosted);
  const input = useRef(null);
  const drop = (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    box.addFiles('drop', event.dataTransfer.files);
  };
  return (
    <div className={css.veil}>
      <div role="dialog" aria-modal="true" aria-label={WORDS.create} className={css.dialog}
        onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <form method="POST" onSubmit={(event) => event.preventDefault()}>
          <header className={css.dialogTitle}>
            <h2>{WORDS.create}</h2>
            <Button label={WORDS.close} className={css.round} onPress={onClose}><Icon name="close" size={20} /></Button>
          </header>
          <div className={css.author}>
            <Avatar who="claire" />
            <div><b>{PEOPLE.claire.name}</b>{group
              ? <span className={css.audience}><Icon name="people" size={12} /> {group.name}</span>
              : <Button label={WORDS.privacy} className={css.audience}><Icon name="globe" size={12} /> {WORDS.audience}</Button>}</div>
          </div>
          <div className={css.dialogBody}>
            <Editor label={WORDS.mind} box={box} className={box.media.length || box.text.length > 85 ? css.writing : css.writingLarge} focusFirst />
            <Attached box={box} />
          </div>
          <div className={css.adding}>
            <b>{WORDS.add}</b>
            <input ref={input} type="file" multiple accept={ACCEPT_POST} className={css.hidden}
              onChange={(event) => { box.addFiles('input', event.target.files); event.target.value = ''; }} />
            <Button label={WORDS.media} className={css.addGreen} onPress={() => input.current.click()}><Icon name="photo" size={24} /></Button>
            <Button label={WORDS.device} className={css.addBlue}
              onPress={() => pickDetached('image/*', (files) => box.addFiles('detached', files))}><Icon name="folder" size={24} /></Button>
            <Button label={WORDS.feeling} className={css.addYellow}><Icon name="smile" size={24} /></Button>
          </div>
          <Button label={WORDS.post} disabled={box.blank} className={box.blank ? css.publishOff : css.publish} onPress={box.submit}>
            <span>{WORDS.post}</span>
          </Button>
        </form>
      </div>
    </div>
  );
}
