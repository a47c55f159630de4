/**
 * The review: one photo with what was found in it, and the choice between masking, attaching as it is and giving up.
 * The only place that takes the focus, because a photo waits for it. Boxes are upright full-size pixels throughout.
 */
import { CROSS, drawing, el, MARK } from "./elements.ts";
import { onPress, type Surface } from "./surface.ts";
import type { FindingInPhoto, RuleEntry } from "../wire/messages.ts";
import type { Say } from "../words.ts";

export type Box = [number, number, number, number];

export interface ReviewedPhoto {
  file: File;
  /** Which photo of how many. */
  place: { number: number; of: number };
  width: number;
  height: number;
  findings: readonly FindingInPhoto[];
  /** What could not be looked at, in words. */
  unchecked: readonly string[];
  /** Set when the photo could not be checked at all: there is nothing to mask then. */
  trouble: { title: string; remedy: string } | null;
}

export type Choice = { kind: "mask"; boxes: Box[] } | { kind: "as_is" } | { kind: "cancel" };

export interface Review {
  /** Opens for one photo and resolves to the doctor's choice. `mask` does the work while the review shows it. */
  open(photo: ReviewedPhoto, near: Element, mask: (boxes: Box[]) => Promise<void>): Promise<Choice>;
}

/** A box the doctor can switch off. Moving and adding boxes will work on this value too. */
interface Mark {
  box: Box;
  rule: string;
  covered: boolean;
}

const DWELL_MS = 400;

export function createReview(
  surface: Surface,
  say: () => Say,
  rules: () => readonly RuleEntry[],
  themeOf: () => "light" | "dark",
): Review {
  const panel = el("div", { popover: "manual", class: "card review", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", tabindex: "-1" });
  surface.root.append(panel);

  async function open(photo: ReviewedPhoto, near: Element, mask: (boxes: Box[]) => Promise<void>): Promise<Choice> {
    const before = document.activeElement;
    const words = say();
    const marks: Mark[] = photo.findings.flatMap(({ box, rule, strength }) =>
      box ? [{ box: [...box] as Box, rule, covered: strength !== "hint" }] : [],
    );
    const picture = await draw(photo.file);

    return new Promise((resolve) => {
      const opened = performance.now();
      panel.dataset["theme"] = themeOf();
      panel.lang = words.language;

      const finish = (choice: Choice): void => {
        surface.close(panel);
        panel.replaceChildren();
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        resolve(choice);
      };
      const decided = (button: HTMLButtonElement, act: () => void): void => {
        onPress(button, () => {
          if (performance.now() - opened >= DWELL_MS && surface.isUncovered(button)) act();
        });
      };

      const failure = el("p", { class: "failure", role: "alert" });
      const attachAsIs = el("button", { type: "button", class: "plain" }, words("photo_as_is"));
      const giveUp = el("button", { type: "button", class: "plain" }, words("cancel"));
      decided(attachAsIs, () => finish({ kind: "as_is" }));
      onPress(giveUp, () => finish({ kind: "cancel" }));
      const buttons = [giveUp, attachAsIs];
      if (photo.trouble === null) {
        const maskIt = el("button", { type: "button", class: "primary" }, words(marks.length > 0 ? "photo_mask" : "photo_strip"));
        decided(maskIt, () => {
          const boxes = marks.filter(({ covered }) => covered).map(({ box }) => box);
          for (const button of [maskIt, attachAsIs]) button.disabled = true;
          maskIt.textContent = words("photo_masking");
          failure.textContent = "";
          mask(boxes).then(
            () => finish({ kind: "mask", boxes }),
            () => {
              for (const button of [maskIt, attachAsIs]) button.disabled = false;
              maskIt.textContent = words("photo_mask");
              failure.textContent = words("photo_mask_failed");
            },
          );
        });
        buttons.push(maskIt);
      }

      const close = el("button", { type: "button", class: "icon", "aria-label": words("cancel") }, drawing(...CROSS));
      onPress(close, () => finish({ kind: "cancel" }));
      const title = photo.trouble?.title ?? words("photo_title");
      const count = photo.place.of > 1 ? [el("span", { class: "count" }, words("photo_count", photo.place))] : [];
      panel.replaceChildren(
        el("header", {}, drawing(...MARK), el("h2", { id: "title" }, title), ...count, close),
        el("div", { class: "body" }, stage(photo, marks, picture, words), notes(photo, marks, words)),
        failure,
        el("footer", {}, ...buttons),
      );
      surface.open(panel, near, (event) => {
        if (event.key === "Escape") {
          finish({ kind: "cancel" });
          return true;
        }
        return event.key === "Tab" && keepInside(event.shiftKey);
      });
      (buttons.at(-1) ?? giveUp).focus({ preventScroll: true });
    });
  }

  /** Keeps Tab among the controls of the review; true when it would have left. */
  function keepInside(backwards: boolean): boolean {
    const controls = [...panel.querySelectorAll<HTMLElement>("button:not(:disabled)")];
    const [first, last] = [controls[0], controls.at(-1)];
    if (surface.root.activeElement !== (backwards ? first : last)) return false;
    (backwards ? last : first)?.focus();
    return true;
  }

  function stage(photo: ReviewedPhoto, marks: Mark[], picture: HTMLCanvasElement | null, words: Say): HTMLElement {
    if (picture === null) return el("p", { class: "note no-picture" }, words("photo_no_preview"));
    const frame = el("div", { class: "stage" }, picture);
    frame.style.aspectRatio = `${picture.width} / ${picture.height}`;
    frame.style.setProperty("--ratio", String(picture.width / picture.height));
    const share = (part: number, whole: number): string => `${(100 * part) / whole}%`;
    marks.forEach((mark, place) => {
      const [x, y, w, h] = mark.box;
      const box = el("button", { type: "button", class: "box" });
      Object.assign(box.style, {
        left: share(x, photo.width),
        top: share(y, photo.height),
        width: share(w, photo.width),
        height: share(h, photo.height),
      });
      const label = (): void => {
        box.setAttribute("aria-pressed", String(mark.covered));
        box.setAttribute("aria-label", words("photo_box", { number: place + 1 }));
        box.title = words(mark.covered ? "photo_box_on" : "photo_box_off");
      };
      label();
      onPress(box, () => {
        mark.covered = !mark.covered;
        label();
      });
      frame.append(box);
    });
    return frame;
  }

  function notes(photo: ReviewedPhoto, marks: Mark[], words: Say): HTMLElement {
    const lines = [...new Set(photo.findings.map(({ rule }) => rule))].map((id) => {
      const rule = rules().find((one) => one.id === id);
      return el("p", { class: "line" }, rule?.[words.language].line ?? words("reason_unknown"));
    });
    const aside = el("div", { class: "notes" }, ...lines);
    if (photo.trouble) aside.append(el("p", { class: "line" }, photo.trouble.remedy));
    if (photo.unchecked.length > 0) {
      aside.append(el("p", { class: "note" }, words("photo_unchecked", { what: photo.unchecked.join(", ") })));
    }
    if (marks.length > 0) aside.append(el("p", { class: "note" }, words("photo_how")));
    if (photo.trouble === null) aside.append(el("p", { class: "note" }, words("photo_stays")));
    return aside;
  }

  return { open };
}

/** The longest side of a preview, in pixels; the companion works on the whole photo. */
const PREVIEW = 1600;

/** Draws the photo upright on a canvas, which no content policy of the page forbids; null when it cannot be decoded. */
async function draw(file: File): Promise<HTMLCanvasElement | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, PREVIEW / Math.max(bitmap.width, bitmap.height));
    const canvas = el("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}
