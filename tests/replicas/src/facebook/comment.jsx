// A comment, and the box that writes one. In the box a bare Enter sends, Shift+Enter makes a new line.
import { useRef, useState } from 'react';
import { Icon } from '../shared/icons.jsx';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { Button } from './button.jsx';
import { Editor, useBox } from './editor.jsx';
import { Attached } from './media.jsx';
import { ACCEPT_COMMENT, WORDS } from './words.js';
import css from './facebook.module.css';

export function CommentBox({ kind, label, onPosted, focusFirst }) {
  const box = useBox(kind, onPosted, true);
  const input = useRef(null);
  return (
    <div className={css.commentRow}>
      <Avatar who="claire" size={32} />
      <form role="presentation" className={css.bubble} onSubmit={(event) => event.preventDefault()}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          if (event.defaultPrevented) return;
          event.preventDefault();
          box.addFiles('drop', event.dataTransfer.files);
        }}>
        <Editor label={label} box={box} className={css.commenting} focusFirst={focusFirst} />
        <Attached box={box} />
        <ul className={css.commentTools}>
          <li><Button label="Emoji" className={css.tool}><Icon name="smile" size={18} /></Button></li>
          <li>
            <input ref={input} type="file" accept={ACCEPT_COMMENT} className={css.hidden}
              onChange={(event) => { box.addFiles('input', event.target.files); event.target.value = ''; }} />
            <Button label={WORDS.attach} className={css.tool} onPress={() => input.current.click()}><Icon name="camera" size={18} /></Button>
          </li>
          <li>
            <span id={box.blank ? undefined : 'focused-state-composer-submit'}>
              <Button label={WORDS.comment} disabled={box.blank} className={box.blank ? css.sendOff : css.send} onPress={box.submit}>
                <Icon name="send" size={18} />
              </Button>
            </span>
          </li>
        </ul>
      </form>
    </div>
  );
}

export function Comment({ comment, deep }) {
  const [replies, setReplies] = useState([]);
  const [answering, setAnswering] = useState(false);
  const { name } = PEOPLE[comment.who];
  return (
    <div role="article" aria-label={name} className={deep ? css.replyOf : undefined}>
      <div className={css.commentRow}>
        <Avatar who={comment.who} size={32} />
        <div>
          <div className={css.said}><b>{name}</b><div dir="auto">{comment.text}</div></div>
          {comment.media?.map((photo) => <img key={photo.url} src={photo.url} alt="" className={css.saidPhoto} />)}
          <div className={css.under}>
            <span>{comment.when}</span> <b>{WORDS.like}</b>
            <Button label={`${WORDS.reply} ${name}`} onPress={() => setAnswering(true)}><b>{WORDS.reply}</b></Button>
          </div>
        </div>
      </div>
      <div className={css.replies}>
        {replies.map((reply) => <Comment key={reply.id} comment={reply} deep />)}
        {answering && <CommentBox kind="reply" label={`${WORDS.replyTo} ${name}`} focusFirst
          onPosted={(sent) => setReplies((all) => [...all, { id: `${comment.id}${all.length}`, who: 'claire', when: WORDS.now, ...sent }])} />}
      </div>
    </div>
  );
}
