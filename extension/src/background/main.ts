/** Joins the background's parts. Every listener is registered here, synchronously, or a restart would miss events. */
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
  serve(channel, companion, (tab, report) => void showBadge(tab, report));
});
