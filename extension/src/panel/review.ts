/**
 * The review: the photos and videos of one choice with what was found in them, and the decision between masking, attaching as they
 * are and giving up. The only place that takes the focus, because the photos wait for it.
 */
import type { Box } from "./boxes.ts";
import { rememberCaret } from "./caret.ts";
import { CROSS, drawing, MARK } from "./elements.ts";
import { draw, type Picture } from "./picture.ts";
import { el, say as put } from "./said.ts";
import { boxesFor, coveredIn, createStage, type Mark, type Stage } from "./stage.ts";
import { onPress, type Surface } from "./surface.ts";
import type { FindingInPhoto, RuleEntry } from "../wire/messages.ts";
import type { Say } from "../words.ts";

export interface ReviewedPhoto {
  kind: "photo" | "video";
  file: File;
  /** What is shown of it: a photo itself, of a video a still; null when there is none. */
  picture: Blob | null;
  width: number;
  height: number;
  findings: readonly FindingInPhoto[];
  /** What could not be looked at, in words. */
  unchecked: readonly string[];
  /** Set when the photo could not be checked at all: there is nothing to mask then. */
  trouble: { title: string; remedy: string } | null;
  /** Whether it goes along with the others unless the doctor says otherwise. */
  goesAlong: boolean;
}

/** What becomes of one photo; masking without a box takes out what the file carries unseen. */
export type Decision = { kind: "mask"; boxes: Box[] } | { kind: "as_is" } | { kind: "leave_out" };

/** How far the masking is: photos that are done, and the share that is done of a video. */
export interface Masking {
  step(done: number): void;
  share(share: number): void;
}

/** Carries decisions out. */
export type CarryOut = (decisions: readonly Decision[], masking: Masking, signal: AbortSignal) => Promise<void>;

export interface Review {
  /** Opens for `photos` and resolves to one decision a photo once they are carried out, or null when it is given up. */
  open(photos: readonly ReviewedPhoto[], near: Element, carryOut: CarryOut): Promise<Decision[] | null>;
}

/** One photo under review. */
interface Sheet {
  photo: ReviewedPhoto;
  marks: Mark[];
  picture: Picture | null;
  stage: Stage | null;
  isIn: boolean;
  /** The brush is in hand. */
  isPainting: boolean;
}

const DWELL_MS = 400;
/** What a file carries unseen. */
const UNSEEN = new Set(["metadata", "location"]);

