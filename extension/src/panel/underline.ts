/**
 * Underlines words in a composer. The lines are drawn in the closed shadow root, over the page: the editor's own
 * elements stay as they are. `CSS.highlights` would be simpler, but it is one registry for every script of the page,
 * which could read there what was found (seen in Chromium 156: a page lists the ranges that a content script put in).
 */
import { el } from "./elements.ts";
import type { Rect } from "./place.ts";
import type { Surface } from "./surface.ts";
import type { Tone } from "./banner.ts";

/** Words of one tone, each node's part of them as one range. */
export interface Underlined {
  readonly ranges: readonly Range[];
  readonly tone: Tone;
}

export interface Underlines {
  /** Underlines `marks` in place of what was underlined before; `editors` hold them, `near` is their composer. */
  show(marks: readonly Underlined[], editors: readonly HTMLElement[], near: HTMLElement): void;
  /** The editors have changed: in the frame that shows it, lines go with their words, and away where these are not left. */
  edited(): void;
  hide(): void;
}

/** More rectangles than this are not drawn: each is measured again on every scroll. */
const MOST = 200;
/** So long after a key it is asked whether something of the page, a list say, has opened over the words. */
const AFTER_KEY_MS = 100;

/** One node's part of what is underlined. */
interface Piece {
  readonly range: Range;
  readonly tone: Tone;
  readonly editor: HTMLElement;
  /** What it says, and where in a text how long; null for a picture, which its range follows by itself. */
  readonly words: Words | null;
  /** Whether something of the page lay over it when that was last asked. */
  isCovered: boolean;
}

interface Words {
  readonly node: Text;
  readonly said: string;
  start: number;
  length: number;
}

type Line = Rect & { readonly tone: Tone };

export function createUnderlines(surface: Surface, themeOf: () => "light" | "dark"): Underlines {
  const sheet = el("div", { popover: "manual", class: "underlines", "aria-hidden": "true" });
  surface.root.append(sheet);
  let pieces: Piece[] = [];
  let editors: readonly HTMLElement[] = [];
  /** The elements that can cut something of an editor away. */
  let frames = new Map<HTMLElement, readonly Element[]>();
  /** The lines as they are drawn, in one word. */
  let drawn = "";
  let isThorough = false;
  let afterKey: ReturnType<typeof setTimeout> | undefined;
  let over: AbortController | null = null;

  // an observer that is new to an element speaks in the next frame, between its layout and its painting: what is
  // measured there costs no layout of its own, and what is drawn there comes no frame too late
  const laidOut = new ResizeObserver(() => {
    laidOut.disconnect();
    draw(isThorough);
  });
  const soon = (): void => laidOut.observe(document.documentElement);
  const follow = (): void => {
    isThorough = true;
    soon();
  };
  const followKey = (): void => {
    clearTimeout(afterKey);
    afterKey = setTimeout(follow, AFTER_KEY_MS);
  };
  const sizes = new ResizeObserver(() => draw(true));

  /** Draws the lines where their words stand; what lies over them, which costs most to find, only if it is `thorough`. */
  function draw(thorough: boolean): void {
    isThorough = false;
    if (thorough) frames = new Map(editors.map((editor) => [editor, [editor, ...framesOf(editor)]]));
    const clips = new Map(Array.from(frames, ([editor, boxes]) => [editor, visiblePart(boxes)]));
    const lines: Line[] = [];
    for (const piece of pieces) {
      const clip = clips.get(piece.editor);
      if (!clip || !isLeft(piece)) continue;
      const parts = Array.from(piece.range.getClientRects(), (rect) => inside(rect, clip)).filter((part) => part !== null);
      const clear = thorough ? parts.filter((part) => isClear(part, piece.editor)) : piece.isCovered ? [] : parts;
      if (thorough) piece.isCovered = clear.length < parts.length;
      lines.push(...clear.slice(0, MOST - lines.length).map((part) => ({ ...part, tone: piece.tone })));
    }
    const now = JSON.stringify(lines);
    if (now === drawn) return;
    drawn = now;
    sheet.replaceChildren(...lines.map(element));
  }

  return {
    show(marks, within, near) {
      if (over === null) {
        over = new AbortController();
        const how = { capture: true, passive: true, signal: over.signal };
        for (const type of ["scroll", "resize", "pointerup"]) window.addEventListener(type, follow, how);
        window.addEventListener("keyup", followKey, how);
      }
      if (within.length !== editors.length || within.some((editor, place) => editor !== editors[place])) {
        sizes.disconnect();
        for (const editor of within) sizes.observe(editor);
        editors = within;
      }
      pieces = marks.flatMap(({ ranges, tone }) => ranges.flatMap((range) => pieceOf(range, tone, within) ?? []));
      sheet.dataset["theme"] = themeOf();
      surface.open(sheet, near, () => false);
      draw(true);
    },

    edited() {
      if (over !== null) soon();
    },

    hide() {
      if (over === null) return;
      over.abort();
      over = null;
      pieces = [];
      editors = [];
      frames.clear();
      sizes.disconnect();
      laidOut.disconnect();
      clearTimeout(afterKey);
      drawn = "";
      sheet.replaceChildren();
      surface.close(sheet);
    },
  };
}

