// History: counts by day, place and rule, and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asHistory, byRule, dayOf, kept, lastDays, onDay, withNote } from "../../../extension/src/history.ts";
import { asNote } from "../../../extension/src/wire/inner.ts";

const note = (outcome, rules, place = "x") => ({ place, outcome, rules });

test("notes add up by day, place and rule", () => {
  let history = withNote({}, note("warned", ["phone", "age", "phone"]), "2026-11-20");
  history = withNote(history, note("warned", ["phone"], "facebook"), "2026-11-20");
  history = withNote(history, note("as_is", ["phone"]), "2026-11-21");
  assert.deepEqual(history, {
    "2026-11-20": {
      x: { all: { warned: 1 }, rules: { phone: { warned: 1 }, age: { warned: 1 } } },
      facebook: { all: { warned: 1 }, rules: { phone: { warned: 1 } } },
    },
    "2026-11-21": { x: { all: { as_is: 1 }, rules: { phone: { as_is: 1 } } } },
  });
  assert.equal(onDay(history, "2026-11-20", "warned"), 2);
  assert.equal(onDay(history, "2026-11-20", "changed"), 0);
  assert.equal(onDay(history, "2026-11-01", "warned"), 0);
  assert.deepEqual(byRule(history).get("phone"), { warned: 2, as_is: 1 });
  assert.deepEqual(asHistory(JSON.parse(JSON.stringify(history))), history);
});

test("no day comes to hold more than a bounded number of rules", () => {
  let history = {};
  for (let number = 0; number < 200; number++) history = withNote(history, note("warned", [`rule_${number}`]), "2026-11-20");
  assert.equal(history["2026-11-20"].x.all.warned, 200);
  assert.equal(Object.keys(history["2026-11-20"].x.rules).length, 60);
  const inherited = withNote({}, note("warned", ["constructor"]), "2026-11-20");
  assert.deepEqual(inherited["2026-11-20"].x.rules, { constructor: { warned: 1 } });
});

test("only so many days are kept, across the turn of a month and of the clocks", () => {
  const today = new Date(2026, 10, 2, 23, 59);
  assert.deepEqual(lastDays(4, today), ["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02"]);
  const history = Object.fromEntries(
    ["2026-10-29", "2026-10-30", "2026-11-02", "2026-11-03"].map((day) => [day, { x: { all: { warned: 1 }, rules: {} } }]),
  );
  assert.deepEqual(Object.keys(kept(history, 4, today)), ["2026-10-30", "2026-11-02"]);
  assert.equal(dayOf(new Date(2026, 0, 5)), "2026-01-05");
});

test("what was stored and is no count is left out", () => {
  for (const wrong of [null, [], 3, { today: { x: {} } }, { "2026-11-20": [] }, { "2026-11-20": { myspace: {} } }]) {
    assert.deepEqual(asHistory(wrong), {}, JSON.stringify(wrong));
  }
  const history = asHistory({ "2026-11-20": { x: { all: { warned: "many", as_is: 2, text: "secret" }, rules: 3 } } });
  assert.deepEqual(history, { "2026-11-20": { x: { all: { as_is: 2 }, rules: {} } } });
});

test("a note names a place, an outcome and rules, and holds no room for a text", () => {
  const good = { type: "note", place: "x", outcome: "warned", rules: ["phone"] };
  assert.deepEqual(asNote({ ...good, text: "Ma patiente" }), good);
  assert.ok(asNote({ ...good, outcome: "false_alarm" }));
  for (const wrong of [
    { place: "myspace" },
    { outcome: "posted" },
    { rules: [] },
    { rules: ["Ma patiente de 72 ans"] },
    { rules: Array(41).fill("phone") },
    { rules: "phone" },
    { type: "tab_report" },
  ]) {
    assert.equal(asNote({ ...good, ...wrong }), null, JSON.stringify(wrong));
  }
});
