// The words of the interface: the same in both languages, all of them used, none of them in code.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { speak } from "../../../extension/src/words.ts";
import { ROOT } from "./port.mjs";

const [french, english] = ["fr", "en"].map((language) =>
  JSON.parse(readFileSync(`${ROOT}extension/_locales/${language}/messages.json`, "utf8")),
);
const source = readdirSync(`${ROOT}extension/src`, { recursive: true })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(`${ROOT}extension/src/${path}`, "utf8"))
  .join("\n");

test("both languages say the same things with the same values, and blame nobody", () => {
  assert.deepEqual(Object.keys(french), Object.keys(english));
  const values = (message) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [key, { message }] of Object.entries(french)) {
    assert.deepEqual(values(message), values(english[key].message), key);
    assert.ok(message.trim() && english[key].message.trim(), key);
    assert.doesNotMatch(message, /vous violez|conforme|interdit|faute|illégal|infraction|vous devez|attention !/i, key);
    assert.doesNotMatch(english[key].message, /violat|illegal|forbidden|fault|compliant|you must|warning!/i, key);
    // a doctor is said « vous »
    assert.doesNotMatch(message, /(?<![\p{L}’])(?:tu|toi|ton|ta|tes|te|t’\p{L}+)(?!\p{L})/iu, key);
  }
});

test("no word of the interface stands in code", () => {
  for (const literal of source.match(/"[^"\n]*"/g) ?? []) {
    assert.doesNotMatch(literal, /[éèêàçùîôÉÀ]/, `a French word in code: ${literal}`);
  }
});

test("every message is used", () => {
  const manifest = readFileSync(`${ROOT}extension/manifest.json`, "utf8");
  const named = new Set([...source.matchAll(/["`](\w+)["`]/g)].map(([, key]) => key));
  // `site_${name}`: every key of that form counts as used
  const forms = [...source.matchAll(/`(\w*)\$\{[^}`]+\}(\w*)`/g)]
    .filter(([, start, end]) => start.endsWith("_") || end.startsWith("_"))
    .map(([, start, end]) => new RegExp(`^${start}\\w+${end}$`));
  const unused = Object.keys(french).filter(
    (key) => !named.has(key) && !forms.some((form) => form.test(key)) && !manifest.includes(`__MSG_${key}__`),
  );
  assert.deepEqual(unused, []);
});

test("a message says its values in the language that was chosen", () => {
  assert.match(speak("fr", "en")("photo_count", { number: 1, of: 3 }), /^1 sur 3$/);
  assert.match(speak("auto", "en-GB")("photo_count", { number: 1, of: 3 }), /^1 of 3$/);
  assert.equal(speak("auto", "de").language, "fr");
});
