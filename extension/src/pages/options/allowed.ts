/** The words that are never worth a warning. */
import { drawing, el, CROSS } from "../../panel/elements.ts";
import { LETTER_OR_DIGIT, LONGEST_WORD, MOST_WORDS } from "../../settings.ts";
import type { OptionsPage } from "./page.ts";

export function allowedGroup({ known, say, save, lockOf, draw }: OptionsPage): HTMLElement {
  const words = known.settings.allowedWords;
  const lock = lockOf("allowedWords");
  const input = el("input", {
    id: "allowed",
    type: "text",
    maxlength: String(LONGEST_WORD),
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "allowed-hint allowed-problem",
  });
  const problem = el("p", { id: "allowed-problem", class: "problem", role: "status" });
  const form = el(
    "form",
    { class: "row" },
    el("div", {}, el("label", { for: "allowed" }, say("allowed_label")), el("p", { id: "allowed-hint" }, lock ?? say("allowed_hint"))),
    el("div", { class: "buttons" }, input, el("button", { type: "submit", id: "allowed-add" }, say("allowed_add"))),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const word = input.value.replace(/\s+/g, " ").trim();
    const isWord = LETTER_OR_DIGIT.test(word);
    const known = words.some((one) => one.toLowerCase() === word.toLowerCase());
    if (!isWord || known || words.length >= MOST_WORDS) {
      problem.textContent = say(!isWord ? "allowed_empty" : known ? "allowed_known" : "allowed_full", { word });
      input.focus();
      return;
    }
    void save((next) => (next.allowedWords = [...next.allowedWords, word])).then(draw);
  });
  if (lock) for (const control of form.querySelectorAll<HTMLInputElement>("input, button")) control.disabled = true;

  const list = words.map((word) => {
    const remove = el("button", { type: "button", class: "icon", "aria-label": say("allowed_remove", { word }) }, drawing(...CROSS));
    remove.disabled = lock !== null;
    remove.addEventListener("click", () => {
      void save((next) => (next.allowedWords = next.allowedWords.filter((one) => one !== word)))
        .then(draw)
        .then(() => document.getElementById("allowed")?.focus());
    });
    return el("li", {}, el("span", {}, word), remove);
  });
  const shown = words.length > 0 ? [el("ul", { class: "words", "aria-label": say("options_allowed") }, ...list)] : [];
  return el("section", { class: "group", "aria-label": say("options_allowed") }, form, ...shown);
}
