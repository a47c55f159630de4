// What is said of a draft while it changes, of who can read it, and of boxes over a photo: values, no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { carried } from "../../../extension/src/content/carried.ts";
import { passedOverIn } from "../../../extension/src/content/passed-over.ts";
import { between, central, HANDLES, moved, resized, shortest } from "../../../extension/src/panel/boxes.ts";
import { audienceWords, generalised, grouped, swaps } from "../../../extension/src/panel/speech.ts";
import { countIn } from "../../../extension/src/sites/site.ts";
import { speak } from "../../../extension/src/words.ts";

const say = speak("fr", "en");
const at = (text, words, more = {}) => {
  const start = text.indexOf(words);
  return { rule: "phone", family: "identity", strength: "strong", score: 1, start, end: start + words.length, ...more };
};

test("a finding follows its words while others are written around them, and goes with them", () => {
  const text = "Ma patiente répond au 06 12 34 56 78 le soir";
  const finding = at(text, "06 12 34 56 78");
  const words = (after) => carried(text, after, [finding]).map(({ start, end }) => after.slice(start, end));
  assert.deepEqual(words(`😀 ${text}`), ["06 12 34 56 78"]);
  assert.deepEqual(words(`${text} ou demain`), ["06 12 34 56 78"]);
  assert.deepEqual(words(text.replace("patiente", "pte")), ["06 12 34 56 78"]);
  for (const after of [text.replace("78", "7"), text.replace("34", "3 4"), "", "Ma patiente répond le soir"]) {
    assert.deepEqual(words(after), [], after);
  }
});

test("of a long passage three quarters have to be left", () => {
  const text = "Bonjour. Elle ferait mieux de fermer sa bouche celle-là.";
  const finding = at(text, "Elle ferait mieux de fermer sa bouche celle-là.");
  const left = (after) => carried(text, after, [finding]).map(({ start, end }) => after.slice(start, end));
  assert.deepEqual(left(text.replace("mieux", "moins")), ["Elle ferait moins de fermer sa bouche celle-là."]);
  assert.deepEqual(left(text.replace("mieux ", "beaucoup mieux ")), ["Elle ferait beaucoup mieux de fermer sa bouche celle-là."]);
  assert.deepEqual(left("Bonjour. Elle ferait mieux."), []);
});

test("random edits never leave a short passage that says something else", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const text = "Jeanne, 72 ans, à Guérande, répond au 06 12 34 56 78 😀 demain";
  const findings = ["72 ans", "Guérande", "06 12 34 56 78"].map((words) => at(text, words));
  for (let round = 0; round < 2000; round++) {
    const [from, long] = [random(text.length), random(6)];
    const after = text.slice(0, from) + "x2 é".slice(0, random(4)) + text.slice(from + long);
    for (const { start, end } of carried(text, after, findings)) {
      assert.ok(findings.some((one) => text.slice(one.start, one.end) === after.slice(start, end)), after);
    }
  }
});

test("the difference says the draft and its more general wording, each whole", () => {
  const text = "À 72 ans, vue à Guérande 😀 hier";
  const found = [at(text, "Guérande", { replacement: "une petite ville" }), at(text, "72 ans", { replacement: "plus de 70 ans" })];
  const stretches = swaps(text, found);
  assert.equal(stretches.map(({ before }) => before).join(""), text);
  assert.equal(stretches.map(({ after }) => after).join(""), generalised(text, found));
  assert.equal(stretches.filter(({ before, after }) => before !== after).length, 2);
});

test("findings are grouped by family", () => {
  const text = "72 ans, quelle vache, Guérande";
  const found = [at(text, "72 ans"), at(text, "quelle vache", { rule: "body", family: "remark" }), at(text, "Guérande", { rule: "place" })];
  const groups = grouped(text, found, [], say);
  assert.deepEqual(groups.map(({ family, reasons }) => [family, reasons.length]), [["identity", 2], ["remark", 1]]);
});

test("a number of members is read as it is written", () => {
  const written = { "11 000 membres": 11000, "11\u202f000 membres": 11000, "11,2 k membres": 11200, "1.2M members": 1200000,
    "1,234 members": 1234, "12 membres": 12, "3K": 3000 };
  for (const [text, count] of Object.entries(written)) assert.equal(countIn(text), count, text);
  assert.equal(countIn("Membres"), null);
});

test("who can read it is said in one line, and not at all where the page does not show it", () => {
  assert.equal(audienceWords(null, say), undefined);
  assert.match(audienceWords({ kind: "public" }, say), /^Public/);
  assert.match(audienceWords({ kind: "group", name: "Entraide", members: 11000 }, say), /« Entraide », 11.000 membres/);
  assert.match(audienceWords({ kind: "group", name: "Entraide", members: null }, say), /Entraide/);
});

test("a rule is nearly always passed over from nine times in ten on, and ten warnings at least", () => {
  const history = (warned, as_is) => new Map([["age", { warned, as_is }]]);
  assert.deepEqual([...passedOverIn(history(10, 9), {})], ["age"]);
  assert.deepEqual([...passedOverIn(history(20, 10), { age: 8 })], ["age"]);
  assert.deepEqual([...passedOverIn(history(9, 9), {})], []);
  assert.deepEqual([...passedOverIn(history(20, 17), {})], []);
});

test("a box stays in the photo and stays a box, whatever is done to it", () => {
  const photo = { width: 800, height: 600 };
  let seed = 3;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  let box = central(photo);
  for (let round = 0; round < 2000; round++) {
    const [dx, dy] = [random(400) - 200, random(400) - 200];
    box = round % 2 ? moved(box, dx, dy, photo) : resized(box, HANDLES[random(HANDLES.length)], dx, dy, photo);
    const [x, y, w, h] = box;
    assert.ok([x, y, w, h].every(Number.isInteger) && x >= 0 && y >= 0 && x + w <= 800 && y + h <= 600, String(box));
    assert.ok(w >= shortest(photo) && h >= shortest(photo), String(box));
  }
  assert.deepEqual(between(500, 400, 100, 100, photo), [100, 100, 400, 300]);
  assert.deepEqual(between(-50, -50, 900, 700, photo), [0, 0, 800, 600]);
  assert.equal(between(100, 100, 102, 300, photo), null);
});
