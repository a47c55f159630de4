import { isRecord } from "./check.ts";

/** Messages that never leave the browser: between a tab, the background and the popup. */

/** What Primum does in a tab, from the quietest to the most pressing. */
export const TAB_STATES = ["off", "ready", "clear", "findings", "unchecked"] as const;
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
