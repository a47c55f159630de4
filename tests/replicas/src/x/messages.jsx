// Direct messages, in both composers that X has shown: ?dm=old is Draft.js, else a native text field. Enter sends.
import { Editor, getDefaultKeyBinding } from 'draft-js';
import 'draft-js/dist/Draft.css';
import { useRef, useState } from 'react';
import { Icon } from '../shared/icons.jsx';
import { PEOPLE } from '../shared/people.jsx';
import { parameter, receive, site } from '../shared/site.js';
import { emptyEditor, textOf } from './part.jsx';
import { ACCEPT, UPLOAD } from './words.js';
import css from './x.module.css';

const old = parameter('dm', 'new') === 'old';

export function Conversation({ who }) {
  const [sent, setSent] = useState([]);
  const submit = (how, text, media) => {
    if (!text.trim() && media.length === 0) return false;
    site.posts.push({ kind: 'message', how, texts: [text], media: media.map((photo) => photo.index) });
    setSent((all) => [...all, text]);
    return true;
  };
  const Composer = old ? OldComposer : NewComposer;
  return (
    <section data-testid={old ? 'DMDrawer' : 'dm-conversation-panel'} className={css.conversation}>
      <header className={css.heading} data-testid="dm-conversation-header"><b>{PEOPLE[who].name}</b></header>
      <div className={css.thread}>{sent.map((text, place) => <p key={place} data-testid="messageEntry">{text}</p>)}</div>
      <Composer onSend={submit} />
    </section>
  );
}

function useMedia() {
  const [media, setMedia] = useState([]);
  const add = (how, files) => {
    const photos = receive(how, files, UPLOAD);
    setMedia((all) => [...all, ...photos]);
  };
  return [media, add, () => setMedia([])];
}

function NewComposer({ onSend }) {
  const [text, setText] = useState('');
  const [media, addMedia, dropMedia] = useMedia();
  const input = useRef(null);
  const send = (how) => {
    if (!onSend(how, text, media)) return;
    setText('');
    dropMedia();
  };
  return (
    <div className={css.dm}>
      <input ref={input} type="file" accept={ACCEPT} className={css.hidden} onChange={(event) => addMedia('input', event.target.files)} />
      <button type="button" data-testid="dm-composer-attachment-button" aria-label="Joindre" onClick={() => input.current.click()}>
        <Icon name="photo" size={20} />
      </button>
      <textarea data-testid="dm-composer-textarea" placeholder="Message" rows={1} value={text} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          send('enter');
        }} />
      {(text.trim() || media.length > 0) && (
        <button type="button" data-testid="dm-composer-send-button" aria-label="Envoyer" onClick={() => send('click')}><Icon name="send" size={20} /></button>
      )}
    </div>
  );
}

function OldComposer({ onSend }) {
  const [editor, setEditor] = useState(emptyEditor);
  const [media, addMedia, dropMedia] = useMedia();
  const input = useRef(null);
  const send = (how) => {
    if (!onSend(how, textOf(editor), media)) return;
    setEditor(emptyEditor());
    dropMedia();
  };
  return (
    <aside role="complementary" className={css.dm}>
      <input ref={input} type="file" data-testid="fileInput" accept={ACCEPT} className={css.hidden} onChange={(event) => addMedia('input', event.target.files)} />
      <button type="button" aria-label="Ajouter des photos" onClick={() => input.current.click()}><Icon name="photo" size={20} /></button>
      <div className={css.dmText}>
        <Editor editorState={editor} onChange={setEditor} webDriverTestID="dmComposerTextInput" role="textbox" ariaLabel="Message" placeholder="Écrire un message"
          keyBindingFn={(event) => (event.key === 'Enter' && !event.shiftKey ? 'send' : getDefaultKeyBinding(event))}
          handleKeyCommand={(command) => {
            if (command !== 'send') return 'not-handled';
            send('enter');
            return 'handled';
          }} />
      </div>
      <button type="button" data-testid="dmComposerSendButton" aria-label="Envoyer" disabled={!textOf(editor).trim() && media.length === 0} onClick={() => send('click')}>
        <Icon name="send" size={20} />
      </button>
    </aside>
  );
}
