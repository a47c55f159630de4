// A draft: what is asked about it, and when a verdict still holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDraft } from "../../../extension/src/content/draft.ts";

/** A draft in memory; `asked` are the questions, and `terms` what the doctor has chosen. */
function draftOf(text) {
  const desk = { text, terms: "normal", asked: [], told: [] };
  desk.draft = createDraft({
    read: () => desk.text,
    terms: () => desk.terms,
    ask: async (question) => {
      desk.asked.push(`${desk.terms}: ${question.text}`);
      return { text: question.text, findings: [], trouble: null };
    },
    rested: () => undefined,
    tell: (verdict) => desk.told.push(verdict),
  });
  return desk;
}

test("a text that has a verdict is not asked about again", async () => {
  const { draft, asked } = draftOf("Bonjour");
  const first = await draft.settle();
  assert.equal(await draft.settle(), first);
  assert.equal(draft.known("Bonjour"), first);
  assert.deepEqual(asked, ["normal: Bonjour"]);
});

test("a verdict given at another sensitivity holds no more", async () => {
  const desk = draftOf("Bonjour");
  await desk.draft.settle();
  desk.terms = "high";
  assert.equal(desk.draft.known("Bonjour"), null);
  await desk.draft.settle();
  assert.deepEqual(desk.asked, ["normal: Bonjour", "high: Bonjour"]);
  assert.ok(desk.draft.known("Bonjour"));
});

test("a text that changes while it is asked about is asked about again", async () => {
  const desk = draftOf("Bon");
  const settled = desk.draft.settle();
  desk.text = "Bonjour";
  assert.equal((await settled).text, "Bonjour");
  assert.deepEqual(desk.asked, ["normal: Bon", "normal: Bonjour"]);
});
