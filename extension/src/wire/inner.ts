import { isRecord } from "./check.ts";
import { PLACES, type PlaceName } from "../settings/shape.ts";

/** Messages that never leave the browser: between a tab, the background and the popup. */

/**
 * What Primum does in a tab. `unknown`: the doctor writes in a place of a covered site that no adapter knows;
 * `unchecked`: in one that is known, but the companion does not answer.
 */
export const TAB_STATES = ["off", "paused", "ready", "clear", "findings", "unknown", "unchecked"] as const;
export type TabState = (typeof TAB_STATES)[number];

/** A tab says how it is; the background shows it on the badge. */
export interface TabReport {
  type: "tab_report";
  state: TabState;
  findings: number;
}

/** A person asks to try again: the companion is not to be left alone any longer. */
export interface TryAgain {
  type: "try_again";
}

/** What became of a warning; these are counted by day. */
export const COUNTED = ["warned", "changed", "as_is"] as const;
export type CountedOutcome = (typeof COUNTED)[number];

/** `false_alarm` is counted by rule alone. */
export const OUTCOMES = [...COUNTED, "false_alarm"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A tab notes what became of warnings of `rules`, to be counted; nothing of what was written. */
export interface Note {
  type: "note";
  place: PlaceName;
  outcome: Outcome;
  rules: readonly string[];
}

/** The doctor wants to hear less of a rule. */
export interface Quieten {
  type: "quieten";
  rule: string;
}

/** The popup asks a tab how it is. */
export interface TabQuestion {
  type: "tab_question";
}

/** The tab's answer to the popup. */
export interface TabAnswer {
  site: string;
  state: TabState;
  findings: number;
}

export function asTabReport(value: unknown): TabReport | null {
  if (!isRecord(value) || value["type"] !== "tab_report" || !isTabState(value["state"])) return null;
  const findings = value["findings"];
  return typeof findings === "number" ? { type: "tab_report", state: value["state"], findings } : null;
}

const RULE = /^[a-z][a-z0-9_]{0,63}$/;
const MOST_RULES = 40;

export function asNote(value: unknown): Note | null {
  if (!isRecord(value) || value["type"] !== "note") return null;
  const place = PLACES.find((name) => name === value["place"]);
  const outcome = OUTCOMES.find((name) => name === value["outcome"]);
  const rules = value["rules"];
  if (!place || !outcome || !Array.isArray(rules) || rules.length === 0 || rules.length > MOST_RULES) return null;
  if (!rules.every((rule): rule is string => typeof rule === "string" && RULE.test(rule))) return null;
  return { type: "note", place, outcome, rules };
}

export function asQuieten(value: unknown): Quieten | null {
  if (!isRecord(value) || value["type"] !== "quieten") return null;
  const { rule } = value;
  return typeof rule === "string" && RULE.test(rule) ? { type: "quieten", rule } : null;
}

export function isTryAgain(value: unknown): value is TryAgain {
  return isRecord(value) && value["type"] === "try_again";
}

export function isTabQuestion(value: unknown): value is TabQuestion {
  return isRecord(value) && value["type"] === "tab_question";
}

export function asTabAnswer(value: unknown): TabAnswer | null {
  if (!isRecord(value) || !isTabState(value["state"])) return null;
  const { site, findings, state } = value;
  return typeof site === "string" && typeof findings === "number" ? { site, state, findings } : null;
}

function isTabState(value: unknown): value is TabState {
  return TAB_STATES.some((state) => state === value);
}
