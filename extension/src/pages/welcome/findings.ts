/** What was found in a trial, as a list: the words concerned and the reason, with its ground. */
import { el } from "../../panel/elements.ts";
import type { RuleEntry } from "../../wire/messages.ts";
import type { Say } from "../../words.ts";

/** One thing found: its rule, and the passage it is about when there is one. */
export interface Found {
  rule: string;
  passage?: string;
}

/** Groups by rule, in the order found. */
export function findingsList(found: readonly Found[], rules: readonly RuleEntry[], say: Say): HTMLElement {
  const items = [...new Set(found.map(({ rule }) => rule))].map((rule) => {
    const entry = rules.find(({ id }) => id === rule);
    const passages = new Set(found.filter((one) => one.rule === rule).flatMap(({ passage }) => passage ?? []));
    return el(
      "li",
      {},
      ...Array.from(passages, (passage) => el("q", {}, passage)),
      el("p", {}, entry?.[say.language].line ?? say("reason_unknown")),
      ...(entry ? [el("small", {}, say("ground", { article: entry.article }))] : []),
    );
  });
  return el("ul", { class: "findings" }, ...items);
}
