/** Settings: one object of defaults, what is stored laid over it, one owner of the storage. */
import { isRecord } from "./wire/check.ts";
import { SITE_NAMES, type SiteName } from "./sites/site.ts";

export const LANGUAGES = ["auto", "fr", "en"] as const;
export type LanguageChoice = (typeof LANGUAGES)[number];

/** What pressing Post does: never hold, hold for strong findings, hold for any finding. */
export const ON_POST = ["never", "strong", "any"] as const;
export type OnPost = (typeof ON_POST)[number];

export interface SiteSettings {
  on: boolean;
  onPost: OnPost;
}

export interface Settings {
  version: 1;
  language: LanguageChoice;
  sites: Record<SiteName, SiteSettings>;
}

export const DEFAULTS: Settings = {
  version: 1,
  language: "auto",
  sites: {
    x: { on: true, onPost: "strong" },
    facebook: { on: true, onPost: "strong" },
  },
};

/** Lays what was stored over the defaults. What is not of a known form is left out, so that a default holds. */
export function merged(stored: unknown): Settings {
  const settings = structuredClone(DEFAULTS);
  if (!isRecord(stored) || stored["version"] !== DEFAULTS.version) return settings;
  settings.language = oneOf(LANGUAGES, stored["language"]) ?? settings.language;
  const sites = isRecord(stored["sites"]) ? stored["sites"] : {};
  for (const name of SITE_NAMES) {
    const site = sites[name];
    if (!isRecord(site)) continue;
    if (typeof site["on"] === "boolean") settings.sites[name].on = site["on"];
    settings.sites[name].onPost = oneOf(ON_POST, site["onPost"]) ?? settings.sites[name].onPost;
  }
  return settings;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value);
}

const KEY = "settings";

/** The only reader and writer of the storage. */
export const settingsOwner = {
  async read(): Promise<Settings> {
    const stored = await chrome.storage.local.get(KEY);
    return merged(stored[KEY]);
  },

  /** Changes what `change` changes and stores the whole; two pages that write at once keep each other's fields. */
  async change(change: (settings: Settings) => void): Promise<Settings> {
    const settings = await this.read();
    change(settings);
    await chrome.storage.local.set({ [KEY]: settings });
    return settings;
  },

  onChange(listener: (settings: Settings) => void): void {
    chrome.storage.onChanged.addListener((changes, area) => {
      const change = changes[KEY];
      if (area === "local" && change) listener(merged(change.newValue));
    });
  },
};
