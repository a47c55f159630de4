/**
 * Holds photos and videos on their way into the page: from a file input, in the page or never put into it, from a drop
 * and from a paste. Every file of one choice goes on together and in its order, photos and videos as they come out of
 * the review, other files untouched. A choice without either is not touched at all.
 */
import type { Site } from "../sites/site.ts";
import { isPlainField, typeInto } from "./insert.ts";
import { pasteEvent, transferWith } from "./transfer.ts";

export interface UploadEnds {
  site: Site;
  /** Whether photos and videos are looked at here; when not, nothing is touched. */
  isOn(): boolean;
  /** Reviews the photos and videos among `files`; resolves to the files to hand on, or null when the doctor gave up. */
  review(files: readonly File[], near: Element): Promise<File[] | null>;
  /** Aborted when this work on the page is over: another may take its place. */
  over: AbortSignal;
}

export interface Uploads {
  change(event: Event): void;
  paste(event: ClipboardEvent): void;
  drop(event: DragEvent): void;
  /** An input that the page is about to open by program; it may never enter the document. */
  picked(input: HTMLInputElement): void;
}

const PHOTO_NAMES = /\.(jpe?g|png|webp|gif|bmp|tiff?|hei[cf]|avif)$/i;

const VIDEO_NAMES = /\.(mp4|m4v|mov|webm|mkv)$/i;

/** Whether a file is a photo or a video. Some systems give no type to what they do not know, HEIC above all. */
export function isLookedAt(file: File): boolean {
  if (isVideo(file)) return true;
  return file.type === "" ? PHOTO_NAMES.test(file.name) : file.type.startsWith("image/") && file.type !== "image/svg+xml";
}

export function isVideo(file: File): boolean {
  return file.type === "" ? VIDEO_NAMES.test(file.name) : file.type.startsWith("video/");
}

export function createUploads({ site, isOn, review, over }: UploadEnds): Uploads {
  /** Inputs whose `input` event was held: the `change` that follows it must not come through with no files. */
  const emptied = new WeakSet<HTMLInputElement>();
  const watched = new WeakSet<HTMLInputElement>();
  // dispatchEvent is synchronous, so that a flag knows our own events in every browser
  let replaying = false;

  function change(event: Event): void {
    const input = event.composedPath()[0];
    if (replaying || !isOn() || !(input instanceof HTMLInputElement) || input.type !== "file") return;
    const files = [...(input.files ?? [])];
    if (files.length === 0 && emptied.has(input) && event.type === "change") {
      emptied.delete(input);
      event.stopImmediatePropagation();
      return;
    }
    if (!files.some(isLookedAt)) return;
    event.stopImmediatePropagation();
    if (event.type === "input") emptied.add(input);
    input.value = "";
    void hold(files, input, (reviewed) => {
      // the site may have drawn its composer anew in the meantime
      const target = input.isConnected || watched.has(input) ? input : (site.fileInputFor(input) ?? input);
      giveTo(target, reviewed);
    });
  }

  function paste(event: ClipboardEvent): void {
    if (replaying || !isOn() || !event.clipboardData) return;
    const files = [...event.clipboardData.files];
    if (!files.some(isLookedAt)) return;
    const target = targetOf(event);
    // read now: after the first wait the clipboard is empty
    const texts = new Map<string, string>();
    for (const type of event.clipboardData.types) {
      if (type !== "Files") texts.set(type, event.clipboardData.getData(type));
    }
    stop(event);
    const text = texts.get("text/plain");
    if (text && isPlainField(target)) {
      // a spreadsheet puts a picture of the cells beside their text: the text goes where it was meant to go
      typeInto(target, text);
      texts.clear();
    }
    void hold(files, target, (reviewed) => {
      const input = texts.size === 0 ? inputFor(target, reviewed) : null;
      if (input) {
        giveTo(input, reviewed);
        return;
      }
      const data = transferWith(reviewed);
      for (const [type, text] of texts) data.setData(type, text);
      replay(target, pasteEvent(data));
    });
  }

  function drop(event: DragEvent): void {
    if (replaying || !isOn() || !event.dataTransfer) return;
    const files = [...event.dataTransfer.files];
    if (!files.some(isLookedAt)) return;
    const target = targetOf(event);
    const { clientX, clientY, screenX, screenY } = event;
    const place = { bubbles: true, cancelable: true, composed: true, clientX, clientY, screenX, screenY };
    stop(event);
    // the site still shows where to drop: as far as it knows, the files are in the air
    replay(target, new DragEvent("dragleave", place));
    void hold(files, target, (reviewed) => {
      const input = inputFor(target, reviewed);
      if (input) giveTo(input, reviewed);
      else replay(target, new DragEvent("drop", { ...place, dataTransfer: transferWith(reviewed) }));
    });
  }

  async function hold(files: readonly File[], near: Element, handOn: (files: File[]) => void): Promise<void> {
    const reviewed = await review(files, near);
    if (reviewed !== null && reviewed.length > 0) handOn(reviewed);
  }

  function giveTo(input: HTMLInputElement, files: readonly File[]): void {
    input.files = transferWith(files).files;
    replay(input, new Event("input", { bubbles: true, composed: true }));
    replay(input, new Event("change", { bubbles: true }));
  }

  function replay(target: EventTarget, event: Event): void {
    replaying = true;
    try {
      target.dispatchEvent(event);
    } finally {
      replaying = false;
    }
  }

  function inputFor(target: Element, files: readonly File[]): HTMLInputElement | null {
    const input = site.fileInputFor(target);
    return input && (input.multiple || files.length === 1) ? input : null;
  }

  return {
    change,
    paste,
    drop,
    picked(input) {
      if (watched.has(input)) return;
      watched.add(input);
      // on the input itself: its events go nowhere else while it is in no document
      for (const type of ["input", "change"]) input.addEventListener(type, change, { capture: true, signal: over });
    },
  };
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function targetOf(event: Event): Element {
  const target = event.composedPath()[0];
  return target instanceof Element ? target : document.documentElement;
}
