// The LinkedIn look-alike: a feed, the dialog that starts a post, comments with their button that comes with the first
// word, and a message window. The editors are Quill, in the classes that LinkedIn has used. Enter makes a new line.
import Quill from 'quill/core';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Icon } from '../shared/icons.jsx';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { receive, site } from '../shared/site.js';
import css from './linkedin.module.css';

const FEED = [
  { id: 'a', who: 'pauline', text: 'Notre maison de santé recrute une coordinatrice. Parlez-en autour de vous.' },
  { id: 'b', who: 'samir', text: 'Retour sur la journée régionale des urgentistes : trois idées à emporter.' },
];

function Editor({ label, onText, reset }) {
  const place = useRef(null);
  const quill = useRef(null);
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => {
    quill.current = new Quill(place.current, { placeholder: label });
    quill.current.root.setAttribute('role', 'textbox');
    quill.current.root.setAttribute('aria-label', label);
    // Quill's own model ends every text with a line end
    quill.current.on('text-change', () => latest.current(quill.current.getText().replace(/\n$/, '')));
    return () => place.current?.replaceChildren();
  }, [label]);
  useEffect(() => { if (reset) quill.current.setText(''); }, [reset]);
  return <div ref={place} className={css.editor} />;
}

function useBox(kind, onSent) {
  const [text, setText] = useState('');
  const [media, setMedia] = useState([]);
  const [sent, setSent] = useState(0);
  const submit = () => {
    site.posts.push({ kind, how: 'click', texts: [text], media: media.map(({ index }) => index) });
    onSent(text);
    setMedia([]);
    setSent(sent + 1);
  };
  const addFiles = (files) => setMedia((all) => [...all, ...receive('input', files, '/voyager/api/upload')]);
  return { text, setText, blank: !text.trim() && media.length === 0, submit, sent, addFiles };
}

function PostDialog({ onSent, onClose }) {
  const box = useBox('post', onSent);
  const input = useRef(null);
  return (
    <div className={css.veil}>
      <div role="dialog" aria-labelledby="share-to-linkedin-modal__header" className={css.dialog}>
        <header>
          <button type="button" aria-label="Fermer" onClick={onClose}><Icon name="close" size={20} /></button>
          <Avatar who="claire" /> <b id="share-to-linkedin-modal__header">{PEOPLE.claire.name}</b> <span>Tout le monde</span>
        </header>
        <Editor label="De quoi souhaitez-vous discuter ?" onText={box.setText} reset={box.sent} />
        <div className={css.tools}>
          <input ref={input} type="file" accept="image/*" className={css.hidden} onChange={(event) => box.addFiles(event.target.files)} />
          <button type="button" aria-label="Ajouter un média" onClick={() => input.current.click()}><Icon name="photo" size={20} /></button>
        </div>
        <footer>
          <button type="button" className="share-actions__primary-action artdeco-button" disabled={box.blank} onClick={box.submit}><span>Publier</span></button>
        </footer>
      </div>
    </div>
  );
}

function Post({ post }) {
  const [comments, setComments] = useState([]);
  const box = useBox('comment', (text) => setComments((all) => [...all, text]));
  return (
    <article data-urn={`urn:li:activity:${post.id}`} className={css.post}>
      <header><Avatar who={post.who} /> <b>{PEOPLE[post.who].name}</b></header>
      <p>{post.text}</p>
      <form className="comments-comment-box__form" onSubmit={(event) => event.preventDefault()}>
        <Editor label="Ajouter un commentaire…" onText={box.setText} reset={box.sent} />
        {!box.blank && (
          <button type="button" className="comments-comment-box__submit-button--cr artdeco-button" onClick={box.submit}><span>Commenter</span></button>
        )}
      </form>
      {comments.map((text, place) => <p key={place} className={css.comment}>{text}</p>)}
    </article>
  );
}

function App() {
  const [writing, setWriting] = useState(false);
  const [posts, setPosts] = useState(FEED);
  const sent = (text) => {
    setPosts((all) => [{ id: `new${all.length}`, who: 'claire', text }, ...all]);
    setWriting(false);
  };
  return (
    <div className={css.page}>
      <main>
        <button type="button" id="start-post" className={css.start} onClick={() => setWriting(true)}>Commencer un post</button>
        {posts.map((post) => <Post key={post.id} post={post} />)}
      </main>
      <aside className="msg-overlay-conversation-bubble">
        <form className="msg-form"><div contentEditable role="textbox" aria-label="Rédigez un message" className="msg-form__contenteditable" /></form>
      </aside>
      {writing && <PostDialog onSent={sent} onClose={() => setWriting(false)} />}
    </div>
  );
}

createRoot(document.getElementById('root')).render(<App />);
