// Settings: what is stored, what an institution says, and what a doctor hears because of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heard } from "../../../extension/src/settings/heard.ts";
import {
  DEFAULTS,
  isOn,
  lockedIn,
  managedSchema,
  merged,
  PLACES,
  policyIn,
  toStore,
  VERSION,
  withLocks,
} from "../../../extension/src/settings/shape.ts";

const stored = (values) => ({ version: VERSION, ...values });

test("with nothing stored the defaults hold, and are not handed out themselves", () => {
  const { settings, damaged } = merged(undefined);
  assert.deepEqual(settings, DEFAULTS);
  assert.deepEqual(damaged, []);
  settings.sites.x.on = false;
  assert.equal(DEFAULTS.sites.x.on, true);
});

test("what was stored comes back as it was", () => {
  const { settings } = merged(undefined);
  settings.language = "en";
  Object.assign(settings.sites.messenger, { on: false, sensitivity: "low", onPost: "any", photos: "mask", pausedUntil: 5 });
  settings.sites.x.families.promotion = false;
  settings.allowedWords = ["Guérande"];
  settings.history = { on: false, days: 30 };
  settings.falseAlarms = { phone: 3 };
  settings.quietRules = ["place"];
  const again = merged(JSON.parse(JSON.stringify(stored(settings))));
  assert.deepEqual(again, { settings, damaged: [] });
});

test("what the first version stored is kept, and holds for messages too", () => {
  const first = { version: 1, language: "fr", sites: { x: { on: false, onPost: "any" }, facebook: { on: true, onPost: "never" } } };
  const { settings, damaged } = merged(first);
  assert.deepEqual(damaged, []);
  assert.equal(settings.language, "fr");
  for (const place of ["x", "x_messages"]) {
    assert.deepEqual(settings.sites[place], { ...DEFAULTS.sites.x, on: false, onPost: "any" }, place);
  }
  for (const place of ["facebook", "messenger"]) assert.equal(settings.sites[place].onPost, "never", place);
  assert.deepEqual(settings.sites.google, DEFAULTS.sites.google);
  assert.deepEqual(merged({ version: 1, language: "en" }).settings.language, "en");
});

test("a damaged value falls back by itself, and is named; what lies beside it is kept", () => {
  const cases = [
    [{ language: "de" }, "language"],
    [{ sites: { x: { on: "no", onPost: "any" } } }, "sites.x.on"],
    [{ sites: { x: { families: { remark: 1 }, onPost: "any" } } }, "sites.x.families.remark"],
    [{ sites: { x: [] } }, "sites.x"],
    [{ sites: { myspace: {} } }, "sites.myspace"],
    [{ sites: { x: { photos: "always", onPost: "any" } } }, "sites.x.photos"],
    [{ sites: { x: { pausedUntil: -1 } } }, "sites.x.pausedUntil"],
    [{ history: { days: 0 } }, "history.days"],
    [{ history: { days: 2.5 } }, "history.days"],
    [{ allowedWords: "Guérande" }, "allowedWords"],
    [{ allowedWords: ["Guérande", 4] }, "allowedWords"],
    [{ falseAlarms: { phone: -1 } }, "falseAlarms"],
    [{ version: 99 }, "version"],
    [{ later: 1 }, "later"],
  ];
  for (const [values, path] of cases) {
    const { settings, damaged } = merged(stored({ quietRules: ["age"], ...values }));
    assert.deepEqual(damaged, [path], path);
    assert.deepEqual(settings.quietRules, ["age"], path);
    if (values.sites?.x?.onPost) assert.equal(settings.sites.x.onPost, "any", path);
  }
  assert.deepEqual(merged(stored({ allowedWords: [" Guérande ", "Guérande", 4] })).settings.allowedWords, ["Guérande"]);
  for (const wrong of [null, [], "settings", 7]) {
    assert.deepEqual(merged(wrong), { settings: DEFAULTS, damaged: ["settings"] });
  }
  const inherited = merged(stored({ sites: JSON.parse('{"__proto__": {"x": {"on": false}}}') }));
  assert.equal(inherited.settings.sites.x.on, true);
});

test("a preset holds until the doctor chooses, a lock whatever the doctor chooses", () => {
  const policy = policyIn({
    preset: { history: { on: false }, language: "en", falseAlarms: { phone: 9 } },
    locked: { sites: { x: { onPost: "strong", pausedUntil: 9e12, photos: "sometimes" } } },
    other: 1,
  });
  assert.equal(merged(undefined, policy).settings.history.on, false);
  assert.deepEqual(merged(undefined, policy).settings.falseAlarms, {});
  const chosen = merged(stored({ history: { on: true }, sites: { x: { onPost: "never" } } }), policy).settings;
  assert.equal(chosen.history.on, true);
  assert.equal(chosen.language, "en");
  assert.equal(chosen.sites.x.onPost, "never");
  const held = withLocks(chosen, policy);
  assert.equal(held.sites.x.onPost, "strong");
  assert.equal(held.sites.x.pausedUntil, 0);
  assert.equal(held.sites.x.photos, "ask");
  assert.deepEqual([...lockedIn(policy)], ["sites.x.onPost"]);
  assert.deepEqual(policy.unusable, ["other", "preset.falseAlarms", "locked.sites.x.photos", "locked.sites.x.pausedUntil"]);
  assert.deepEqual(policyIn({ preset: [], locked: { sites: { y: {} }, allowedWords: ["a", 4] } }), {
    preset: undefined,
    locked: { allowedWords: ["a"] },
    unusable: ["preset", "locked.sites.y", "locked.allowedWords"],
  });
  assert.deepEqual(policyIn({}).unusable, []);
  for (const nonsense of [undefined, null, [], "policy", { locked: 3, preset: [] }]) {
    assert.deepEqual(withLocks(DEFAULTS, policyIn(nonsense)), DEFAULTS);
  }
});

