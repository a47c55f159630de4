/** What can be set, by whom, and within which bounds. */
import { choice, counts, defaults, flag, lay, pathsIn, personal, sayable, schemaOf, whole, words, type JsonSchema, type Values } from "./fields.ts";
import { isRecord } from "../wire/check.ts";

/** The last moment that a date can name. */
const LATEST_MS = 8.64e15;

/** Every place that has settings of its own, in the order in which they are shown; not all have an adapter yet. */
export const PLACES = ["facebook", "messenger", "x", "x_messages", "linkedin", "google"] as const;
export type PlaceName = (typeof PLACES)[number];

/** What can be said of a text. Photos have a setting of their own. */
export const FAMILIES = ["identity", "remark", "promotion"] as const;
export type FamilyName = (typeof FAMILIES)[number];

export const SENSITIVITIES = ["low", "normal", "high"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** What pressing Post does: never hold, hold for strong findings, hold for any finding. */
export const ON_POST = ["never", "strong", "any"] as const;
export type OnPost = (typeof ON_POST)[number];

/** What becomes of a photo: show what was found and ask, mask heads at once, or leave photos alone. */
export const ON_PHOTO = ["ask", "mask", "off"] as const;
export type OnPhoto = (typeof ON_PHOTO)[number];

export const LANGUAGES = ["auto", "fr", "en"] as const;
export type LanguageChoice = (typeof LANGUAGES)[number];

export const LONGEST_WORD = 80;
export const MOST_WORDS = 500;
export const RETENTION_DAYS = { least: 1, most: 365 } as const;

/** How long « Pause » lasts. */
export const PAUSE_MS = 60 * 60 * 1000;

const PLACE = {
  on: flag(true),
  families: { identity: flag(true), remark: flag(true), promotion: flag(true) },
  sensitivity: choice(SENSITIVITIES, "normal"),
  onPost: choice(ON_POST, "strong"),
  photos: choice(ON_PHOTO, "ask"),
  /** Milliseconds since 1970; in the past when it is not paused. */
  pausedUntil: personal(whole(0, 0, LATEST_MS)),
};

export const SHAPE = {
  language: choice(LANGUAGES, "auto"),
  sites: {
    facebook: PLACE,
    messenger: PLACE,
    x: PLACE,
    x_messages: PLACE,
    linkedin: PLACE,
    google: PLACE,
  } satisfies Record<PlaceName, typeof PLACE>,
  /** Words that are never worth a warning: a doctor's own name, a town of a hundred thousand. */
  allowedWords: words(LONGEST_WORD, MOST_WORDS),
  history: { on: flag(true), days: whole(90, RETENTION_DAYS.least, RETENTION_DAYS.most) },
  /** How often the doctor said « Fausse alerte », by rule. */
  falseAlarms: personal(counts()),
  /** Rules that are said as a hint at most, because the doctor chose so. */
  quietRules: words(LONGEST_WORD, MOST_WORDS),
};

export const VERSION = 2;

export type SiteSettings = Values<typeof PLACE>;
export type Settings = Values<typeof SHAPE>;

export const DEFAULTS: Settings = defaults(SHAPE);

/** What an institution says: `preset` holds until the doctor chooses, `locked` whatever the doctor chooses. */
export interface Policy {
  preset: unknown;
  locked: unknown;
  /** The paths of what is left out: not acceptable, not known, or not an institution's to say. */
  unusable: readonly string[];
}

export const NO_POLICY: Policy = { preset: undefined, locked: undefined, unusable: [] };

const PARTS = ["preset", "locked"];

/** Reads `storage.managed`. */
export function policyIn(managed: unknown): Policy {
  if (!isRecord(managed)) return NO_POLICY;
  const unusable = Object.keys(managed).filter((name) => !PARTS.includes(name));
  const [preset, locked] = PARTS.map((name) => sayable(SHAPE, managed[name], (path) => void unusable.push(path), name));
  return { preset, locked, unusable };
}

/** The settings as the doctor chose them, and the paths of stored values that could not be used. */
export interface Reading {
  settings: Settings;
  damaged: string[];
}

/** Lays what was stored over the presets and the defaults. Versions that came before are understood. */
export function merged(stored: unknown, policy: Policy = NO_POLICY): Reading {
  const damaged: string[] = [];
  const complain = (path: string): void => void damaged.push(path);
  const base = lay(SHAPE, DEFAULTS, policy.preset, () => undefined);
  if (stored === undefined) return { settings: structuredClone(base), damaged };
  if (!isRecord(stored)) return { settings: structuredClone(base), damaged: ["settings"] };
  const { version, ...values } = migrated(stored);
  if (version !== VERSION) complain("version");
  return { settings: structuredClone(lay(SHAPE, base, values, complain)), damaged };
}

/** Version 1 knew two sites; the choices made for them hold for their messages too, or switching off would not last. */
function migrated(stored: Record<string, unknown>): Record<string, unknown> {
  if (stored["version"] !== 1 || !isRecord(stored["sites"])) {
    return stored["version"] === 1 ? { ...stored, version: VERSION } : stored;
  }
  const { x, facebook } = stored["sites"];
  return { ...stored, version: VERSION, sites: { x_messages: x, messenger: facebook, ...stored["sites"] } };
}

/**
 * What is to be stored once `before` has become `after`: the fields that the doctor has chosen, now or earlier, and no
 * others. A field that is stored counts as a choice, and what an institution presets later would not hold.
 */
export function toStore(stored: unknown, before: Settings, after: Settings): Record<string, unknown> {
  const chosen = isRecord(stored) ? migrated(stored) : {};
  const kept: Record<string, unknown> = { version: VERSION };
  for (const path of pathsIn(SHAPE, DEFAULTS)) {
    const names = path.split(".");
    const value = valueAt(after, names);
    const isTouched = JSON.stringify(valueAt(before, names)) !== JSON.stringify(value);
    if (isTouched || valueAt(chosen, names) !== undefined) put(kept, names, value);
  }
  return kept;
}

function put(values: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) values[name] = structuredClone(value);
  else put((values[name] ??= {}) as Record<string, unknown>, rest, value);
}

