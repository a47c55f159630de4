/** Which rules a doctor nearly always passes over: only then may Primum offer to say less. */
import type { Tally } from "../history.ts";

/** Fewer warnings than this show no habit. */
const LEAST_WARNINGS = 10;
/** Nine times in ten. */
const SHARE = 0.9;

/** Rules that were posted as they were, or called a false alarm, in nine of ten warnings. */
export function passedOverIn(history: ReadonlyMap<string, Tally>, falseAlarms: Readonly<Record<string, number>>): Set<string> {
  const rules = new Set<string>();
  for (const [rule, { warned = 0, as_is = 0 }] of history) {
    if (warned >= LEAST_WARNINGS && as_is + (falseAlarms[rule] ?? 0) >= SHARE * warned) rules.add(rule);
  }
  return rules;
}
