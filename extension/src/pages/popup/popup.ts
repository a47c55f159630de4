/** The popup: how Primum is on this tab, in one sentence, and the switch for this site. */
import { drawing, el, MARK } from "../../panel/elements.ts";
import { settingsOwner } from "../../settings.ts";
import { SITE_NAMES } from "../../sites/site.ts";
import { askTab } from "../../wire/client.ts";
import type { TabAnswer } from "../../wire/inner.ts";
import { speak } from "../../words.ts";
import { byId, switchRow } from "../controls.ts";

async function draw(): Promise<void> {
  const settings = await settingsOwner.read();
  const say = speak(settings.language, chrome.i18n.getUILanguage());
  document.documentElement.lang = say.language;
  const tab: TabAnswer | null = await askTab();
  const state = el("p", { class: "state", role: "status" }, say(tab ? `tab_${tab.state}` : "tab_elsewhere"));
  const site = SITE_NAMES.find((name) => name === tab?.site);
  const options = el("button", { type: "button", class: "link" }, say("popup_options"));
  options.addEventListener("click", () => void chrome.runtime.openOptionsPage());
  const parts: HTMLElement[] = [el("h1", {}, drawing(...MARK), "Primum"), state];
  if (site) {
    const label = say("popup_on_here", { site: say(`site_${site}`) });
    parts.push(
      switchRow({ label }, settings.sites[site].on, (on) => {
        state.textContent = say(on ? "tab_ready" : "tab_off");
        void settingsOwner.change((next) => (next.sites[site].on = on));
      }),
    );
  }
  byId("main").replaceChildren(...parts, options);
}

void draw();
