// Values that need no browser: what is let in, what is stored, what is said and where it stands.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fitsAlong, heightAlong, place, widthBeside } from "../../../extension/src/panel/place.ts";
import { generalised, reasons, shortened } from "../../../extension/src/panel/speech.ts";
import { PLACES } from "../../../extension/src/settings/shape.ts";
import { SITE_NAMES } from "../../../extension/src/sites/site.ts";
import { siteAt, sitesAt } from "../../../extension/src/sites/sites.ts";
import { asAnswer, asRequest, conforms } from "../../../extension/src/wire/check.ts";
import { asTabAnswer, asTabReport } from "../../../extension/src/wire/inner.ts";
import { speak } from "../../../extension/src/words.ts";
import { ROOT } from "./port.mjs";

const say = speak("fr", "en");

/** Every adapter that there is, whether `sites.ts` lists it or not. */
const ADAPTERS = (
  await Promise.all(
    readdirSync(`${ROOT}extension/src/sites`).map((file) => import(`../../../extension/src/sites/${file.replace(".ts", "")}.ts`)),
  )
)
  .flatMap((module) => Object.values(module))
  .filter((value) => Array.isArray(value?.hosts));

test("a message that lacks a field or has a wrong one is not let in", () => {
  const request = { type: "check_text", id: 1, draft: "d", revision: 2, text: "t" };
  assert.deepEqual(asRequest(request), request);
  assert.deepEqual(asRequest({ ...request, lang: null, site: "x", later: 1 })?.site, "x");
  for (const wrong of [{ text: 3 }, { draft: undefined }, { lang: 4 }, { type: "toString" }, { type: "check_everything" }]) {
    assert.equal(asRequest({ ...request, ...wrong }), null, JSON.stringify(wrong));
  }
  const { text: _, ...without } = request;
  for (const wrong of [without, null, [], "check_text", 7]) assert.equal(asRequest(wrong), null);
  const finding = { rule: "phone", family: "identity", strength: "strong", start: 0, end: 1, score: 1 };
  const verdict = (one) => ({ type: "text_verdict", id: 1, draft: "d", revision: 1, findings: [one], ms: 1 });
  assert.ok(asAnswer(verdict(finding)));
  assert.ok(asAnswer(verdict({ ...finding, words: [[0, 1]], replacement: null })));
  for (const words of [[[0]], [[0, "1"]], "words"]) assert.equal(asAnswer(verdict({ ...finding, words })), null);
});

test("a shape looks at own fields only", () => {
  assert.equal(conforms(Object.create({ a: "b" }), { object: { a: "string" } }), false);
  assert.equal(conforms({ a: 1, b: "c" }, { map: "string" }), false);
});

test("what a tab says of itself is checked too", () => {
  assert.ok(asTabReport({ type: "tab_report", state: "clear", findings: 0 }));
  assert.equal(asTabReport({ type: "tab_report", state: "fine", findings: 0 }), null);
  assert.equal(asTabAnswer({ state: "clear", findings: "many", site: "x" }), null);
});

test("a site is known by its whole host", () => {
  assert.equal(siteAt("x.com")?.name, "x");
  assert.equal(siteAt("www.facebook.com")?.name, "facebook");
  for (const host of ["x.com.example.org", "evilx.com", "facebook.com.attacker.net", "www.messenger.com.example.org", "google.com", ""]) {
    assert.equal(siteAt(host), null, host);
  }
});

test("a page of a host with several places is the place's that its path names", () => {
  const places = [
    ["x.com", "/home", "x"],
    ["x.com", "/messages/12-34", "x_messages"],
    ["x.com", "/i/chat/12-34", "x_messages"],
    ["www.facebook.com", "/messages/t/12", "messenger"],
    ["www.facebook.com", "/messages.of.someone", "facebook"],
    ["www.facebook.com", "/marketplace/", "facebook"],
    ["www.messenger.com", "/t/12", "messenger"],
  ];
  for (const [host, path, place] of places) assert.equal(siteAt(host, path)?.name, place, `${host}${path}`);
});

test("every place with settings has an adapter, and no adapter lacks them", () => {
  assert.deepEqual([...SITE_NAMES].sort(), [...PLACES].sort());
});

