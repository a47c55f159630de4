// The text of a story: a panel with a native text field, its looks, and two buttons at the end; a preview beside it.
import { useState } from 'react';
import { site } from '../shared/site.js';
import { Button } from './button.jsx';
import { WORDS } from './words.js';
import css from './facebook.module.css';

export function Story() {
  const [text, setText] = useState('');
  const [shared, setShared] = useState(false);
  const share = (how) => {
    site.posts.push({ kind: 'story', how, texts: [text], media: [] });
    setText('');
    setShared(true);
  };
  return (
    <div className={css.story}>
      <div role="navigation" className={css.storyPanel}>
        <h2>{WORDS.story}</h2>
        <form method="POST" onSubmit={(event) => event.preventDefault()}>
          <label><textarea aria-invalid="false" dir="auto" placeholder={WORDS.type} value={text} onChange={(event) => setText(event.target.value)} /></label>
          <div className={css.storyLooks}>
            {['1', '2', '3'].map((look) => <Button key={look} label={`${WORDS.background} ${look}`} className={css.storyLook} />)}
          </div>
        </form>
        <div className={css.storyEnd}>
          <Button label={WORDS.discard} className={css.plain} onPress={() => setText('')}><span>{WORDS.discard}</span></Button>
          <Button label={WORDS.shareStory} disabled={!text.trim()} className={css.publish} onPress={share}><span>{WORDS.shareStory}</span></Button>
        </div>
      </div>
      <main role="main" className={css.storyPreview}>{shared ? WORDS.now : text}</main>
    </div>
  );
}