function element({ left, right, bottom, tone }: Line): HTMLElement {
  const line = el("i");
  line.dataset["tone"] = tone;
  line.style.transform = `translate(${left}px, ${bottom - 2}px)`;
  line.style.width = `${right - left}px`;
  return line;
}

function pieceOf(range: Range, tone: Tone, editors: readonly HTMLElement[]): Piece | null {
  const { startContainer: node, startOffset: start, endOffset } = range;
  const editor = editors.find((one) => one.contains(node));
  if (!editor) return null;
  const words = node instanceof Text ? { node, said: node.data.slice(start, endOffset), start, length: node.data.length } : null;
  return { range, tone, editor, words, isCovered: false };
}

/** Whether the words of `piece` still stand in their node, before or behind what has changed there; finds them again. */
function isLeft({ range, words }: Piece): boolean {
  if (words === null) return true;
  const { node, said, start, length } = words;
  const at = [start, start + node.data.length - length].find((place) => place >= 0 && node.data.startsWith(said, place));
  if (at === undefined) return false;
  words.start = at;
  words.length = node.data.length;
  // an editor that writes its node anew has moved the ends of the range
  if (range.startOffset !== at || range.endOffset !== at + said.length) {
    range.setStart(node, at);
    range.setEnd(node, at + said.length);
  }
  return true;
}

/** What of `rect` is to be underlined: the part inside `clip`. */
function inside(rect: Rect, clip: Rect): Rect | null {
  const [left, right] = [Math.max(rect.left, clip.left), Math.min(rect.right, clip.right)];
  if (right - left < 1 || rect.bottom > clip.bottom + 2 || rect.bottom < clip.top + 4) return null;
  return { left, right, top: rect.top, bottom: rect.bottom };
}

/** Whether nothing else of the page lies where the line would be. */
function isClear({ left, right, bottom }: Rect, editor: HTMLElement): boolean {
  const hit = document.elementFromPoint((left + right) / 2, bottom - 2);
  return hit !== null && editor.contains(hit);
}

/** The ancestors of `editor` that scroll or cut away what is in them. */
function framesOf(editor: HTMLElement): Element[] {
  const found: Element[] = [];
  for (let box = editor.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflow !== "visible") found.push(box);
  }
  return found;
}

/** What `boxes` have in common. */
function visiblePart(boxes: readonly Element[]): Rect {
  const all = boxes.map((box) => box.getBoundingClientRect());
  return {
    left: Math.max(...all.map(({ left }) => left)),
    top: Math.max(...all.map(({ top }) => top)),
    right: Math.min(...all.map(({ right }) => right)),
    bottom: Math.min(...all.map(({ bottom }) => bottom)),
  };
}
