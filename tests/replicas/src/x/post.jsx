// A post in the column.
import { Icon } from '../shared/icons.jsx';
import { Avatar, Landscape, PEOPLE } from '../shared/people.jsx';
import css from './x.module.css';

export function Post({ post, onReply, onQuote, onOpen, bare }) {
  const { name, handle } = PEOPLE[post.who];
  const [replies, reposts, likes] = post.counts ?? [0, 0, 0];
  return (
    <article data-testid="tweet" className={bare ? css.quoted : css.post}>
      <Avatar who={post.who} />
      <div className={css.postBody}>
        <div className={css.byline}>
          <b>{name}</b> <span>@{handle} · {post.when}</span>
        </div>
        <div data-testid="tweetText" lang="fr" className={css.postText} onClick={onOpen}>{post.text}</div>
        {post.picture && <div className={css.picture}><Landscape height={250} /></div>}
        {post.media?.map((photo) => <div key={photo.url} className={css.picture}><img src={photo.url} alt="" /></div>)}
        {!bare && (
          <div role="group" className={css.actions}>
            <button type="button" data-testid="reply" aria-label={`${replies} réponses. Répondre`} onClick={onReply}>
              <Icon name="reply" size={18} /> {replies || ''}
            </button>
            <button type="button" data-testid="retweet" onClick={onQuote} aria-label={`${reposts} reposts`}><Icon name="repeat" size={18} /> {reposts || ''}</button>
            <button type="button" data-testid="like" aria-label={`${likes} j’aime`}><Icon name="heart" size={18} /> {likes || ''}</button>
            <button type="button" aria-label="Statistiques"><Icon name="chart" size={18} /> {likes * 37 || ''}</button>
          </div>
        )}
      </div>
    </article>
  );
}