function valueAt(values: unknown, names: readonly string[]): unknown {
  return names.reduce((value, name) => (isRecord(value) ? value[name] : undefined), values);
}

/** The settings that hold, with what is locked laid over what the doctor chose. */
export function withLocks(settings: Settings, policy: Policy): Settings {
  return lay(SHAPE, settings, policy.locked, () => undefined);
}

/** The paths of the fields that a policy locks, `sites.x.on` say. */
export function lockedIn(policy: Policy): ReadonlySet<string> {
  return new Set(pathsIn(SHAPE, policy.locked));
}

/** The schema of `storage.managed`. */
export function managedSchema(): JsonSchema {
  const part = schemaOf(SHAPE);
  return { $schema: "http://json-schema.org/draft-03/schema#", type: "object", properties: { preset: part, locked: part } };
}

/** Whether Primum works at a place now: it is on, and no pause is running. */
export function isOn(site: SiteSettings, now = Date.now()): boolean {
  return site.on && site.pausedUntil <= now;
}

/**
 * What the doctor has chosen, to be taken to another machine: nothing that an institution presets, for it would count
 * as a choice there, no pause, which stays where it was made, and no count.
 */
export function chosenIn(stored: unknown): Record<string, unknown> {
  const { settings } = merged(stored);
  const chosen = toStore(stored, settings, settings);
  delete chosen["falseAlarms"];
  for (const site of isRecord(chosen["sites"]) ? Object.values(chosen["sites"]) : []) {
    if (isRecord(site)) delete site["pausedUntil"];
  }
  return chosen;
}

/** What is to be stored when `chosen` takes the place of all that was chosen here: pauses and counts go on. */
export function inPlaceOf(stored: unknown, chosen: Record<string, unknown>): Record<string, unknown> {
  const here = merged(stored).settings;
  const before = merged(chosen).settings;
  const after = { ...structuredClone(before), falseAlarms: here.falseAlarms };
  for (const name of PLACES) after.sites[name].pausedUntil = here.sites[name].pausedUntil;
  return toStore(chosen, before, after);
}

/** What was chosen, as a file that `asImport` reads. */
export function exported(chosen: Record<string, unknown>): string {
  return `${JSON.stringify({ primum: "settings", version: VERSION, ...chosen }, null, 2)}\n`;
}

/** Why a file cannot be imported: it is no JSON, no settings of Primum, of a later version, or wrong at `where`. */
export interface Wrong {
  wrong: "unreadable" | "foreign" | "newer" | "damaged";
  where?: string;
}

/** Reads a file that was exported. All of it is acceptable, or none of it is taken. */
export function asImport(text: string): { chosen: Record<string, unknown> } | Wrong {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return { wrong: "unreadable" };
  }
  if (!isRecord(file) || file["primum"] !== "settings") return { wrong: "foreign" };
  const stored = { ...file };
  delete stored["primum"];
  if (typeof stored["version"] === "number" && stored["version"] > VERSION) return { wrong: "newer" };
  const { damaged } = merged(stored);
  return damaged.length > 0 ? { wrong: "damaged", where: damaged[0] } : { chosen: chosenIn(stored) };
}
