/** How the extension's own pages speak: in the chosen language, and of what was saved in one place. */
import { PLACES, type Settings } from "../settings.ts";
import { SITE_NAMES, type SiteName } from "../sites/site.ts";
import { speak, type Say } from "../words.ts";
import { byId } from "./controls.ts";

export function sayFor(settings: Settings): Say {
  return speak(settings.language, chrome.i18n.getUILanguage());
}

/** Gives the page its language and its title. */
export function introduce(say: Say, title: string): void {
  document.documentElement.lang = say.language;
  document.title = title;
}

/** Names in a row, as that language joins them. */
export function listed(names: readonly string[], say: Say): string {
  return new Intl.ListFormat(say.language, { type: "conjunction" }).format(names);
}

/** The places that are read, as they are called in that language. */
export function placesRead(say: Say): string[] {
  return PLACES.filter((place) => SITE_NAMES.includes(place as SiteName)).map((place) => say(`site_${place}`));
}

const SAID_MS = 2_500;
let saying: ReturnType<typeof setTimeout> | undefined;

/** Says a short sentence in the page's status line, which is empty otherwise. */
export function announce(sentence: string): void {
  const line = byId("saved");
  // the same words twice in a row would not be read out again
  line.textContent = "";
  line.textContent = sentence;
  clearTimeout(saying);
  saying = setTimeout(() => (line.textContent = ""), SAID_MS);
}

/** The time of day, as it is written in that language. */
export function timeOf(moment: number, say: Say): string {
  return new Intl.DateTimeFormat(say.language, { hour: "numeric", minute: "2-digit" }).format(moment);
}
