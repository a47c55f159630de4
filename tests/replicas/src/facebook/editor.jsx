// Facebook's editor: Lexical, with what Facebook adds to it (Enter sends a comment, pasted and dropped files are taken).
import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { HistoryPlugin } from '@lexical/react/LexicalHistoryPlugin';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { DRAG_DROP_PASTE } from '@lexical/rich-text';
import { $createParagraphNode, $getRoot, COMMAND_PRIORITY_HIGH, COMMAND_PRIORITY_LOW, KEY_ENTER_COMMAND } from 'lexical';
import { useEffect, useRef, useState } from 'react';
import { receive, site } from '../shared/site.js';
import { UPLOAD } from './words.js';
import css from './facebook.module.css';

export function Editor({ label, box, className, focusFirst }) {
  const config = { namespace: 'composer', theme: { paragraph: css.paragraph }, onError: (error) => { throw error; } };
  const editable = <ContentEditable aria-label={label} aria-placeholder={label} className={`notranslate ${className}`} spellCheck
    placeholder={<div aria-hidden="true" className={css.placeholder}>{label}</div>} />;
  return (
    <LexicalComposer initialConfig={config}>
      <div className={css.editorFrame}>
        <RichTextPlugin contentEditable={editable} ErrorBoundary={LexicalErrorBoundary} />
      </div>
      <HistoryPlugin />
      <Wires box={box} focusFirst={focusFirst} />
    </LexicalComposer>
  );
}

function Wires({ box, focusFirst }) {
  const [editor] = useLexicalComposerContext();
  const latest = useRef(box);
  latest.current = box;
  useEffect(() => {
    latest.current.editor.current = editor;
    if (focusFirst) editor.focus();
    const undo = [
      editor.registerUpdateListener(({ editorState }) => editorState.read(() => latest.current.setText($getRoot().getTextContent()))),
      editor.registerCommand(DRAG_DROP_PASTE, (files) => { latest.current.addFiles('paste or drop', files); return true; }, COMMAND_PRIORITY_LOW),
      editor.registerCommand(KEY_ENTER_COMMAND, (event) => {
        if (!latest.current.sendsOnEnter || !event || event.shiftKey) return false;
        event.preventDefault();
        latest.current.submit('enter');
        return true;
      }, COMMAND_PRIORITY_HIGH),
    ];
    return () => undo.forEach((stop) => stop());
  }, [editor, focusFirst]);
  return null;
}

/** The state of one composer: its text, its photos, and what sending does. */
export function useBox(kind, onPosted, sendsOnEnter = false) {
  const editor = useRef(null);
  const [text, setText] = useState('');
  const [media, setMedia] = useState([]);
  const addFiles = (how, files) => {
    const photos = receive(how, files, UPLOAD);
    setMedia((all) => [...all, ...photos]);
  };
  const blank = !text.trim() && media.length === 0;
  const submit = (how) => {
    const sent = editor.current.getEditorState().read(() => $getRoot().getTextContent());
    if (!sent.trim() && media.length === 0) return;
    site.posts.push({ kind, how, texts: [sent], media: media.map((photo) => photo.index) });
    editor.current.update(() => $getRoot().clear().append($createParagraphNode()));
    setMedia([]);
    onPosted({ text: sent, media });
  };
  const remove = (index) => setMedia((all) => all.filter((_, at) => at !== index));
  return { editor, text, setText, media, addFiles, remove, blank, submit, sendsOnEnter };
}
