/** What a banner can show below its reasons: a draft beside its more general wording, or a text to take over. */
import { el, said } from "./said.ts";
import { shortened, type Swap } from "./speech.ts";
import type { Say } from "../words.ts";

/** Characters of unchanged text left on each side of a change. */
const AROUND = 48;

/** What goes and what comes, as deletions and insertions. */
export function comparison(stretches: readonly Swap[], say: Say): HTMLElement {
  const text = el("p", { class: "text" });
  stretches.forEach(({ before, after }, place) => {
    if (before !== after) {
      text.append(...changed(el("del"), before, say("removed")), said(" "), ...changed(el("ins"), after, say("added")));
      return;
    }
    text.append(said(cut(before, place > 0, place < stretches.length - 1)));
  });
  return el("div", { class: "extra comparison", role: "group", "aria-label": say("comparison") }, text);
}

/** A text to take over, as it will stand in the composer. */
export function template(text: string, say: Say): HTMLElement {
  const lines = text.split("\n").map((line) => el("p", { class: "text" }, line));
  return el("div", { class: "extra template", role: "group", "aria-label": say("template") }, ...lines);
}

/** `words` in `mark`; what the line through them shows is said to who hears it. */
function changed(mark: HTMLElement, words: string, heard: string): Node[] {
  if (words === "") return [];
  mark.append(el("span", { class: "unseen" }, `${heard} `), said(words));
  return [mark];
}

/** Unchanged text, without its middle when that is long. */
function cut(text: string, hasBefore: boolean, hasAfter: boolean): string {
  if (text.length <= 2 * AROUND) return text;
  const start = hasBefore ? text.slice(0, AROUND) : "";
  const end = hasAfter ? text.slice(-AROUND) : "";
  if (hasBefore && hasAfter) return `${start}… …${end}`;
  return hasBefore ? `${shortened(start)}…` : `…${end}`;
}
