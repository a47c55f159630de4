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
  hide(): void;
}

/** More rectangles than this are not drawn: each is measured again on every scroll. */
const MOST = 200;

export function createUnderlines(surface: Surface, themeOf: () => "light" | "dark"): Underlines {
  const sheet = el("div", { popover: "manual", class: "underlines", "aria-hidden": "true" });
  surface.root.append(sheet);
  let marks: readonly Underlined[] = [];
  let editors: readonly HTMLElement[] = [];
  let frame = 0;
  let over: AbortController | null = null;
  const follow = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  };
  const sizes = new ResizeObserver(follow);

  function draw(): void {
    const lines: HTMLElement[] = [];
    const frames = new Map(editors.map((editor) => [editor, visiblePart(editor)]));
    for (const { ranges, tone } of marks) {
      for (const range of ranges) {
        const editor = editors.find((one) => one.contains(range.startContainer));
        const clip = editor && frames.get(editor);
        if (!clip) continue;
        for (const rect of range.getClientRects()) {
          const line = lineUnder(rect, clip, editor);
          if (line && lines.length < MOST) lines.push(drawn(line, tone));
        }
      }
    }
    sheet.replaceChildren(...lines);
  }

  function drawn({ left, right, bottom }: Rect, tone: Tone): HTMLElement {
    const line = el("i");
    line.dataset["tone"] = tone;
    line.style.transform = `translate(${left}px, ${bottom - 2}px)`;
    line.style.width = `${right - left}px`;
    return line;
  }

  return {
    show(next, within, near) {
      marks = next;
      if (over === null) {
        over = new AbortController();
        const how = { capture: true, passive: true, signal: over.signal };
        // a list of the page that opens over the words does so after a key or a press
        for (const type of ["scroll", "resize", "keyup", "pointerup"]) window.addEventListener(type, follow, how);
      }
      if (within.length !== editors.length || within.some((editor, place) => editor !== editors[place])) {
        sizes.disconnect();
        for (const editor of within) sizes.observe(editor);
        editors = within;
      }
      sheet.dataset["theme"] = themeOf();
      surface.open(sheet, near, () => false);
      draw();
    },

    hide() {
      if (over === null) return;
      over.abort();
      over = null;
      marks = [];
      editors = [];
      sizes.disconnect();
      cancelAnimationFrame(frame);
      sheet.replaceChildren();
      surface.close(sheet);
    },
  };
}

/** What of `rect` is to be underlined: the part inside `clip`, unless something else of the page lies over it. */
function lineUnder(rect: Rect, clip: Rect, editor: HTMLElement): Rect | null {
  const [left, right] = [Math.max(rect.left, clip.left), Math.min(rect.right, clip.right)];
  if (right - left < 1 || rect.bottom > clip.bottom + 2 || rect.bottom < clip.top + 4) return null;
  const hit = document.elementFromPoint((left + right) / 2, rect.bottom - 2);
  return hit !== null && editor.contains(hit) ? { left, right, top: rect.top, bottom: rect.bottom } : null;
}

/** The part of `editor` that no ancestor has scrolled or cut away. */
function visiblePart(editor: HTMLElement): Rect {
  let { left, top, right, bottom } = editor.getBoundingClientRect();
  for (let box = editor.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflow === "visible") continue;
    const around = box.getBoundingClientRect();
    left = Math.max(left, around.left);
    top = Math.max(top, around.top);
    right = Math.min(right, around.right);
    bottom = Math.min(bottom, around.bottom);
  }
  return { left, top, right, bottom };
}
