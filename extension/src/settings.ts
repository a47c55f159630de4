/** Settings: the only reader and writer of what is stored and of what an institution has set. */
import { chosenIn, inPlaceOf, lockedIn, merged, NO_POLICY, PLACES, policyIn, toStore, withLocks, type Policy, type Settings } from "./settings/shape.ts";

export * from "./settings/shape.ts";
export { heard, LETTER_OR_DIGIT } from "./settings/heard.ts";

const KEY = "settings";
/** How long a pause is trusted to a timer at once. */
const LOOK_AGAIN_MS = 30_000;

/** All there is to know of the settings: what holds, what an institution locks, and what of either could not be used. */
export interface Known {
  settings: Settings;
  locked: ReadonlySet<string>;
  damaged: readonly string[];
  unusable: readonly string[];
}

export const settingsOwner = {
  async read(): Promise<Settings> {
    return (await this.known()).settings;
  },

  async known(): Promise<Known> {
    const [stored, policy] = await Promise.all([chrome.storage.local.get(KEY), readPolicy()]);
    const { settings, damaged } = merged(stored[KEY], policy);
    return { settings: withLocks(settings, policy), locked: lockedIn(policy), damaged, unusable: policy.unusable };
  },

  /** Changes what `change` changes, which cannot be what is locked. Pages and the background take turns. */
  async change(change: (settings: Settings) => void): Promise<Settings> {
    return inTurn(async () => {
      const [stored, policy] = await Promise.all([chrome.storage.local.get(KEY), readPolicy()]);
      // what is locked is not stored as the doctor's choice: it would stay when the lock goes
      const { settings } = merged(stored[KEY], policy);
      const before = structuredClone(settings);
      change(settings);
      await chrome.storage.local.set({ [KEY]: toStore(stored[KEY], before, settings) });
      return withLocks(settings, policy);
    });
  },

  /** What the doctor has chosen, to be taken elsewhere. */
  async chosen(): Promise<Record<string, unknown>> {
    return chosenIn((await chrome.storage.local.get(KEY))[KEY]);
  },

  /** Takes what was chosen elsewhere instead of what was chosen here. */
  async adopt(chosen: Record<string, unknown>): Promise<void> {
    await inTurn(async () => {
      const stored = await chrome.storage.local.get(KEY);
      await chrome.storage.local.set({ [KEY]: inPlaceOf(stored[KEY], chosen) });
    });
  },

  /** Forgets every choice: what an institution has preset holds again, else the defaults. */
  async reset(): Promise<void> {
    await inTurn(() => chrome.storage.local.remove(KEY));
  },

  /** Calls `listener` with the settings at each change, and when a pause ends. */
  onChange(listener: (settings: Settings) => void): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = async (): Promise<void> => {
      const settings = await this.read();
      wakeAt(settings);
      listener(settings);
    };
    const wakeAt = (settings: Settings): void => {
      clearTimeout(timer);
      const now = Date.now();
      const ends = PLACES.map((name) => settings.sites[name].pausedUntil).filter((end) => end > now);
      if (ends.length === 0) return;
      const end = Math.min(...ends);
      // a timer stands still while the machine sleeps: the clock on the wall is looked at again and again
      timer = setTimeout(() => (Date.now() < end ? wakeAt(settings) : void tell()), Math.min(end - now, LOOK_AGAIN_MS));
    };
    chrome.storage.onChanged.addListener((changes, area) => {
      if ((area === "local" && changes[KEY]) || area === "managed") void tell();
    });
    this.read().then(wakeAt, () => undefined);
  },
};

async function readPolicy(): Promise<Policy> {
  try {
    return policyIn(await chrome.storage.managed.get(null));
  } catch {
    // Firefox refuses when no policy is there
    return NO_POLICY;
  }
}

/** One writer at a time among the extension's own pages and its background. */
function inTurn<T>(write: () => Promise<T>): Promise<T> {
  return navigator.locks.request("primum-settings", write) as Promise<T>;
}
