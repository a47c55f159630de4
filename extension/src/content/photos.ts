/** The way of a photo: sent up, checked, reviewed when there is something to see, masked or left as it is. */
import type { Box, Review, ReviewedPhoto } from "../panel/review.ts";
import { troubleWords } from "../panel/speech.ts";
import { troubleOf, type Client, type Trouble } from "../wire/client.ts";
import type { PhotoVerdict } from "../wire/messages.ts";
import type { Say, WordKey } from "../words.ts";
import { isPhoto } from "./uploads.ts";

export interface PhotoEnds {
  client: Client;
  review: Review;
  say(): Say;
  site: string;
  /** Resolves when the catalogue is there, in whose words a review speaks. */
  greeted(): Promise<void>;
  /** Says that photos are being looked at; the returned function ends that. `cancel` gives up. */
  busy(near: Element, cancel: () => void): () => void;
  /** Says what could not be looked at in a photo that went through. */
  unchecked(near: Element, what: string): void;
}

/** A photo and what became of the question about it. */
interface Checked {
  token: string;
  verdict: PhotoVerdict | null;
  trouble: Trouble | null;
}

/** Parts of a check as the companion names them -> words. */
const PARTS: Readonly<Record<string, WordKey>> = {
  heads: "part_heads",
  writing: "part_writing",
  codes: "part_codes",
  frames: "part_frames",
};

export function createPhotos({ client, review, say, site, greeted, busy, unchecked }: PhotoEnds) {
  // one review at a time: a second choice of photos waits for the first
  let turn: Promise<unknown> = Promise.resolve();
  let underWay = 0;

  async function check(file: File, signal: AbortSignal): Promise<Checked> {
    const token = crypto.randomUUID();
    try {
      const verdict = await client.checkPhoto(token, file, file.name, site, signal);
      await greeted();
      return { token, verdict, trouble: null };
    } catch (error) {
      return { token, verdict: null, trouble: troubleOf(error) };
    }
  }

  async function mask(token: string, file: File, boxes: Box[]): Promise<File> {
    try {
      return await client.maskPhoto(token, boxes);
    } catch {
      // a companion that was started anew has forgotten the photo
      await client.checkPhoto(token, file, file.name, site, new AbortController().signal);
      return client.maskPhoto(token, boxes);
    }
  }

  function partsInWords(parts: readonly string[]): string[] {
    return parts.map((part) => say()(PARTS[part] ?? "part_other"));
  }

  /** Every phone writes a date and a device into its photos: they are taken out without a question. */
  async function clean(token: string, file: File): Promise<File> {
    try {
      return await mask(token, file, []);
    } catch {
      return file;
    }
  }

  /** Passes one photo on: unchanged, cleaned, masked, or (null) not at all. Hints alone are not worth a review. */
  async function settle(file: File, checked: Checked, place: ReviewedPhoto["place"], near: Element): Promise<File | null> {
    const { token, verdict, trouble } = checked;
    if (verdict?.findings.every(({ strength }) => strength === "hint")) {
      if (verdict.unchecked?.length) unchecked(near, partsInWords(verdict.unchecked).join(", "));
      return verdict.findings.some(({ rule }) => rule === "metadata") ? clean(token, file) : file;
    }
    let masked: File | null = null;
    const choice = await review.open(
      {
        file,
        place,
        width: verdict?.width ?? 0,
        height: verdict?.height ?? 0,
        findings: verdict?.findings ?? [],
        unchecked: partsInWords(verdict?.unchecked ?? []),
        trouble: trouble === null ? null : troubleWords(trouble, say()),
      },
      near,
      async (boxes) => {
        masked = await mask(token, file, boxes);
      },
    );
    if (choice.kind === "cancel") return null;
    return choice.kind === "mask" ? masked : file;
  }

  async function pass(files: readonly File[], near: Element): Promise<File[] | null> {
    const giveUp = new AbortController();
    const done = busy(near, () => giveUp.abort());
    const photos = files.filter(isPhoto);
    const checks = new Map(photos.map((file) => [file, check(file, giveUp.signal)]));
    const handedOn: File[] = [];
    try {
      for (const file of files) {
        const asked = checks.get(file);
        if (!asked) {
          handedOn.push(file);
          continue;
        }
        const checked = await asked;
        if (giveUp.signal.aborted) return null;
        done();
        const place = { number: photos.indexOf(file) + 1, of: photos.length };
        const settled = await settle(file, checked, place, near);
        if (settled) handedOn.push(settled);
      }
    } finally {
      done();
      void Promise.all([...checks.values()].map(async (asked) => client.forget((await asked).token)));
    }
    return handedOn.length > 0 ? handedOn : null;
  }

  return {
    review(files: readonly File[], near: Element): Promise<File[] | null> {
      underWay += 1;
      const mine = turn.then(() => pass(files, near)).finally(() => (underWay -= 1));
      turn = mine.catch(() => undefined);
      return mine;
    },

    /** Whether a photo is on its way into the page. */
    get underWay(): boolean {
      return underWay > 0;
    },
  };
}
