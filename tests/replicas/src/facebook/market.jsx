// Marketplace: what is for sale, described in a native text field, and a question to the seller in a dialog.
import { Button } from './button.jsx';
import { Editor, useBox } from './editor.jsx';
import { WORDS } from './words.js';
import css from './facebook.module.css';

export function Market() {
  const box = useBox('sale', () => undefined);
  return (
    <main role="main" className={css.market}>
      <label>{WORDS.description} <textarea rows={4} /></label>
      <div role="dialog" aria-modal="false" aria-label={WORDS.message} className={css.marketDialog}>
        <Editor label={WORDS.message} box={box} className={css.commenting} />
        <Button label={WORDS.send} className={css.publish} onPress={box.submit}><span>{WORDS.send}</span></Button>
      </div>
    </main>
  );
}
