/** The first page: what is read, what is not, and a place to try it with the companion that is installed. */
import { drawing, el, MARK } from "../../panel/elements.ts";
import { settingsOwner } from "../../settings.ts";
import { createClient } from "../../wire/client.ts";
import type { RuleEntry } from "../../wire/messages.ts";
import type { WordKey } from "../../words.ts";
import { companionCard } from "../companion.ts";
import { button, byId } from "../controls.ts";
import { introduce, listed, placesRead, sayFor } from "../speaking.ts";
import { photoTrial } from "./photo-trial.ts";
import { textTrial } from "./text-trial.ts";

const client = createClient();
let rules: readonly RuleEntry[] = [];

const IS_READ: readonly WordKey[] = ["read_text", "read_photos"];
const IS_NOT_READ: readonly WordKey[] = ["unread_rest", "unread_sent", "unread_kept", "unread_verdict"];

function step(number: number, title: string, ...content: Node[]): HTMLElement {
  const heading = el("h2", { id: `step${number}` }, el("span", { class: "number", "aria-hidden": "true" }, String(number)), title);
  return el("section", { class: "step", "aria-labelledby": `step${number}` }, heading, ...content);
}

function points(sentences: readonly string[]): HTMLElement {
  return el("ul", { class: "points" }, ...sentences.map((sentence) => el("li", {}, sentence)));
}

async function show(): Promise<void> {
  const say = sayFor(await settingsOwner.read());
  introduce(say, say("welcome_title"));
  const text = textTrial(client, say, () => rules);
  const photo = photoTrial(client, say, () => rules);
  const companion = companionCard(client, say, (hello) => {
    rules = hello?.rules ?? [];
    if (hello) text.check();
  });
  byId("main").replaceChildren(
    el("h1", {}, drawing(...MARK), say("welcome_title")),
    el("p", { class: "lead" }, say("welcome_lead")),
    step(1, say("welcome_read"), points([...IS_READ.map((key) => say(key)), say("read_where", { places: listed(placesRead(say), say) })])),
    step(2, say("welcome_unread"), points(IS_NOT_READ.map((key) => say(key)))),
    step(3, say("welcome_try"), companion.element, text.element, photo),
    el(
      "p",
      { class: "buttons" },
      button(say("popup_options"), () => void chrome.runtime.openOptionsPage(), { class: "primary" }),
    ),
  );
  await companion.test();
}

void show();
