/**
 * A draft: what is being composed, and what is known of it. Waits for a pause in the typing, asks, and lets only the
 * newest revision speak. Knows nothing of the browser's extension interface.
 */
import type { Trouble } from "../wire/client.ts";
import type { FindingInText } from "../wire/messages.ts";

/** What was said of a text: its findings, or why there are none to be had. */
export interface Verdict {
  readonly text: string;
  readonly findings: readonly FindingInText[];
  readonly trouble: Trouble | null;
}

export interface Question {
  draft: string;
  revision: number;
  text: string;
}

export interface Draft {
  /** Another one for each draft that this composer holds in turn. */
  readonly id: string;
  /** The text as it is written now. */
  read(): string;
  /** The verdict on exactly `text`, when there is one. */
  known(text: string): Verdict | null;
  /** Resolves to a verdict on what is written when it resolves; asks again as long as the text changes. */
  settle(): Promise<Verdict>;
  /** Says that the text may have changed. Costs a timer, nothing else. */
  touch(): void;
  /** Words the doctor was shown at Post; they are not held again in this draft. */
  readonly said: Set<string>;
  /** Says that the text is going out: once it is gone from the editor, the next one is another draft. */
  leaving(): void;
}

export interface DraftEnds {
  read(): string;
  /** What a verdict depends on beside the text: how readily the doctor wants to be warned. */
  terms(): string;
  ask(question: Question): Promise<Verdict>;
  /** The typing has come to rest at `text`, on which there is no verdict yet. */
  rested(text: string): void;
  /** A verdict on the current text has come, or the draft is empty again (null). */
  tell(verdict: Verdict | null): void;
}

const PAUSE_MS = 250;

export function createDraft({ read, terms, ask, rested, tell }: DraftEnds): Draft {
  let id = crypto.randomUUID();
  let revision = 0;
  let latest: Verdict | null = null;
  /** The terms that `latest` was given on. */
  let agreed = "";
  let asking: { text: string; terms: string; verdict: Promise<Verdict> } | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let isLeaving = false;
  const said = new Set<string>();

  /** Forgets everything: the next text is another draft. */
  function renew(): void {
    clearTimeout(pause);
    isLeaving = false;
    id = crypto.randomUUID();
    revision = 0;
    latest = null;
    asking = null;
    said.clear();
  }

  function known(text: string): Verdict | null {
    return latest?.text === text && agreed === terms() ? latest : null;
  }

  /** Asks about `text`, once. */
  function check(text: string): Promise<Verdict> {
    const before = known(text);
    if (before?.trouble === null) return Promise.resolve(before);
    if (asking?.text === text && asking.terms === terms()) return asking.verdict;
    const draft = id;
    const given = terms();
    const verdict = ask({ draft, revision: ++revision, text }).then((answer) => {
      if (asking?.verdict === verdict) asking = null;
      if (draft === id && answer.trouble !== "superseded" && read() === text) [latest, agreed] = [answer, given];
      return answer;
    });
    asking = { text, terms: given, verdict };
    return verdict;
  }

  async function settle(): Promise<Verdict> {
    for (;;) {
      const text = read();
      if (text.trim() === "") return { text, findings: [], trouble: null };
      const verdict = await check(text);
      if (verdict.trouble === "superseded") continue;
      if (read() === text) return verdict;
    }
  }

  async function speak(): Promise<void> {
    const text = read();
    if (text.trim() === "") {
      renew();
      tell(null);
      return;
    }
    const before = known(text);
    if (before?.trouble === null) {
      tell(before);
      return;
    }
    rested(text);
    const verdict = await check(text);
    if (verdict === latest && read() === text) tell(verdict);
  }

  return {
    get id() {
      return id;
    },
    read,
    known,
    settle,
    said,
    leaving: () => void (isLeaving = true),
    touch() {
      clearTimeout(pause);
      // the next draft may be begun before any pause
      if (isLeaving && read().trim() === "") {
        renew();
        tell(null);
        return;
      }
      pause = setTimeout(() => void speak(), PAUSE_MS);
    },
  };
}
