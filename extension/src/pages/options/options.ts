/** The settings page. Every control saves at once and says so. */
import { drawing, el, MARK } from "../../panel/elements.ts";
import { historyOwner } from "../../history.ts";
import { LANGUAGES, PLACES, settingsOwner, type Known } from "../../settings.ts";
import { SITE_NAMES, type SiteName } from "../../sites/site.ts";
import { createClient } from "../../wire/client.ts";
import type { RuleEntry } from "../../wire/messages.ts";
import type { Say } from "../../words.ts";
import { companionCard, type CompanionCard } from "../companion.ts";
import { byId, choiceRow, redraw } from "../controls.ts";
import { announce, introduce, listed, sayFor } from "../speaking.ts";
import { allowedGroup } from "./allowed.ts";
import { backupGroup } from "./backup.ts";
import { historyGroup, rulesGroup } from "./kept.ts";
import type { OptionsPage } from "./page.ts";
import { siteCard } from "./site.ts";

const client = createClient();
/** The rules as the companion explains them, once it has answered. */
let rules: readonly RuleEntry[] = [];
/** The companion's card and the language it speaks: it is not asked again at each drawing. */
let companion: { card: CompanionCard; language: string } | null = null;
/** The change that is being stored: the page is not drawn as it was before. */
let storing: Promise<unknown> = Promise.resolve();

function pageOf(known: Known): OptionsPage {
  const say = sayFor(known.settings);
  return {
    known,
    say,
    lockOf: (path) => (known.locked.has(path) ? say("locked") : null),
    draw: () => void show(),
    async save(change) {
      storing = settingsOwner.change(change);
      await storing;
      // a change of language is said in the new one
      announce(sayFor(await settingsOwner.read())("saved"));
    },
  };
}

function languageGroup({ known, say, save, lockOf, draw }: OptionsPage): HTMLElement {
  return el(
    "section",
    { class: "group", "aria-label": say("options_language") },
    choiceRow(
      { id: "language", label: say("options_language_label"), hint: say("options_language_hint"), lock: lockOf("language") },
      LANGUAGES.map((choice) => [choice, say(`language_${choice}`)] as const),
      known.settings.language,
      (choice) => void save((next) => (next.language = choice)).then(draw),
    ),
  );
}

function companionGroup(say: Say): HTMLElement {
  if (companion?.language !== say.language) {
    const card = companionCard(client, say, (hello) => {
      const news = hello?.rules ?? [];
      if (news.length === rules.length) return;
      rules = news;
      void show();
    });
    companion = { card, language: say.language };
    void card.test();
  }
  return companion.card.element;
}

/** Places that have settings but are not read yet: said, never passed over. */
function comingPlaces(say: Say): HTMLElement[] {
  const coming = PLACES.filter((place) => !SITE_NAMES.includes(place as SiteName)).map((place) => say(`site_${place}`));
  if (coming.length === 0) return [];
  return [el("p", { class: "aside" }, say("options_not_yet", { places: listed(coming, say) }))];
}

async function show(): Promise<void> {
  await storing.catch(() => undefined);
  const [known, history] = await Promise.all([settingsOwner.known(), historyOwner.read()]);
  const page = pageOf(known);
  const { say } = page;
  introduce(say, say("options_title"));
  const quieted = rulesGroup(page, history, rules);
  redraw(byId("main"), () => void show(), [
    el("h1", {}, drawing(...MARK), say("options_title")),
    el("p", { class: "lead" }, say("options_lead")),
    ...(known.damaged.length > 0 ? [el("p", { class: "notice" }, say("settings_damaged"))] : []),
    ...(known.locked.size > 0 ? [el("p", { class: "notice" }, say("settings_locked"))] : []),
    ...(known.unusable.length > 0 ? [el("p", { class: "notice" }, say("policy_unusable", { where: listed(known.unusable, say) }))] : []),
    el("h2", {}, say("options_sites")),
    ...PLACES.filter((place) => SITE_NAMES.includes(place as SiteName)).map((place) => siteCard(place, page)),
    ...comingPlaces(say),
    el("h2", {}, say("options_allowed")),
    allowedGroup(page),
    ...(quieted ? [el("h2", {}, say("options_rules")), quieted] : []),
    el("h2", {}, say("options_history")),
    historyGroup(page, history),
    el("h2", {}, say("options_language")),
    languageGroup(page),
    el("h2", {}, say("options_companion")),
    companionGroup(say),
    el("h2", {}, say("options_backup")),
    backupGroup(page),
  ]);
}

// changed elsewhere, in the popup say; what is typed here is not taken away
settingsOwner.onChange(() => {
  if (!document.hasFocus()) void show();
});
void show();
