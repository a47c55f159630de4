/** The popup: how Primum is on this tab, in one sentence; the switch and the pause for this place; the last month. */
import { drawing, el, MARK } from "../../panel/elements.ts";
import { troubleWords } from "../../panel/speech.ts";
import { historyOwner } from "../../history.ts";
import { PAUSE_MS, PLACES, settingsOwner, type Known, type PlaceName } from "../../settings.ts";
import { askTab, createClient, troubleOf, type Trouble } from "../../wire/client.ts";
import type { TabAnswer, TabState } from "../../wire/inner.ts";
import type { Say } from "../../words.ts";
import { actionRow, button, byId, redraw, switchRow } from "../controls.ts";
import { introduce, listed, placesRead, sayFor, timeOf } from "../speaking.ts";
import { chart } from "./chart.ts";

/** Which of three manners a state is shown in, beside its words. */
const MANNERS: Record<TabState, "good" | "bad" | "paused"> = {
  off: "paused",
  paused: "paused",
  ready: "good",
  clear: "good",
  findings: "good",
  unknown: "bad",
  unchecked: "bad",
};

function stateLine(tab: TabAnswer | null, state: TabState | null, known: Known, say: Say): HTMLElement {
  const place = placeOf(tab);
  const until = place ? known.settings.sites[place].pausedUntil : 0;
  const words =
    state === "paused" && until > Date.now() ? say("paused_until", { time: timeOf(until, say) }) : state ? say(`tab_${state}`) : say("tab_elsewhere", { places: listed(placesRead(say), say) });
  return el("p", { class: state ? `state ${MANNERS[state]}` : "state paused", role: "status", id: "state" }, words);
}

function placeOf(tab: TabAnswer | null): PlaceName | null {
  return PLACES.find((name) => name === tab?.site) ?? null;
}

/** What the tab will be once it has heard of a change: asking it at once would be too early. */
function expected(place: PlaceName, known: Known, told: TabState): TabState {
  const { on, pausedUntil } = known.settings.sites[place];
  if (!on) return "off";
  if (pausedUntil > Date.now()) return "paused";
  return told === "off" || told === "paused" ? "ready" : told;
}

async function draw(tab: TabAnswer | null): Promise<void> {
  const [known, history] = await Promise.all([settingsOwner.known(), historyOwner.read()]);
  const say = sayFor(known.settings);
  introduce(say, say("name"));
  const place = placeOf(tab);
  const state = tab && place ? expected(place, known, tab.state) : (tab?.state ?? null);
  redraw(byId("main"), () => void draw(tab), [
    el("h1", {}, drawing(...MARK), say("name")),
    stateLine(tab, state, known, say),
    ...(tab && place ? here(tab, place, known, say) : []),
    ...(known.settings.history.on ? [chart(history, say)] : []),
    button(say("popup_options"), () => void chrome.runtime.openOptionsPage(), { class: "link", id: "options" }),
  ]);
  if (state === "ready") await doubt(say);
}

/** The switch and the pause of one place. */
function here(tab: TabAnswer, place: PlaceName, known: Known, say: Say): HTMLElement[] {
  const { on, pausedUntil } = known.settings.sites[place];
  const change = async (field: { on: boolean } | { pausedUntil: number }): Promise<void> => {
    await settingsOwner.change((next) => Object.assign(next.sites[place], field));
    await draw(tab);
  };
  const lock = known.locked.has(`sites.${place}.on`) ? say("locked") : null;
  const label = say("popup_on_here", { site: say(`site_${place}`) });
  const switched = switchRow({ id: "on", label, lock }, on, (next) => void change({ on: next }));
  if (!on) return [switched];
  const paused = pausedUntil > Date.now();
  const pause = paused
    ? button(say("resume"), () => void change({ pausedUntil: 0 }), { id: "pause" })
    : button(say("pause_hour"), () => void change({ pausedUntil: Date.now() + PAUSE_MS }), { id: "pause" });
  return [switched, actionRow([], pause)];
}

const client = createClient();

/** Why the companion does not answer, if it does not: a tab in which nothing was written yet has not asked it. */
const silence: Promise<Trouble | null> = client.hello().then(() => null, troubleOf);

/** Takes « ready » back where there is nobody to check anything; one that is late is there. */
async function doubt(say: Say): Promise<void> {
  const line = byId("state");
  const trouble = await silence;
  if (trouble === null || trouble === "timed_out" || !line.isConnected) return;
  line.className = `state ${MANNERS.unchecked}`;
  line.textContent = troubleWords(trouble, say).title;
}

void askTab().then(draw);
