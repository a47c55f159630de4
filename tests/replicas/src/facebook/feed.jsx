// The feed: what opens the dialog, and posts with their comments.
import { useState } from 'react';
import { Icon } from '../shared/icons.jsx';
import { Avatar, Landscape, PEOPLE } from '../shared/people.jsx';
import { Button } from './button.jsx';
import { Comment, CommentBox } from './comment.jsx';
import { GROUPS, WORDS } from './words.js';
import css from './facebook.module.css';

export function Opener({ onOpen }) {
  return (
    <section className={css.card}>
      <div className={css.openerRow}>
        <Avatar who="claire" />
        <Button label={WORDS.mind} className={css.opener} onPress={onOpen}>{WORDS.mind}</Button>
      </div>
      <div className={css.openerTools}>
        <span className={css.red}><Icon name="camera" size={22} /> {WORDS.live}</span>
        <span className={css.green}><Icon name="photo" size={22} /> {WORDS.media}</span>
        <span className={css.yellow}><Icon name="smile" size={22} /> {WORDS.feeling}</span>
      </div>
    </section>
  );
}

export function FeedPost({ post }) {
  const [comments, setComments] = useState(post.comments);
  return (
    <div role="article" aria-label={post.text.slice(0, 30)} className={css.card}>
      <header className={css.postHead}>
        <Avatar who={post.who} />
        <div>
          <b>{post.group ? <a href={`/groups/${post.group}/`}>{GROUPS[post.group].name}</a> : PEOPLE[post.who].name}</b>
          <span>{post.group && `${PEOPLE[post.who].name} · `}{post.when} · <Icon name={post.group ? 'people' : 'globe'} size={12} /></span>
        </div>
      </header>
      <div dir="auto" className={css.postText}>{post.text}</div>
      {post.picture && <Landscape height={250} />}
      {post.media?.map((photo) => <img key={photo.url} src={photo.url} alt="" className={css.postPhoto} />)}
      <div className={css.counts}><span>{post.likes} <Icon name="thumb" size={14} /></span><span>{comments.length} {WORDS.comments}</span></div>
      <div className={css.actions}>
        <Button label={WORDS.like}><Icon name="thumb" size={20} /> {WORDS.like}</Button>
        <Button label={WORDS.comment}><Icon name="reply" size={20} /> {WORDS.comment}</Button>
        <Button label={WORDS.share}><Icon name="share" size={20} /> {WORDS.share}</Button>
      </div>
      {comments.map((comment) => <Comment key={comment.id} comment={comment} />)}
      <CommentBox kind="comment" label={WORDS.commentAs}
        onPosted={(sent) => setComments((all) => [...all, { id: `${post.id}${all.length}new`, who: 'claire', when: WORDS.now, ...sent }])} />
    </div>
  );
}
