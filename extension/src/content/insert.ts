/** Puts a text into an empty composer the only way that its editor takes as its own: as if it were pasted, or typed. */
import { pasteEvent, transferWith } from "./transfer.ts";

/** Pastes `text` into `editor`, which must be empty: what is written there would lie under it. */
export function pasteInto(editor: HTMLElement, text: string): void {
  editor.focus();
  if (editor instanceof HTMLTextAreaElement) {
    editor.setRangeText(text, 0, editor.value.length, "end");
    editor.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    return;
  }
  const data = transferWith([]);
  data.setData("text/plain", text);
  editor.dispatchEvent(pasteEvent(data));
}
