/** Puts a text into an empty composer the only way that an editor takes as its own: as if it were pasted. */
import { pasteEvent, transferWith } from "./transfer.ts";

/** Pastes `text` into `editor`, which must be empty: what is written there would lie under it. */
export function pasteInto(editor: HTMLElement, text: string): void {
  editor.focus();
  const data = transferWith([]);
  data.setData("text/plain", text);
  editor.dispatchEvent(pasteEvent(data));
}
