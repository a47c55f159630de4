// One part of a post: avatar, editor and its photos. The editor is Draft.js, set up as X sets it up.
import { CompositeDecorator, Editor, EditorState, KeyBindingUtil, getDefaultKeyBinding } from 'draft-js';
import 'draft-js/dist/Draft.css';
import { useState } from 'react';
import { Icon } from '../shared/icons.jsx';
import { Avatar } from '../shared/people.jsx';
import css from './x.module.css';

function matches(pattern) {
  return (block, found) => {
    for (const match of block.getText().matchAll(pattern)) found(match.index, match.index + match[0].length);
  };
}
const tags = new CompositeDecorator([
  { strategy: matches(/[#@][\p{L}\p{N}_]+/gu), component: ({ children }) => <span className={css.tag}>{children}</span> },
]);

// moveFocusToEnd: without it the caret jumps when the first character comes.
export const emptyEditor = () => EditorState.moveFocusToEnd(EditorState.createEmpty(tags));
export const textOf = (editor) => editor.getCurrentContent().getPlainText();

export function Part({ id, placeholder, editor, media, onEditor, onBlur, onFocus, onFiles, onRemove, onSubmit, faded, small }) {
  const [over, setOver] = useState(false);
  const drop = (event) => {
    setOver(false);
    if (event.defaultPrevented) return;
    event.preventDefault();
    onFiles('drop', event.dataTransfer.files);
  };
  return (
    <div className={`${css.part} ${faded ? css.faded : ''} ${over ? css.over : ''}`} onBlur={onBlur} onFocus={onFocus}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <Avatar who="claire" />
      <div className={css.partBody}>
        <label data-testid={`${id}_label`} className={small ? css.editorSmall : css.editor}>
          <div data-testid={`${id}RichTextInputContainer`}>
            <Editor editorState={editor} onChange={onEditor} webDriverTestID={id} ariaLabel="Texte du post" role="textbox"
              ariaMultiline placeholder={placeholder} spellCheck
              keyBindingFn={(event) =>
                event.key === 'Enter' && KeyBindingUtil.hasCommandModifier(event) ? 'submit' : getDefaultKeyBinding(event)}
              handleKeyCommand={(command) => {
                if (command !== 'submit') return 'not-handled';
                onSubmit();
                return 'handled';
              }}
              handlePastedFiles={(files) => { onFiles('paste', files); return 'handled'; }}
              handleDroppedFiles={(_selection, files) => { setOver(false); onFiles('drop', files); return 'handled'; }} />
          </div>
        </label>
        <div data-testid="attachments" className={media.length ? css.attachments : undefined}>
          {media.map((photo, index) => (
            <div key={photo.url} className={css.attachment}>
              <img src={photo.url} alt="" data-testid="attachment" />
              <button type="button" aria-label="Retirer le média" className={css.remove} onClick={() => onRemove(index)}>
                <Icon name="close" size={16} />
              </button>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
