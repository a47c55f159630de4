/** A draft to try: made-up examples, or the doctor's own words, read by the companion as they are typed. */
import { el } from "../../panel/elements.ts";
import { shortened, troubleWords } from "../../panel/speech.ts";
import { troubleOf, type Client } from "../../wire/client.ts";
import type { RuleEntry } from "../../wire/messages.ts";
import type { Say, WordKey } from "../../words.ts";
import { button } from "../controls.ts";
import { findingsList } from "./findings.ts";

const PAUSE_MS = 250;
const SAMPLES: readonly (readonly [WordKey, WordKey])[] = [
  ["sample_identity", "sample_identity_text"],
  ["sample_remark", "sample_remark_text"],
  ["sample_question", "sample_question_text"],
];

export interface TextTrial {
  element: HTMLElement;
  /** Reads what is written, now. */
  check(): void;
}

export function textTrial(client: Client, say: Say, rules: () => readonly RuleEntry[]): TextTrial {
  const draft = crypto.randomUUID();
  let revision = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const area = el("textarea", { id: "trial", rows: "4", "aria-describedby": "trial-hint" });
  const verdict = el("div", { role: "status", class: "verdict" });

  async function read(): Promise<void> {
    const text = area.value;
    const asked = ++revision;
    if (text.trim() === "") {
      verdict.replaceChildren();
      return;
    }
    try {
      const question = { draft, revision: asked, text, lang: null, site: "welcome", sensitivity: "normal" } as const;
      const { findings } = await client.checkText(question);
      if (asked !== revision) return;
      const found = findings.map(({ rule, start, end }) => ({ rule, passage: shortened(text.slice(start, end)) }));
      verdict.replaceChildren(
        el("p", { class: "state good" }, say(found.length > 0 ? "tab_findings" : "trial_clear")),
        ...(found.length > 0 ? [findingsList(found, rules(), say)] : []),
      );
    } catch (error) {
      if (asked !== revision) return;
      const { title, remedy } = troubleWords(troubleOf(error), say);
      verdict.replaceChildren(el("p", { class: "state bad" }, title), el("p", {}, remedy));
    }
  }

  const soon = (): void => {
    clearTimeout(pause);
    pause = setTimeout(() => void read(), PAUSE_MS);
  };
  area.addEventListener("input", soon);
  const samples = SAMPLES.map(([label, text]) =>
    button(say(label), () => {
      area.value = say(text);
      void read();
    }),
  );
  area.value = say("sample_identity_text");
  const element = el(
    "section",
    { class: "group trial", "aria-label": say("trial_text") },
    el("div", {}, el("label", { for: "trial" }, say("trial_text")), el("p", { id: "trial-hint" }, say("trial_text_hint"))),
    el("div", {}, el("div", { class: "buttons", role: "group", "aria-label": say("trial_samples") }, ...samples), area),
    verdict,
  );
  return { element, check: () => void read() };
}
