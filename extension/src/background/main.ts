/** Joins the background's parts. Every listener is registered here, synchronously, or a restart would miss events. */
import { historyOwner } from "../history.ts";
import { settingsOwner } from "../settings.ts";
import type { Note } from "../wire/inner.ts";
import { showBadge } from "./badge.ts";
import { createCompanion } from "./companion.ts";
import { serve } from "./router.ts";

const companion = createCompanion(() => {
  const port = chrome.runtime.connectNative("primum.companion");
  // reading lastError marks it as seen; the reason a doctor needs is the error code, not the browser's sentence
  port.onDisconnect.addListener(() => void chrome.runtime.lastError);
  return port;
}, chrome.runtime.getManifest().version);

chrome.runtime.onConnect.addListener((channel) => {
  serve(channel, companion, {
    onReport: (tab, report) => void showBadge(tab, report),
    onNote: (note) => void count(note),
    onQuieten: (rule) => void quieten(rule),
  });
});

async function count({ place, outcome, rules }: Note): Promise<void> {
  const settings = await settingsOwner.read();
  if (!settings.history.on) return;
  if (outcome === "false_alarm") {
    await settingsOwner.change((next) => {
      const known = next.falseAlarms;
      next.falseAlarms = { ...known, ...Object.fromEntries(rules.map((rule) => [rule, (known[rule] ?? 0) + 1])) };
    });
  } else {
    await historyOwner.add({ place, outcome, rules }, settings);
  }
}

async function quieten(rule: string): Promise<void> {
  await settingsOwner.change((settings) => {
    settings.quietRules = [...new Set([...settings.quietRules, rule])];
  });
}

settingsOwner.onChange((settings) => void historyOwner.tidy(settings));
chrome.runtime.onStartup.addListener(() => void settingsOwner.read().then((settings) => historyOwner.tidy(settings)));

chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") void chrome.tabs.create({ url: chrome.runtime.getURL("welcome.html") });
});
