/** The way of a photo or a video: sent up, checked, reviewed when there is something to see, masked or left as it is. */
import type { Box } from "../panel/boxes.ts";
import type { Decision, Review, ReviewedPhoto } from "../panel/review.ts";
import { troubleWords } from "../panel/speech.ts";
import type { OnPhoto } from "../settings.ts";
import { fromBase64 } from "../wire/base64.ts";
import { troubleOf, type Client, type Hear, type Trouble } from "../wire/client.ts";
import type { Outcome } from "../wire/inner.ts";
import type { FindingInPhoto, HelloAnswer, PhotoVerdict } from "../wire/messages.ts";
import type { Say, WordKey } from "../words.ts";
import { isLookedAt, isVideo } from "./uploads.ts";

/** What a choice holds: a photo or photos, one video, or several files of which one at least is a video. */
export type Kind = "photo" | "video" | "files";

/** Says how far the check of a choice of photos is. */
export interface Progress {
  step(done: number, of: number): void;
  /** How far the check of a video is, from 0 to 1. */
  share: Hear;
  end(): void;
}

export interface PhotoEnds {
  client: Client;
  review: Review;
  say(): Say;
  site: string;
  /** What becomes of a photo in which something was found. */
  onPhoto(): OnPhoto;
  /** The companion's greeting: its limits, and the catalogue in whose words a review speaks. */
  greeting(): Promise<HelloAnswer>;
  /** Says that photos are being looked at; `cancel` gives up. */
  busy(near: Element, kind: Kind, cancel: () => void): Progress;
  /** Says what could not be looked at in what went through. */
  unchecked(near: Element, title: string, note: string): void;
  /** Says that areas were covered without a question. */
  masked(near: Element, areas: number): void;
  note(outcome: Outcome, rules: readonly string[]): void;
}

