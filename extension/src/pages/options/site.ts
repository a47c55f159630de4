/** The card of one place: its switch, its pause, and what is tuned there. */
import { el } from "../../panel/elements.ts";
import { FAMILIES, ON_PHOTO, ON_POST, PAUSE_MS, SENSITIVITIES, type PlaceName } from "../../settings.ts";
import { actionRow, button, choiceRow, switchRow, tickRow } from "../controls.ts";
import { timeOf } from "../speaking.ts";
import type { OptionsPage } from "./page.ts";

export function siteCard(place: PlaceName, page: OptionsPage): HTMLElement {
  const { say, save, lockOf } = page;
  const site = page.known.settings.sites[place];
  const at = (field: string): { id: string; lock: string | null } => ({
    id: `sites.${place}.${field}`,
    lock: lockOf(`sites.${place}.${field}`),
  });

  const families = FAMILIES.map((family) =>
    tickRow(
      { ...at(`families.${family}`), label: say(`family_${family}`), hint: say(`family_${family}_hint`) },
      site.families[family],
      (on) => void save((next) => (next.sites[place].families[family] = on)),
    ),
  );

  // a pause that is running is in sight; to begin one is not, so that the page stays short
  const isPaused = site.on && site.pausedUntil > Date.now();
  const tuned = el(
    "details",
    { id: `details.${place}` },
    el("summary", { id: `summary.${place}` }, say("options_tune")),
    ...(site.on && !isPaused ? [pauseRow(place, page)] : []),
    el("fieldset", {}, el("legend", {}, say("options_families")), ...families),
    choiceRow(
      { ...at("sensitivity"), label: say("options_sensitivity"), hint: say("options_sensitivity_hint") },
      SENSITIVITIES.map((choice) => [choice, say(`sensitivity_${choice}`)] as const),
      site.sensitivity,
      (choice) => void save((next) => (next.sites[place].sensitivity = choice)),
    ),
    choiceRow(
      { ...at("onPost"), label: say("options_on_post"), hint: say("options_on_post_hint") },
      ON_POST.map((choice) => [choice, say(`on_post_${choice}`)] as const),
      site.onPost,
      (choice) => void save((next) => (next.sites[place].onPost = choice)),
    ),
    choiceRow(
      { ...at("photos"), label: say("options_photos"), hint: say("options_photos_hint") },
      ON_PHOTO.map((choice) => [choice, say(`photos_${choice}`)] as const),
      site.photos,
      (choice) => void save((next) => (next.sites[place].photos = choice)),
    ),
  );

  const label = say(`site_${place}`);
  const name = say("popup_on_here", { site: label });
  return el(
    "section",
    { class: "group site", "aria-label": label },
    switchRow({ ...at("on"), label, name, hint: say(`options_on_${place}`) }, site.on, (on) => {
      void save((next) => (next.sites[place].on = on)).then(page.draw);
    }),
    ...(isPaused ? [pauseRow(place, page)] : []),
    tuned,
  );
}

function pauseRow(place: PlaceName, { known, say, save, draw }: OptionsPage): HTMLElement {
  const { pausedUntil } = known.settings.sites[place];
  const paused = pausedUntil > Date.now();
  const set = (until: number): void => void save((next) => (next.sites[place].pausedUntil = until)).then(draw);
  const id = `pause.${place}`;
  const describe = { id, "aria-describedby": `${id}-hint` };
  return paused
    ? actionRow(
        [el("p", { id: `${id}-hint`, class: "state paused" }, say("paused_until", { time: timeOf(pausedUntil, say) }))],
        button(say("resume"), () => set(0), describe),
      )
    : actionRow(
        [el("p", { id: `${id}-hint` }, say("options_pause_hint"))],
        button(say("pause_hour"), () => set(Date.now() + PAUSE_MS), describe),
      );
}