test("what nobody has chosen is not stored, so that a later preset holds", () => {
  const policy = policyIn({ preset: { history: { days: 30 }, sites: { x: { onPost: "any" } } } });
  const change = (before, from, make) => {
    const { settings } = merged(from, before);
    const after = structuredClone(settings);
    make(after);
    return toStore(from, settings, after);
  };
  const first = change(policy, undefined, (settings) => (settings.language = "en"));
  assert.deepEqual(first, stored({ language: "en" }));
  assert.deepEqual(merged(first, policyIn({ preset: { history: { days: 60 } } })).settings.history.days, 60);
  const second = change(policy, first, (settings) => (settings.sites.x.onPost = "never"));
  assert.equal(second.sites.x.onPost, "never");
  const third = change(policy, second, (settings) => (settings.sites.x.onPost = "any"));
  assert.equal(third.sites.x.onPost, "any");
  assert.equal(merged(third, policyIn({ preset: { sites: { x: { onPost: "strong" } } } })).settings.sites.x.onPost, "any");
  assert.equal(third.version, VERSION);
  assert.deepEqual(third, stored({ language: "en", sites: { x: { onPost: "any" } } }));
  const later = policyIn({ preset: { sites: { x: { onPost: "strong", photos: "mask" } } } });
  assert.equal(merged(third, later).settings.sites.x.photos, "mask", "a preset that comes after the first choice");
  const bad = { ...third, history: { days: -4 }, other: 1 };
  assert.deepEqual(change(policyIn({}), bad, () => undefined), { ...third, history: { days: 90 } }, "damage is mended");
  const old = { version: 1, sites: { facebook: { onPost: "never" } } };
  const messenger = policyIn({ preset: { sites: { messenger: { onPost: "any" } } } });
  assert.equal(change(messenger, old, () => undefined).sites.messenger.onPost, "never");
});

test("the policy's schema covers every field but the personal ones", () => {
  const { preset, locked } = managedSchema().properties;
  assert.deepEqual(preset, locked);
  assert.deepEqual(Object.keys(locked.properties), ["language", "sites", "allowedWords", "history", "quietRules"]);
  assert.deepEqual(Object.keys(locked.properties.sites.properties), [...PLACES]);
  const { x } = locked.properties.sites.properties;
  assert.deepEqual(Object.keys(x.properties), ["on", "families", "sensitivity", "onPost", "photos"]);
  // no bounds: Chromium would drop all locks for one value out of bounds
  assert.deepEqual(x.properties.sensitivity, { type: "string" });
  assert.deepEqual(locked.properties.history.properties.days, { type: "integer" });
});

test("a paused site is off until the pause ends", () => {
  const site = DEFAULTS.sites.x;
  assert.equal(isOn(site, 100), true);
  assert.equal(isOn({ ...site, pausedUntil: 200 }, 199), false);
  assert.equal(isOn({ ...site, pausedUntil: 200 }, 200), true);
  assert.equal(isOn({ ...site, on: false }, 100), false);
});

test("families that are off and words that are allowed are not heard of", () => {
  const text = "Vue à Guérande par le Dr L’Hostis, une grosse vache";
  const at = (words, rule, family) => {
    const start = text.indexOf(words);
    return { rule, family, strength: "strong", start: 0, end: text.length, score: 1, words: [[start, start + words.length]] };
  };
  const town = at("Guérande", "place", "identity");
  const name = at("Dr L’Hostis", "person", "identity");
  const insult = at("grosse vache", "insult", "remark");
  const all = [town, name, insult];
  const with_ = (change) => {
    const settings = structuredClone(DEFAULTS);
    change(settings);
    return heard(text, all, settings, "x");
  };
  assert.deepEqual(with_(() => undefined), all);
  assert.deepEqual(with_((s) => (s.sites.x.families.remark = false)), [town, name]);
  assert.deepEqual(with_((s) => (s.sites.facebook.families.remark = false)), all);
  assert.deepEqual(with_((s) => (s.allowedWords = ["guerande", "l'hostis"])), [name, insult]);
  assert.deepEqual(with_((s) => (s.allowedWords = ["l'hostis", "dr"])), [town, insult]);
  assert.deepEqual(with_((s) => (s.allowedWords = ["vache", "Guér", "gros"])), all);
  const quiet = with_((s) => (s.quietRules = ["place"]));
  assert.deepEqual(quiet.map(({ strength }) => strength), ["hint", "strong", "strong"]);
  const whole = { ...town, words: [], start: 6, end: 14 };
  assert.deepEqual(heard(text, [whole], { ...DEFAULTS, allowedWords: ["Guérande"] }, "x"), []);
  // a word of which nothing is left once accents are taken away allows nothing, and ends
  assert.deepEqual(heard(text, [whole], { ...DEFAULTS, allowedWords: ["¨", "´"] }, "x"), [whole]);
});
