/** The badge on the toolbar button: silent unless there is something to say about this tab. */
import { settingsOwner } from "../settings.ts";
import { speak, type WordKey } from "../words.ts";
import type { TabReport, TabState } from "../wire/inner.ts";

const CALM = "#5b6670";
const ATTENTION = "#8a5200";

const TITLES: Record<TabState, WordKey> = {
  off: "tab_off",
  paused: "tab_paused",
  ready: "tab_ready",
  clear: "tab_clear",
  findings: "tab_findings",
  unknown: "tab_unknown",
  unchecked: "tab_unchecked",
};

/** Shows how the tab is. */
export async function showBadge(tabId: number, { state, findings }: TabReport): Promise<void> {
  const settings = await settingsOwner.read();
  const say = speak(settings.language, chrome.i18n.getUILanguage());
  const text = state === "unchecked" ? "!" : state === "findings" && findings > 0 ? String(findings) : "";
  try {
    await Promise.all([
      chrome.action.setBadgeText({ tabId, text }),
      chrome.action.setBadgeBackgroundColor({ tabId, color: state === "unchecked" ? ATTENTION : CALM }),
      chrome.action.setTitle({ tabId, title: `Primum. ${say(TITLES[state])}` }),
    ]);
  } catch {
    // the tab was closed in the meantime
  }
}