export function createReview(
  surface: Surface,
  say: () => Say,
  rules: () => readonly RuleEntry[],
  themeOf: () => "light" | "dark",
): Review {
  // a section, so that its header and footer are not taken for the page's
  const panel = el("section", { popover: "manual", class: "card review", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", tabindex: "-1" });
  surface.root.append(panel);

  function lineOf(id: string): string {
    const words = say();
    return rules().find((one) => one.id === id)?.[words.language].line ?? words("reason_unknown");
  }

  async function sheetOf(photo: ReviewedPhoto): Promise<Sheet> {
    const marks = photo.findings.flatMap(({ box, rule, strength }) =>
      box ? [{ box: [...box] as Box, line: lineOf(rule), isCovered: strength !== "hint" }] : [],
    );
    return { photo, marks, picture: photo.picture && (await draw(photo.picture)), stage: null, isIn: photo.goesAlong, isPainting: false };
  }

  async function open(photos: readonly ReviewedPhoto[], near: Element, carryOut: CarryOut): Promise<Decision[] | null> {
    const caretBack = rememberCaret();
    const sheets = await Promise.all(photos.map(sheetOf));
    const only = sheets.length === 1 ? sheets[0] : undefined;
    const hasVideo = photos.some(({ kind }) => kind === "video");
    // without a companion there is nothing to tell one photo from another
    if (sheets.every(({ isIn }) => !isIn)) for (const sheet of sheets) sheet.isIn = true;
    const words = say();

    return new Promise((resolve) => {
      const opened = performance.now();
      const work = new AbortController();
      let current = sheets.find(({ marks, photo }) => coveredIn(marks).length > 0 || photo.trouble !== null) ?? sheets[0];
      let isUncovered = false;
      let isMasking = false;
      panel.dataset["theme"] = themeOf();
      panel.lang = words.language;

      const live = el("p", { class: "unseen", role: "status" });
      const failure = el("p", { class: "failure", role: "alert" });
      const body = el("div", { class: "body" });
      const strip = el("div", { class: "strip", role: "group", "aria-label": words("photos") });
      const title = el("h2", { id: "title" });
      const count = el("span", { class: "count" });

      const finish = (decisions: Decision[] | null): void => {
        work.abort();
        sizes.disconnect();
        surface.close(panel);
        panel.replaceChildren();
        caretBack();
        resolve(decisions);
      };
      const button = (kind: string, label: string, act: () => void): HTMLButtonElement => {
        const made = el("button", { type: "button", class: kind }, label);
        onPress(made, act);
        return made;
      };
      /** Publishes or discards nothing before it can have been read, nor when something lies over it. */
      const decided = (made: () => HTMLButtonElement, act: () => void) => (): void => {
        if (!surface.isUncovered(made())) surface.raise(panel);
        else if (performance.now() - opened >= DWELL_MS) act();
      };

      const giveUp = button("plain", words("cancel"), () => finish(null));
      const asIs: HTMLButtonElement = button(
        "plain",
        words(only ? "photo_as_is" : "photos_as_is"),
        decided(() => asIs, () => finish(sheets.map(({ isIn }) => ({ kind: isIn ? "as_is" : "leave_out" })))),
      );
      const maskIt: HTMLButtonElement = button("primary", "", decided(() => maskIt, () => void mask()));

      async function mask(): Promise<void> {
        const decisions = sheets.map(decisionOn);
        const total = decisions.filter(({ kind }) => kind === "mask").length;
        let done = 0;
        const tell = (share?: number): void => {
          const label = total > 1 ? words("photos_masking", { done: Math.min(done + 1, total), of: total }) : words("photo_masking");
          put(maskIt, share === undefined ? label : words("video_share", { what: label, percent: Math.round(100 * share) }));
        };
        setMasking(true);
        put(failure, "");
        tell();
        const step = (now: number): void => {
          done = now;
          tell();
        };
        try {
          await carryOut(decisions, { step, share: tell }, work.signal);
          if (!work.signal.aborted) finish(decisions);
        } catch {
          if (work.signal.aborted) return;
          setMasking(false);
          put(failure, words("photo_mask_failed"));
          relabel();
        }
      }

      /** What is being covered is what was decided: nothing more can be drawn until it is done, only given up. */
      function setMasking(now: boolean): void {
        isMasking = now;
        body.inert = strip.inert = now;
        // not `disabled`, which would take the focus away
        for (const one of [maskIt, asIs]) one.setAttribute("aria-disabled", String(now));
      }

      /** What depends on the boxes: the button's name, and the tools. */
      function relabel(): void {
        const boxes = sheets.reduce((sum, { marks, isIn }) => sum + (isIn ? coveredIn(marks).length : 0), 0);
        const cleans = sheets.some((sheet) => decisionOn(sheet).kind === "mask");
        put(maskIt, words(boxes > 0 ? "photo_mask" : cleans ? "photo_clean" : "photos_attach"));
        maskIt.hidden = sheets.every(({ photo }) => photo.trouble !== null);
        for (const one of [maskIt, asIs]) one.disabled = sheets.every(({ isIn }) => !isIn);
        for (const tool of panel.querySelectorAll<HTMLButtonElement>("[data-tool='remove']")) {
          tool.disabled = !panel.querySelector("[data-in-hand]");
        }
        strip.replaceChildren(...(only ? [] : sheets.map(frameOf)));
      }

      function frameOf(sheet: Sheet, place: number): HTMLElement {
        const number = { number: place + 1, of: sheets.length };
        const boxes = coveredIn(sheet.marks).length;
        const state = sheet.photo.trouble
          ? words("photo_state_unchecked")
          : words(boxes === 1 ? "photo_state_box" : "photo_state_boxes", { count: boxes });
        const label = `${words("photo_count", number)}. ${sheet.isIn ? state : words("photo_state_out")}`;
        const frame = button("frame", "", () => show(sheet));
        frame.setAttribute("aria-label", label);
        if (sheet === current) frame.setAttribute("aria-current", "true");
        frame.toggleAttribute("data-out", !sheet.isIn);
        const mark = sheet.photo.trouble ? "!" : boxes > 0 ? String(boxes) : "";
        frame.append(sheet.picture?.small ?? el("span", { class: "blank" }), ...(mark ? [el("span", { class: "tally", "aria-hidden": "true" }, mark)] : []));
        return frame;
      }

      function show(sheet: Sheet): void {
        const hadFocus = strip.contains(surface.root.activeElement);
        current = sheet;
        const place = { number: sheets.indexOf(sheet) + 1, of: sheets.length };
        const about = only ? (hasVideo ? "video_title" : "photo_title") : hasVideo ? "files_title" : "photos_title";
        put(title, sheet.photo.trouble?.title ?? words(about));
        put(count, only ? "" : words("photo_count", place));
        if (sheet.picture && sheet.photo.trouble === null) {
          sheet.stage ??= createStage(sheet.photo, sheet.marks, sheet.picture.preview, {
            surface,
            say: words,
            changed: relabel,
            tell: (what) => put(live, what),
            refuge: () => (maskIt.hidden ? asIs : maskIt),
          });
        }
        sheet.stage?.uncover(isUncovered);
        body.replaceChildren(desk(sheet), notes(sheet, words));
        relabel();
        if (hadFocus) strip.querySelector<HTMLElement>("[aria-current]")?.focus();
      }

      /** The picture and its tools. */
      function desk(sheet: Sheet): HTMLElement {
        if (sheet.picture === null) return el("p", { class: "note no-picture" }, words("photo_no_preview"));
        const { stage } = sheet;
        if (stage === null) return el("div", { class: "desk" }, plain(sheet.picture.preview));
        const uncover = button("tool", words("photo_uncover"), () => {
          isUncovered = !isUncovered;
          uncover.setAttribute("aria-pressed", String(isUncovered));
          stage.uncover(isUncovered);
        });
        uncover.setAttribute("aria-pressed", String(isUncovered));
        const remove = button("tool", words("photo_box_remove"), () => void stage.remove());
        remove.dataset["tool"] = "remove";
        const brush = button("tool", words("photo_brush"), () => {
          sheet.isPainting = !sheet.isPainting;
          brush.setAttribute("aria-pressed", String(sheet.isPainting));
          stage.paint(sheet.isPainting);
        });
        brush.setAttribute("aria-pressed", String(sheet.isPainting));
        const add = button("tool", words("photo_box_add"), () => stage.add());
        const tools = el("div", { class: "tools" }, add, brush, remove, uncover);
        return el("div", { class: "desk" }, stage.element, tools);
      }

      function plain(canvas: HTMLCanvasElement): HTMLElement {
        const frame = el("div", { class: "stage" }, canvas);
        frame.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
        frame.style.setProperty("--ratio", String(canvas.width / canvas.height));
        return frame;
      }

      function notes({ photo, stage }: Sheet, say: Say): HTMLElement {
        const isVideo = photo.kind === "video";
        const lines = [...new Set(photo.findings.map(({ rule }) => rule))].map((id) =>
          el("p", { class: "line" }, lineOf(id).replace(/\.?$/, `${whenIn(photo, id)}.`)),
        );
        const aside = el("div", { class: "notes" }, ...lines);
        const note = (text: string, kind = "note"): void => aside.append(el("p", { class: kind }, text));
        if (photo.trouble) note(photo.trouble.remedy, "line");
        else if (photo.findings.length === 0) note(say(isVideo ? "video_nothing" : "photo_nothing"), "line");
        if (photo.unchecked.length > 0) {
          note(say(isVideo ? "video_unchecked" : "photo_unchecked", { what: photo.unchecked.join(", ") }), "line");
        }
        if (stage) {
          note(say(isVideo ? "video_marks_question" : "photo_marks_question"), "line question");
          if (isVideo) note(say("video_ways"));
          aside.append(el("p", { class: "note", id: "box-keys" }, say("photo_how")));
        }
        if (photo.trouble === null) note(say(isVideo ? "video_stays" : "photo_stays"));
        if (!isVideo) note(say("photo_answers"));
        if (!only) aside.append(choiceOf(photo));
        return aside;
      }

      /** Whether the photo goes along with the others. */
      function choiceOf(photo: ReviewedPhoto): HTMLElement {
        const sheet = sheets.find((one) => one.photo === photo);
        const choice = button("tool", words(photo.kind === "video" ? "video_goes_along" : "photo_goes_along"), () => {
          if (!sheet) return;
          sheet.isIn = !sheet.isIn;
          choice.setAttribute("aria-checked", String(sheet.isIn));
          relabel();
        });
        choice.setAttribute("role", "checkbox");
        choice.setAttribute("aria-checked", String(sheet?.isIn ?? false));
        return choice;
      }

      const close = el("button", { type: "button", class: "icon", "aria-label": words("cancel") }, drawing(...CROSS));
      onPress(close, () => finish(null));
      panel.replaceChildren(
        el("header", {}, drawing(...MARK), title, count, close),
        strip,
        body,
        live,
        failure,
        el("footer", {}, giveUp, asIs, maskIt),
      );
      if (current) show(current);
      const onKey = (event: KeyboardEvent): boolean => {
        if (event.key === "Escape") {
          finish(null);
          return true;
        }
        if (event.key === "Tab") return keepInside(event.shiftKey);
        return !isMasking && (current?.stage?.key(event) ?? false);
      };
      const appear = (): void => {
        surface.open(panel, near, onKey, (event, hit) => {
          if (!isMasking) current?.stage?.pointerDown(event, hit);
        });
        (maskIt.hidden ? asIs : maskIt).focus({ preventScroll: true });
      };
      // a site that closes the dialog around the surface takes the surface with it, and the photos still wait for an
      // answer: removal from the page is a change of size
      const sizes = new ResizeObserver(() => {
        if (!panel.matches(":popover-open")) appear();
      });
      appear();
      sizes.observe(panel);
    });
  }

  /** Keeps Tab among the controls of the review; true when it would have left. */
  function keepInside(backwards: boolean): boolean {
    const controls = [...panel.querySelectorAll<HTMLElement>("button:not(:disabled, [hidden], [inert] *)")];
    const [first, last] = [controls[0], controls.at(-1)];
    if (surface.root.activeElement !== (backwards ? first : last)) return false;
    (backwards ? last : first)?.focus();
    return true;
  }

  return { open };
}

/** What becomes of a photo when the doctor masks: one without a box loses what it carries unseen, if anything. */
function decisionOn({ photo, marks, isIn }: Sheet): Decision {
  if (!isIn) return { kind: "leave_out" };
  if (photo.trouble !== null) return { kind: "as_is" };
  const cleans = photo.findings.some(({ rule }) => UNSEEN.has(rule));
  const boxes = boxesFor(marks, photo);
  return boxes.length > 0 || cleans ? { kind: "mask", boxes } : { kind: "as_is" };
}

/** The seconds of a video in which `rule` was found, in brackets; nothing where it holds for the whole of it. */
function whenIn({ findings }: ReviewedPhoto, rule: string): string {
  const passages = findings.flatMap((one) => (one.rule === rule && one.box && one.seconds ? [one.seconds] : []));
  if (passages.length === 0) return "";
  const from = Math.min(...passages.map(([start]) => start));
  const to = Math.max(...passages.map(([, end]) => end));
  return ` (${clock(from)}–${clock(to)})`;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
