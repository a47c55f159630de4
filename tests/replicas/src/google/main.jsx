// The Google look-alike: reviews of a practice and the field that answers one (.../customers/reviews and .../reviews/reply);
// under any other path a search result page that shows them in a frame.
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { site } from '../shared/site.js';
import css from './google.module.css';

const REVIEWS = [
  { id: 'a', who: 'hugo', stars: 2, text: 'Deux heures d’attente et un accueil glacial.' },
  { id: 'b', who: 'ines', stars: 5, text: 'Médecin à l’écoute, merci.' },
];

function Review({ review }) {
  const [answering, setAnswering] = useState(location.pathname.endsWith('/reply'));
  const [answer, setAnswer] = useState(null);
  return (
    <article className={css.review}>
      <header><Avatar who={review.who} size={32} /> <b>{PEOPLE[review.who].name}</b> <span>{'★'.repeat(review.stars)}</span></header>
      <p>{review.text}</p>
      {answer && <p data-answer className={css.answer}>{answer}</p>}
      {answering
        ? <Answer onCancel={() => setAnswering(false)} onSend={(text) => { setAnswer(text); setAnswering(false); }} />
        : !answer && <button type="button" onClick={() => setAnswering(true)}>Répondre à l’avis</button>}
    </article>
  );
}

function Answer({ onSend, onCancel }) {
  const [text, setText] = useState('');
  const send = () => {
    site.posts.push({ kind: 'answer', how: 'click', texts: [text], media: [] });
    onSend(text);
  };
  return (
    <div className={css.form}>
      <label>Votre réponse est publique<textarea jsname="YPqjbf" value={text} onChange={(event) => setText(event.target.value)} /></label>
      <div className={css.row}>
        <button type="button" jsname="hrGhad" disabled={!text.trim()} onClick={send}><span>Répondre</span></button>
        <button type="button" jsname="qsjmO" onClick={onCancel}><span>Annuler</span></button>
      </div>
    </div>
  );
}

function Search() {
  return (
    <div className={css.search}>
      <h1>Cabinet médical des Tilleuls</h1>
      <iframe title="Avis" src="/local/business/4711/customers/reviews" />
    </div>
  );
}

const reviews = location.pathname.includes('/customers/reviews');
createRoot(document.getElementById('root')).render(
  reviews ? <main className={css.page}>{REVIEWS.map((review) => <Review key={review.id} review={review} />)}</main> : <Search />,
);
