// What the extension's pages say about this computer, and what a settings file may hold.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commandFor } from "../../../extension/src/pages/install.ts";
import { asImport, chosenIn, exported, inPlaceOf, merged, policyIn, VERSION } from "../../../extension/src/settings/shape.ts";
import { ROOT } from "./port.mjs";

test("the install command is the one for this system and this browser", () => {
  assert.equal(commandFor("linux", ["Chromium", "Not;A=Brand"]), ".venv/bin/primum install --browser chromium");
  assert.equal(commandFor("mac", ["Not;A=Brand", "Chromium", "Google Chrome"]), ".venv/bin/primum install --browser chrome");
  assert.equal(commandFor("win", ["Chromium", "Microsoft Edge"]), ".venv\\Scripts\\primum.exe install --browser edge");
  assert.equal(commandFor("linux", ["Brave", "Chromium"]), ".venv/bin/primum install --browser brave");
  assert.equal(commandFor("linux", ["Chromium", "Opera"]), ".venv/bin/primum install --browser opera");
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  assert.equal(commandFor("linux", [firefox]), ".venv/bin/primum install --browser firefox");
  assert.equal(commandFor("linux", ["Falkon"]), ".venv/bin/primum install");
  const table = readFileSync(`${ROOT}host/primum/setup/browsers.py`, "utf8");
  for (const name of ["chrome", "chromium", "edge", "opera", "vivaldi", "brave", "firefox"]) assert.ok(table.includes(`"${name}"`), name);
});

test("what was chosen can be taken to another machine, a pause and what an institution presets stay", () => {
  const stored = {
    version: VERSION,
    allowedWords: ["Guérande"],
    falseAlarms: { sexual: 1 },
    sites: { x: { sensitivity: "high", onPost: "strong", pausedUntil: 8e12 }, facebook: { pausedUntil: 7e12 } },
  };
  const { chosen } = asImport(exported(chosenIn(stored)));
  assert.deepEqual(chosen, {
    version: VERSION,
    allowedWords: ["Guérande"],
    sites: { x: { sensitivity: "high", onPost: "strong" } },
  });
  const policy = policyIn({ preset: { sites: { linkedin: { on: false } } } });
  const elsewhere = inPlaceOf({ version: VERSION, language: "en", falseAlarms: { body: 2 }, sites: { x: { pausedUntil: 9e12 } } }, chosen);
  const { settings, damaged } = merged(elsewhere, policy);
  assert.deepEqual(damaged, []);
  assert.equal(settings.language, "auto", "all that was chosen here is replaced");
  assert.equal(settings.sites.linkedin.on, false, "what is preset there holds");
  assert.equal(settings.sites.x.sensitivity, "high");
  assert.equal(settings.sites.x.pausedUntil, 9e12, "a pause made there goes on");
  assert.equal(settings.sites.facebook.pausedUntil, 0);
  assert.deepEqual(settings.falseAlarms, { body: 2 });
});

test("a file that cannot be imported says why, and takes nothing", () => {
  const file = (values) => JSON.stringify({ primum: "settings", version: VERSION, ...values });
  assert.deepEqual(asImport("{"), { wrong: "unreadable" });
  assert.deepEqual(asImport(""), { wrong: "unreadable" });
  for (const foreign of ["[]", "null", "3", "{}", '{"primum":"history"}']) assert.deepEqual(asImport(foreign), { wrong: "foreign" });
  assert.deepEqual(asImport(file({ version: VERSION + 1 })), { wrong: "newer" });
  assert.deepEqual(asImport(file({ version: "2" })), { wrong: "damaged", where: "version" });
  assert.deepEqual(asImport(file({ language: "de" })), { wrong: "damaged", where: "language" });
  assert.deepEqual(asImport(file({ sites: { x: { photos: true } } })), { wrong: "damaged", where: "sites.x.photos" });
  const first = asImport(JSON.stringify({ primum: "settings", version: 1, sites: { x: { on: false } } }));
  assert.equal(first.chosen.sites.x_messages.on, false);
});