test("the manifest covers exactly the hosts that have an adapter", () => {
  const manifest = JSON.parse(readFileSync(`${ROOT}extension/manifest.json`, "utf8"));
  const [ours, page] = manifest.content_scripts.map(({ matches }) => [...matches].sort());
  assert.equal(manifest.content_scripts.length, 2);
  assert.deepEqual(page, ours, "both scripts run on the same pages");
  const covered = new Set(ours.map((match) => new URL(match.replace("*", "")).hostname));
  assert.deepEqual([...covered].sort(), [...new Set(ADAPTERS.flatMap(({ hosts }) => hosts))].sort());
  for (const adapter of ADAPTERS) {
    for (const host of adapter.hosts) assert.ok(sitesAt(host).includes(adapter), `${adapter.name} at ${host}`);
  }
  assert.deepEqual(manifest.permissions, ["nativeMessaging", "storage"]);
  assert.equal(manifest.web_accessible_resources, undefined);
});

test("findings of one rule are one reason, and a long passage is cut between words", () => {
  const text = "06 11 11 11 11 puis 06 22 22 22 22 puis 06 11 11 11 11";
  const finding = (start) => ({ rule: "phone", family: "identity", strength: "strong", start, end: start + 14, score: 1 });
  const rule = { id: "phone", family: "identity", article: "A", fr: { line: "L", why: "W" }, en: { line: "l", why: "w" } };
  const found = [finding(0), finding(20), finding(40)];
  assert.deepEqual(reasons(text, found, [rule], say), [
    { rule: "phone", line: "L", why: "W", article: "A", passages: ["06 11 11 11 11", "06 22 22 22 22"] },
  ]);
  assert.equal(reasons(text, found, [], say)[0].line, say("reason_unknown"));
  const long = `${"mot ".repeat(40)}fin`;
  assert.ok(shortened(long).endsWith("mot…") && shortened(long).length <= 91);
  assert.equal(shortened("deux\n lignes "), "deux lignes");
  assert.equal(shortened("😀".repeat(60), 91).at(-2), "\ude00", "no half of an emoji");
});

test("the more general wording replaces its span and nothing else", () => {
  const text = "À 72 ans, vue à Guérande 😀 hier";
  const at = (words, replacement) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length, replacement });
  assert.equal(
    generalised(text, [at("Guérande", "une petite ville"), at("72 ans", "plus de 70 ans"), { start: 0, end: 1 }]),
    "À plus de 70 ans, vue à une petite ville 😀 hier",
  );
  assert.equal(generalised(text, [at("72 ans, vue", "A"), at("vue à", "B")]), "À A à Guérande 😀 hier");
  assert.equal(generalised(text, [{ start: 0, end: 1 }]), null);
});

test("a card lies beside its composer, whatever the window", () => {
  const apart = (anchor, size, { left, top }) =>
    left >= anchor.right || left + size.width <= anchor.left || top >= anchor.bottom || top + size.height <= anchor.top;
  for (const view of [{ width: 1280, height: 800 }, { width: 640, height: 500 }, { width: 320, height: 640 }]) {
    for (let top = 0; top < view.height - 100; top += 20) {
      const anchor = { left: view.width * 0.2, right: view.width * 0.8, top, bottom: top + 100 };
      const wide = { width: Math.min(400, view.width - 16), height: 180 };
      const width = widthBeside(anchor, 280, view);
      const size = fitsAlong(anchor, wide, view) || width === null ? wide : { ...wide, width: Math.min(400, width) };
      const at = place(anchor, size, view);
      assert.ok(at.left >= 0 && at.top >= 0 && at.left + size.width <= view.width && at.top + size.height <= view.height);
      if (fitsAlong(anchor, size, view)) assert.ok(apart(anchor, size, at), JSON.stringify({ anchor, at }));
      const height = heightAlong(anchor, 120, view);
      if (width !== null || height === null) continue;
      const low = { ...wide, height: Math.min(400, height) };
      assert.ok(apart(anchor, low, place(anchor, low, view)), JSON.stringify({ anchor, low }));
    }
  }
});