/** A photo and what became of the question about it. */
interface Checked {
  file: File;
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

/** What a file carries unseen: taken out whenever a photo is written anew. */
const UNSEEN = new Set(["metadata", "location"]);

/** What keeps a video from being looked at and is no fault of the file: said, and not asked about each time. */
const BEYOND = new Set<Trouble>(["videos_not_read", "video_not_checked", "photo_too_large"]);

/** Photos of one choice on their way to the companion at once: it holds a dozen, and looks at one after the other. */
const AT_ONCE = 3;

export function createPhotos(ends: PhotoEnds) {
  const { client, review, say, site, greeting } = ends;
  // one review at a time: a second choice of photos waits for the first
  let turn: Promise<unknown> = Promise.resolve();
  let underWay = 0;

  async function check(file: File, signal: AbortSignal, hear: Hear): Promise<Checked> {
    const token = crypto.randomUUID();
    try {
      const { limits } = await greeting();
      // an older companion says nothing of videos, and looks at none
      const most = isVideo(file) ? (limits.video_bytes ?? 0) : limits.photo_bytes;
      if (most === 0) return { file, token, verdict: null, trouble: "videos_not_read" };
      if (file.size > most) return { file, token, verdict: null, trouble: "photo_too_large" };
      const verdict = await client.checkPhoto(token, file, file.name, site, signal, hear);
      return { file, token, verdict, trouble: null };
    } catch (error) {
      return { file, token, verdict: null, trouble: troubleOf(error) };
    }
  }

  async function mask({ token, file }: Checked, boxes: Box[], signal?: AbortSignal, hear?: Hear): Promise<File> {
    try {
      return await client.maskPhoto(token, boxes, signal, hear);
    } catch (error) {
      if (signal?.aborted) throw error;
      // a companion that was started anew has forgotten the photo
      await client.checkPhoto(token, file, file.name, site, signal ?? new AbortController().signal);
      return client.maskPhoto(token, boxes, signal, hear);
    }
  }

  function partsInWords(parts: readonly string[]): string[] {
    return parts.map((part) => say()(PARTS[part] ?? "part_other"));
  }

  function reviewed({ file, verdict, trouble }: Checked): ReviewedPhoto {
    const still = verdict?.still ? new Blob([fromBase64(verdict.still)], { type: "image/jpeg" }) : null;
    return {
      file,
      kind: isVideo(file) ? "video" : "photo",
      picture: isVideo(file) ? still : file,
      width: verdict?.width ?? 0,
      height: verdict?.height ?? 0,
      findings: verdict?.findings ?? [],
      unchecked: partsInWords(verdict?.unchecked ?? []),
      trouble: trouble === null ? null : troubleWords(trouble, say(), isVideo(file)),
      goesAlong: trouble === null || isBeyond({ file, trouble }),
    };
  }

  /**
   * Passes photos on in which nothing is worth a question; null when one cannot be written anew. Every phone writes a
   * date and a device into its photos.
   */
  const quietly = (photos: readonly Checked[], signal: AbortSignal) => covered(photos, () => [], signal);

  /** Masks without a question, as the doctor chose; null when that does not answer everything. */
  const atOnce = async (photos: readonly Checked[], signal: AbortSignal) =>
    photos.every(isAnsweredByMasking) ? covered(photos, areasIn, signal) : null;

  /** Every photo with its `areas` covered and without what it carries unseen; null when one cannot be written anew. */
  async function covered(
    photos: readonly Checked[],
    areas: (photo: Checked) => Box[],
    signal: AbortSignal,
  ): Promise<Map<File, File> | null> {
    const cover = async (photo: Checked): Promise<[File, File]> => {
      const boxes = areas(photo);
      const cleans = found(photo).some(({ rule }) => UNSEEN.has(rule));
      return [photo.file, boxes.length > 0 || cleans ? await mask(photo, boxes, signal) : photo.file];
    };
    const written: Promise<[File, File]>[] = [];
    // of a long album the companion has forgotten the first: sent up again all at once they would push each other out
    for (const [place, photo] of photos.entries()) {
      written.push(Promise.resolve(written[place - AT_ONCE]).then(() => cover(photo)));
    }
    return Promise.all(written).then((files) => new Map(files), () => null);
  }

  /** Says what could not be looked at in photos that go through without a question. */
  function tellUnchecked(photos: readonly Checked[], near: Element): void {
    const words = say();
    const beyond = photos.find(isBeyond);
    const parts = new Set(photos.flatMap(({ verdict }) => verdict?.unchecked ?? []));
    const what = partsInWords([...parts]).join(", ");
    if (beyond?.trouble) {
      const { title, remedy } = troubleWords(beyond.trouble, words, true);
      ends.unchecked(near, title, beyond.trouble === "videos_not_read" ? remedy : words("video_passed"));
    } else if (parts.size > 0) {
      const isOfVideo = kindOf(photos.map(({ file }) => file)) === "video";
      ends.unchecked(
        near,
        words(isOfVideo ? "video_attached" : "photo_passed"),
        words(isOfVideo ? "video_unchecked" : "photo_unchecked", { what }),
      );
    }
  }

  /** Shows photos and has the doctor decide; null when they are given up. */
  async function asked(photos: readonly Checked[], near: Element): Promise<Map<File, File> | null> {
    const files = new Map<File, File>();
    const rules = rulesOf(photos);
    ends.note("warned", rules);
    const decisions = await review.open(photos.map(reviewed), near, async (wanted, { step, share }, signal) => {
      let done = 0;
      for (const [place, decision] of wanted.entries()) {
        const photo = photos[place];
        if (!photo || decision.kind !== "mask") continue;
        files.set(photo.file, await mask(photo, decision.boxes, signal, share));
        if (signal.aborted) return;
        step(++done);
      }
    });
    if (decisions === null) return null;
    decisions.forEach((decision, place) => {
      const file = photos[place]?.file;
      if (!file) return;
      if (decision.kind === "leave_out") files.delete(file);
      else if (decision.kind === "as_is") files.set(file, file);
    });
    ends.note(decisions.some(isUnchanged) ? "as_is" : "changed", rules);
    return files;
  }

  /** Whether something in a photo, or that it could not be checked, is worth a question. */
  function isAsking(photo: Checked): boolean {
    return (photo.trouble !== null && !isBeyond(photo)) || weighty(photo).length > 0;
  }

  async function pass(files: readonly File[], near: Element): Promise<File[] | null> {
    const giveUp = new AbortController();
    const photos = files.filter(isLookedAt);
    const progress = ends.busy(near, kindOf(photos), () => giveUp.abort());
    progress.step(0, photos.length);
    let done = 0;
    const looked = async (file: File): Promise<Checked> => {
      const checked = await check(file, giveUp.signal, progress.share);
      progress.step(++done, photos.length);
      return checked;
    };
    // one video after the other: a second one would wait past its deadline
    let video: Promise<unknown> = Promise.resolve();
    const checks: Promise<Checked>[] = [];
    for (const [place, file] of photos.entries()) {
      const before = isVideo(file) ? video : checks[place - AT_ONCE];
      const next = Promise.resolve(before).then(() => looked(file));
      if (isVideo(file)) video = next;
      checks.push(next);
    }
    try {
      const checked = await Promise.all(checks);
      const asks = checked.some(isAsking);
      let settled: Map<File, File> | null = null;
      if (!asks) settled = await quietly(checked, giveUp.signal);
      else if (ends.onPhoto() === "mask") settled = await atOnce(checked, giveUp.signal);
      progress.end();
      if (giveUp.signal.aborted) return null;
      if (settled === null) settled = await asked(checked, near);
      else if (!asks) tellUnchecked(checked, near);
      else {
        ends.masked(near, checked.flatMap(areasIn).length);
        ends.note("changed", rulesOf(checked));
      }
      if (settled === null) return null;
      const handedOn = files.flatMap((file) => (isLookedAt(file) ? (settled.get(file) ?? []) : file));
      return handedOn.length > 0 ? handedOn : null;
    } finally {
      progress.end();
      void Promise.all(checks.map(async (asked) => client.forget((await asked).token)));
    }
  }

  return {
    review(files: readonly File[], near: Element): Promise<File[] | null> {
      underWay += 1;
      const mine = turn.then(() => pass(files, near)).finally(() => (underWay -= 1));
      turn = mine.catch(() => undefined);
      return mine;
    },

    /** Resolves when no photo that was chosen until now is on its way any more. */
    settled: (): Promise<unknown> => turn,

    /** Whether a photo is on its way into the page. */
    get underWay(): boolean {
      return underWay > 0;
    },
  };
}

function found({ verdict }: Checked): readonly FindingInPhoto[] {
  return verdict?.findings ?? [];
}

/** What of a photo is to be covered. */
function areasIn(photo: Checked): Box[] {
  return weighty(photo).flatMap(({ box }) => (box ? [box] : []));
}

/** What is worth a question: hints alone are not. */
function weighty(photo: Checked): FindingInPhoto[] {
  return found(photo).filter(({ strength }) => strength !== "hint");
}

/**
 * Whether masking leaves nothing to ask about: all was looked at, and all that was found can be covered or taken out.
 * A video is shown all the same: writing it anew takes its time, and what moves is not surely covered.
 */
function isAnsweredByMasking(photo: Checked): boolean {
  const { file, trouble, verdict } = photo;
  return (
    trouble === null &&
    !isVideo(file) &&
    !verdict?.unchecked?.length &&
    weighty(photo).every(({ box, rule }) => Boolean(box) || UNSEEN.has(rule))
  );
}

/** Whether a video was not looked at for what it is, not for a fault of its own. */
function isBeyond({ file, trouble }: Pick<Checked, "file" | "trouble">): boolean {
  return isVideo(file) && trouble !== null && BEYOND.has(trouble);
}

function kindOf(files: readonly File[]): Kind {
  if (!files.some(isVideo)) return "photo";
  return files.length === 1 ? "video" : "files";
}

function rulesOf(photos: readonly Checked[]): string[] {
  return [...new Set(photos.flatMap(weighty).map(({ rule }) => rule))];
}

function isUnchanged({ kind }: Decision): boolean {
  return kind === "as_is";
}
