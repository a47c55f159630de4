/** The toolbar button: its icon and its words say how this tab is, each state in a shape of its own. */
import { settingsOwner } from "../settings.ts";
import { speak, type WordKey } from "../words.ts";
import type { TabReport, TabState } from "../wire/inner.ts";

const TITLES: Record<TabState, WordKey> = {
  off: "tab_off",
  paused: "tab_paused",
  ready: "tab_ready",
  clear: "tab_clear",
  findings: "tab_findings",
  unknown: "tab_unknown",
  unchecked: "tab_unchecked",
};

/** The sign on the mark; the mark alone says that all is well. */
const SIGNS: Partial<Record<TabState, string>> = {
  off: "off",
  paused: "paused",
  findings: "findings",
  unknown: "unchecked",
  unchecked: "unchecked",
};

function iconOf(state: TabState): Record<string, string> {
  const sign = SIGNS[state];
  return Object.fromEntries(["16", "32"].map((size) => [size, `icons/${sign ? `${sign}-` : ""}${size}.png`]));
}

/** Shows how the tab is. */
export async function showBadge(tabId: number, { state }: TabReport): Promise<void> {
  const settings = await settingsOwner.read();
  const say = speak(settings.language, chrome.i18n.getUILanguage());
  try {
    await Promise.all([
      chrome.action.setIcon({ tabId, path: iconOf(state) }),
      chrome.action.setTitle({ tabId, title: `${say("name")}. ${say(TITLES[state])}` }),
    ]);
  } catch {
    // the tab was closed in the meantime
  }
}
