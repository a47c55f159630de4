/** Puts a text into an empty composer the only way that its editor takes as its own: as if it were pasted, or typed. */
import { pasteEvent, transferWith } from "./transfer.ts";

/** A field that a synthetic paste puts nothing into. */
export function isPlainField(element: Element): element is HTMLTextAreaElement | HTMLInputElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && /^(text|search)$/.test(element.type));
}

/** Types `text` where the caret of a plain field is, over what is selected there. */
export function typeInto(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}

/** Pastes `text` into `editor`, which must be empty: what is written there would lie under it. */
export function pasteInto(editor: HTMLElement, text: string): void {
  editor.focus();
  if (editor instanceof HTMLTextAreaElement) {
    editor.select();
    typeInto(editor, text);
    return;
  }
  const data = transferWith([]);
  data.setData("text/plain", text);
  editor.dispatchEvent(pasteEvent(data));
}
