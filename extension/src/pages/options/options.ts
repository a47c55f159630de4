/** The settings page. Every control saves at once and says so. */
import { drawing, el, MARK } from "../../panel/elements.ts";
import { troubleWords } from "../../panel/speech.ts";
import { LANGUAGES, ON_POST, settingsOwner, type Settings } from "../../settings.ts";
import { SITE_NAMES, type SiteName } from "../../sites/site.ts";
import { createClient, troubleOf } from "../../wire/client.ts";
import type { HelloAnswer, StatusAnswer } from "../../wire/messages.ts";
import { speak, type Say, type WordKey } from "../../words.ts";
import { byId, choiceRow, switchRow } from "../controls.ts";

const client = createClient();
const SAVED_MS = 1_500;
let saying: ReturnType<typeof setTimeout> | undefined;

function sayFor(settings: Settings): Say {
  return speak(settings.language, chrome.i18n.getUILanguage());
}

async function save(change: (settings: Settings) => void): Promise<Settings> {
  const settings = await settingsOwner.change(change);
  const saved = byId("saved");
  saved.textContent = sayFor(settings)("saved");
  clearTimeout(saying);
  saying = setTimeout(() => (saved.textContent = ""), SAVED_MS);
  return settings;
}

function siteGroup(name: SiteName, settings: Settings, say: Say): HTMLElement {
  const site = settings.sites[name];
  return el(
    "section",
    { class: "group", "aria-label": say(`site_${name}`) },
    el("h3", {}, say(`site_${name}`)),
    switchRow({ label: say("options_on"), hint: say(`options_on_${name}`) }, site.on, (on) => {
      void save((next) => (next.sites[name].on = on));
    }),
    choiceRow(
      { label: say("options_on_post"), hint: say("options_on_post_hint") },
      ON_POST.map((choice) => [choice, say(`on_post_${choice}`)] as const),
      site.onPost,
      (choice) => void save((next) => (next.sites[name].onPost = choice)),
    ),
  );
}

function languageGroup(settings: Settings, say: Say): HTMLElement {
  return el(
    "section",
    { class: "group", "aria-label": say("options_language") },
    choiceRow(
      { label: say("options_language_label"), hint: say("options_language_hint") },
      LANGUAGES.map((choice) => [choice, say(`language_${choice}`)] as const),
      settings.language,
      (choice) => void save((next) => (next.language = choice)).then(draw),
    ),
  );
}

function companionGroup(say: Say): HTMLElement {
  const result = el("div", { role: "status" });
  const test = el("button", { type: "button" }, say("companion_test"));
  const run = async (): Promise<void> => {
    test.disabled = true;
    client.tryAgain();
    result.replaceChildren(el("p", {}, say("companion_testing")));
    const began = performance.now();
    try {
      const hello = await client.hello();
      const ms = Math.round(performance.now() - began);
      result.replaceChildren(...answered(hello, await client.status(), ms, say));
    } catch (error) {
      const { title, remedy } = troubleWords(troubleOf(error), say);
      result.replaceChildren(el("h3", {}, title), el("p", {}, remedy));
    }
    test.disabled = false;
  };
  test.addEventListener("click", () => void run());
  void run();
  return el(
    "section",
    { class: "group", "aria-label": say("options_companion") },
    el("div", { class: "row" }, el("p", {}, say("options_companion_hint")), test),
    result,
  );
}

/** Models as the companion names them -> what they look for. */
const MODEL_WORDS: Readonly<Record<string, WordKey>> = {
  remarks: "model_remarks",
  identity: "model_identity",
  heads: "model_heads",
  writing: "model_writing",
};

function answered(hello: HelloAnswer, status: StatusAnswer, ms: number, say: Say): HTMLElement[] {
  const models = hello.models.map(({ name, version, usable }) =>
    el(
      "li",
      {},
      el("span", {}, say(MODEL_WORDS[name] ?? "model_other"), " ", el("small", {}, `${name} ${version}`)),
      el("span", {}, say(usable ? "model_usable" : "model_unusable")),
    ),
  );
  return [
    el("h3", {}, say("companion_ok", { ms })),
    el("p", {}, say("companion_version", { companion: status.companion, memory: Math.round(status.memory_mb) })),
    el("ul", { class: "models", "aria-label": say("models") }, ...models),
  ];
}

function draw(settings: Settings): void {
  const say = sayFor(settings);
  document.documentElement.lang = say.language;
  document.title = say("options_title");
  byId("main").replaceChildren(
    el("h1", {}, drawing(...MARK), say("options_title")),
    el("p", { class: "lead" }, say("options_lead")),
    el("h2", {}, say("options_sites")),
    ...SITE_NAMES.map((name) => siteGroup(name, settings, say)),
    el("h2", {}, say("options_language")),
    languageGroup(settings, say),
    el("h2", {}, say("options_companion")),
    companionGroup(say),
  );
}

void settingsOwner.read().then(draw);
