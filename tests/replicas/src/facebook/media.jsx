import { Icon } from '../shared/icons.jsx';
import { Button } from './button.jsx';
import { WORDS } from './words.js';
import css from './facebook.module.css';

/** The photos that a draft carries. */
export function Attached({ box }) {
  if (box.media.length === 0) return null;
  return (
    <div role="group" aria-label={WORDS.attached} className={css.attached}>
      {box.media.map((photo, index) => (
        <div key={photo.url} className={css.photo}>
          <img src={photo.url} alt="" />
          <Button label={WORDS.remove} className={css.removePhoto} onPress={() => box.remove(index)}><Icon name="close" size={16} /></Button>
        </div>
      ))}
    </div>
  );
}
