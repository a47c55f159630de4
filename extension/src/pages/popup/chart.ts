/** The last thirty days as three small rows of bars: counts, and nothing else. */
import { el } from "../../panel/elements.ts";
import { lastDays, onDay, type History } from "../../history.ts";
import { COUNTED } from "../../wire/inner.ts";
import type { Say } from "../../words.ts";

const DAYS = 30;
/** In the drawing's own units: one bar, the gap after it, and how high the highest is. */
const BAR = 3;
const STEP = 4;
const HEIGHT = 16;

const SVG = "http://www.w3.org/2000/svg";

export function chart(history: History, say: Say, today = new Date()): HTMLElement {
  const days = lastDays(DAYS, today);
  const rows = COUNTED.map((outcome) => ({ outcome, counts: days.map((day) => onDay(history, day, outcome)) }));
  const highest = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const heading = el("h2", { id: "chart" }, say("chart_title"));
  if (rows.every(({ counts }) => total(counts) === 0)) {
    return el("section", { class: "chart", "aria-labelledby": "chart" }, heading, el("p", {}, say("chart_empty")));
  }
  const list = rows.map(({ outcome, counts }) => {
    const words = say("chart_row", { what: say(`chart_${outcome}`), total: total(counts), most: Math.max(...counts) });
    return el(
      "li",
      {},
      el("span", {}, say(`chart_${outcome}`)),
      bars(counts, highest, words),
      el("strong", { "aria-hidden": "true" }, String(total(counts))),
    );
  });
  return el("section", { class: "chart", "aria-labelledby": "chart" }, heading, el("ul", {}, ...list));
}

function bars(counts: readonly number[], highest: number, words: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: `0 0 ${counts.length * STEP - (STEP - BAR)} ${HEIGHT}`, role: "img", "aria-label": words };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  counts.forEach((count, place) => {
    const bar = document.createElementNS(SVG, "rect");
    // an empty day keeps a thin foot, so that thirty days can be seen to be thirty
    const height = count === 0 ? 1 : Math.max(3, (count / highest) * HEIGHT);
    const box = { x: place * STEP, y: HEIGHT - height, width: BAR, height };
    for (const [name, value] of Object.entries(box)) bar.setAttribute(name, String(value));
    bar.setAttribute("class", count === 0 ? "none" : "some");
    svg.append(bar);
  });
  return svg;
}
