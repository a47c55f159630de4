/**
 * History: how often the doctor was warned, changed the text, or posted it as it was; by day, place and rule. Counts
 * and nothing else: no text, no photo, no hour.
 */
import { isRecord } from "./wire/check.ts";
import { COUNTED, type CountedOutcome } from "./wire/inner.ts";
import { PLACES, type PlaceName, type Settings } from "./settings/shape.ts";

export type Tally = Partial<Record<CountedOutcome, number>>;

/** `all` counts warnings; one of them may be for several rules. */
export interface Counted {
  all: Tally;
  rules: Record<string, Tally>;
}

/** By day (`2026-11-21`, local time), then by place. */
export type History = Record<string, Partial<Record<PlaceName, Counted>>>;

/** What is counted: one outcome, and the rules it had to do with. */
export interface Counting {
  place: PlaceName;
  outcome: CountedOutcome;
  rules: readonly string[];
}

const KEY = "history";
const DAY = /^\d{4}-\d\d-\d\d$/;
/** A page cannot make it grow: rules that come after so many on one day are counted under none. */
const MOST_RULES = 60;

/** The name of a day. */
export function dayOf(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last `count` days, today last. */
export function lastDays(count: number, today = new Date()): string[] {
  return Array.from({ length: count }, (_, place) =>
    dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - place))),
  );
}

/** What was stored, less what is not a count. */
export function asHistory(stored: unknown): History {
  const history: History = {};
  if (!isRecord(stored)) return history;
  for (const [day, places] of Object.entries(stored)) {
    if (!DAY.test(day) || !isRecord(places)) continue;
    for (const place of PLACES) {
      const counted = places[place];
      if (!isRecord(counted)) continue;
      const rules = isRecord(counted["rules"]) ? Object.entries(counted["rules"]) : [];
      (history[day] ??= {})[place] = {
        all: asTally(counted["all"]),
        rules: Object.fromEntries(rules.map(([rule, tally]) => [rule, asTally(tally)])),
      };
    }
  }
  return history;
}

function asTally(value: unknown): Tally {
  const known = isRecord(value) ? value : {};
  const counts = COUNTED.map((outcome) => [outcome, known[outcome]] as const);
  return Object.fromEntries(counts.filter(([, count]) => Number.isSafeInteger(count) && Number(count) > 0));
}

/** Counts one note on `day`. */
export function withNote(history: History, { place, outcome, rules }: Counting, day: string): History {
  const next = structuredClone(history);
  const counted = ((next[day] ??= {})[place] ??= { all: {}, rules: {} });
  counted.all[outcome] = (counted.all[outcome] ?? 0) + 1;
  for (const rule of new Set(rules)) {
    const known = Object.hasOwn(counted.rules, rule) ? counted.rules[rule] : undefined;
    if (!known && Object.keys(counted.rules).length >= MOST_RULES) continue;
    counted.rules[rule] = { ...known, [outcome]: (known?.[outcome] ?? 0) + 1 };
  }
  return next;
}

/** The part of a history that may be kept: of the last `days` days. */
export function kept(history: History, days: number, today = new Date()): History {
  const first = lastDays(days, today)[0] ?? "";
  return Object.fromEntries(Object.entries(history).filter(([day]) => day >= first && day <= dayOf(today)));
}

/** How many drafts of each outcome on one day, in all places. */
export function onDay(history: History, day: string, outcome: CountedOutcome): number {
  return Object.values(history[day] ?? {}).reduce((sum, { all }) => sum + (all[outcome] ?? 0), 0);
}

/** How often each rule had each outcome. */
export function byRule(history: History): Map<string, Tally> {
  const rules = new Map<string, Tally>();
  for (const { rules: counted } of Object.values(history).flatMap((places) => Object.values(places))) {
    for (const [rule, tally] of Object.entries(counted)) {
      const sum = rules.get(rule) ?? {};
      for (const outcome of COUNTED) if (tally[outcome]) sum[outcome] = (sum[outcome] ?? 0) + tally[outcome];
      rules.set(rule, sum);
    }
  }
  return rules;
}

/** The only reader and writer of the stored history. */
export const historyOwner = {
  async read(): Promise<History> {
    return asHistory((await chrome.storage.local.get(KEY))[KEY]);
  },

  /** Counts a note; only to be called while a history is kept. */
  async add(note: Counting, { history: { days } }: Settings): Promise<void> {
    await inTurn(async () => {
      const next = kept(withNote(await this.read(), note, dayOf(new Date())), days);
      await chrome.storage.local.set({ [KEY]: next });
    });
  },

  /** Drops what is older than the settings allow. */
  async tidy({ history: { days } }: Settings): Promise<void> {
    await inTurn(async () => {
      const history = await this.read();
      const next = kept(history, days);
      if (Object.keys(next).length < Object.keys(history).length) await chrome.storage.local.set({ [KEY]: next });
    });
  },

  async erase(): Promise<void> {
    await inTurn(() => chrome.storage.local.remove(KEY));
  },
};

/** One writer at a time. */
function inTurn<T>(write: () => Promise<T>): Promise<T> {
  return navigator.locks.request("primum-history", write) as Promise<T>;
}
