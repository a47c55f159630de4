// The X look-alike. Paths: /home (composer inline), /compose/post (composer in a dialog over it), /NAME/status/ID
// (a post and its reply box), /messages/ID (a conversation), /articles/new (a plain text field). ?theme=dim for the
// dark blue theme, ?drawer=1 for a conversation over the page.
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Icon } from '../shared/icons.jsx';
import { PEOPLE } from '../shared/people.jsx';
import { parameter } from '../shared/site.js';
import { Composer } from './composer.jsx';
import { Conversation as Messages } from './messages.jsx';
import { Post } from './post.jsx';
import { LeftColumn, RightColumn } from './shell.jsx';
import { REPLY_PLACEHOLDER, TIMELINE } from './words.js';
import css from './x.module.css';

document.documentElement.className = parameter('theme', 'light') === 'dim' ? css.dim : css.light;

function usePath() {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const back = () => setPath(location.pathname);
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  const go = (next) => {
    history.pushState(null, '', next + location.search);
    setPath(next);
  };
  return [path, go];
}

function App() {
  const [path, go] = usePath();
  const [mine, setMine] = useState([]);
  const [answered, setAnswered] = useState(null);
  const [quoted, setQuoted] = useState(null);
  const [toast, setToast] = useState('');
  const [under, setUnder] = useState(path.startsWith('/compose') ? '/home' : path);
  const dialog = path === '/compose/post';

  const open = (next) => { setUnder(next); go(next); };
  const compose = (post = null) => { setAnswered(post); setQuoted(null); go('/compose/post'); };
  const quote = (post) => { compose(); setQuoted(post); };
  const published = ({ texts, media }, reply) => {
    const posts = texts.map((text, index) => ({ id: `${Date.now()}${index}`, who: 'claire', when: 'à l’instant', text,
      media: index ? [] : media }));
    setMine((all) => [...posts, ...all]);
    setToast(reply ? 'Votre réponse a été envoyée.' : 'Votre post a été envoyé.');
    if (path === '/compose/post') go(under);
  };
  const status = under.match(/\/status\/(\d+)/)?.[1];

  return (
    <div className={css.app}>
      <LeftColumn onHome={() => open('/home')} onCompose={() => compose()} />
      <main role="main" className={css.main}>
        <div data-testid="primaryColumn" className={css.primary}>
          {under.startsWith('/messages') ? <Messages who="ines" />
            : under === '/articles/new' ? <textarea aria-label="Article" className={css.article} />
            : status
            ? <Conversation id={status} mine={mine} onBack={() => open('/home')} onReply={compose} onPosted={(sent) => published(sent, true)} />
            : <Home mine={mine} onOpen={(post) => open(`/${PEOPLE[post.who].handle}/status/${post.id}`)} onReply={compose} onQuote={quote}
                onPosted={published} onThread={() => compose()} />}
        </div>
        <RightColumn />
        {parameter('drawer', '') && <div className={css.drawer}><Messages who="ines" /></div>}
      </main>
      <div id="layers">
        {dialog && <Dialog answered={answered} quoted={quoted} onClose={() => go(under)} onPosted={(sent) => published(sent, answered)} />}
        {toast && <div role="alert" data-testid="toast" className={css.toast}>{toast}</div>}
      </div>
    </div>
  );
}

function Home({ mine, onOpen, onReply, onQuote, onPosted, onThread }) {
  return (
    <>
      <nav className={css.tabs}><b>Pour vous</b><span>Abonnements</span></nav>
      <Composer kind="post" inline onPosted={onPosted} onThread={onThread} />
      <section aria-label="Fil d’actualités">
        {[...mine, ...TIMELINE].map((post) => <Post key={post.id} post={post} onOpen={() => onOpen(post)} onReply={() => onReply(post)}
          onQuote={() => onQuote(post)} />)}
      </section>
    </>
  );
}

function Conversation({ id, mine, onBack, onReply, onPosted }) {
  const post = TIMELINE.find((candidate) => candidate.id === id) ?? TIMELINE[0];
  return (
    <>
      <header className={css.heading}>
        <button type="button" aria-label="Retour" onClick={onBack}><Icon name="back" size={20} /></button><b>Post</b>
      </header>
      <Post post={post} onReply={() => onReply(post)} />
      <Composer kind="reply" inline label="Répondre" placeholder={REPLY_PLACEHOLDER} onPosted={onPosted} />
      {mine.map((reply) => <Post key={reply.id} post={reply} onReply={() => onReply(reply)} />)}
    </>
  );
}

function Dialog({ answered, quoted, onClose, onPosted }) {
  return (
    <div className={css.layer}>
      <div data-testid="mask" className={css.mask} onClick={onClose} />
      <div role="dialog" aria-modal="true" aria-labelledby="modal-header" className={css.dialog}>
        <header className={css.dialogBar} id="modal-header">
          <button type="button" role="button" data-testid="app-bar-close" aria-label="Fermer" onClick={onClose}><Icon name="close" size={20} /></button>
          <button type="button" role="button" data-testid="unsentButton" className={css.link}>Brouillons</button>
        </header>
        {answered && <Post post={answered} bare />}
        <Composer kind={answered ? 'reply' : quoted ? 'quote' : 'post'} attached={quoted && <Post post={quoted} bare />} label={answered ? 'Répondre' : undefined}
          placeholder={answered ? REPLY_PLACEHOLDER : undefined} onPosted={onPosted} />
      </div>
    </div>
  );
}

createRoot(document.getElementById('react-root')).render(<App />);
