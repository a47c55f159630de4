/** The only caller of runtime messaging in content scripts and pages: questions to the companion as promises. */
import { fromBase64 } from "./base64.ts";
import { asAnswer } from "./check.ts";
import type { Sensitivity } from "../settings/shape.ts";
import { asTabAnswer, type TabAnswer, type TabQuestion, type TabReport, type TryAgain, type Note, type Quieten } from "./inner.ts";
import {
  PART_BYTES,
  PROTOCOL,
  type Answer,
  type ErrorCode,
  type HelloAnswer,
  type MaskedPhoto,
  type PhotoVerdict,
  type Request,
  type StatusAnswer,
  type TextVerdict,
} from "./messages.ts";

/**
 * Why there is no answer. `extension_reloaded`: this page belongs to an extension that has since been replaced;
 * `videos_not_read`: the companion looks at photos alone.
 */
export type Trouble = ErrorCode | "extension_reloaded" | "videos_not_read";

/** A question that was not answered. */
export class Refused extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

/** The background went away in the middle of a question: the browser may stop it at any time, and starts it again. */
class Dropped extends Refused {}

/** The reason behind a failed question. */
export function troubleOf(error: unknown): Trouble {
  return error instanceof Refused ? error.trouble : "internal";
}

type Box = [number, number, number, number];
type Body<R extends Request = Request> = R extends Request ? Omit<R, "id"> : never;

/** Hears how far long work is, from 0 to 1. */
export type Hear = (share: number) => void;

interface Waiting {
  /** Takes an answer; true when it was the last one. */
  take(answer: Answer): boolean;
  fail(error: Refused): void;
}

export interface TextQuestion {
  draft: string;
  revision: number;
  text: string;
  lang: string | null;
  site: string;
  sensitivity: Sensitivity;
  /** Left out for a post. */
  context?: "review_answer";
}

export interface Client {
  hello(): Promise<HelloAnswer>;
  status(): Promise<StatusAnswer>;
  checkText(question: TextQuestion): Promise<TextVerdict>;
  /** Sends a photo or a video up under `token`, then asks about it. */
  checkPhoto(token: string, photo: Blob, name: string, site: string, signal: AbortSignal, hear?: Hear): Promise<PhotoVerdict>;
  /** Returns the photo `token` with `boxes` covered; boxes are upright full-size pixels. */
  maskPhoto(token: string, boxes: readonly Box[], signal?: AbortSignal, hear?: Hear): Promise<File>;
  forget(token: string): void;
  /** Opens another channel for the next question; what is being asked is asked again on it. */
  reconnect(): void;
  /** Has the companion started again without a pause; only a person asks for that. */
  tryAgain(): void;
  report(report: TabReport): void;
  /** Has the background count what became of a draft, a photo or a warning. */
  note(note: Omit<Note, "type">): void;
  /** Has the background remember that a rule is to be said as a hint at most. */
  quieten(rule: string): void;
}

/** Opens a channel to the background when the first question is asked, and again whenever it was lost. */
export function createClient(): Client {
  let port: chrome.runtime.Port | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  /** The channel is gone, and with it whatever was asked on it. */
  function lose(error: Refused): void {
    port = null;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const one of lost) one.fail(error);
  }

  function channel(): chrome.runtime.Port {
    if (port) return port;
    let opened: chrome.runtime.Port;
    try {
      opened = chrome.runtime.connect({ name: "primum" });
    } catch {
      throw new Refused("extension_reloaded");
    }
    opened.onMessage.addListener((message: unknown) => {
      const answer = asAnswer(message);
      if (answer === null || answer.id === null) return;
      const one = waiting.get(answer.id);
      if (!one) return;
      if (answer.type === "error") {
        waiting.delete(answer.id);
        one.fail(new Refused(answer.code));
      } else if (one.take(answer)) {
        waiting.delete(answer.id);
      }
    });
    opened.onDisconnect.addListener(() => {
      if (port === opened) lose(chrome.runtime?.id ? new Dropped("companion_gone") : new Refused("extension_reloaded"));
    });
    port = opened;
    return opened;
  }

  function send(id: number, body: Body): void {
    channel().postMessage({ ...body, id });
  }

  /** Asks one question whose only answer has type `kind`, after what `lead` sends under the same id. */
  function ask<K extends Answer["type"]>(
    kind: K,
    body: Body,
    id = ++lastId,
    hear: Hear = () => undefined,
    lead: () => Promise<void> | undefined = () => undefined,
  ): Promise<Extract<Answer, { type: K }>> {
    return new Promise((resolve, reject) => {
      waiting.set(id, {
        take(answer) {
          if (answer.type === "progress") {
            hear(answer.share);
            return false;
          }
          if (answer.type === kind) resolve(answer as Extract<Answer, { type: K }>);
          else reject(new Refused("bad_message"));
          return true;
        },
        fail: reject,
      });
      const fail = (error: unknown): void => {
        waiting.delete(id);
        reject(error instanceof Refused ? error : new Refused("extension_reloaded"));
      };
      // a question that was refused or given up in the meantime is not asked any more
      const put = (): void => void (waiting.has(id) && send(id, body));
      try {
        const led = lead();
        if (led) led.then(put).catch(fail);
        else put();
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Does what `ask` does under `id`; an abort refuses it and has the companion give it up. */
  async function cancellable<T>(id: number, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    const cancel = (): void => {
      const one = waiting.get(id);
      waiting.delete(id);
      one?.fail(new Refused("cancelled"));
      send(++lastId, { type: "cancel", request: id });
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await ask();
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  function post(message: TabReport | TryAgain | Note | Quieten): void {
    try {
      channel().postMessage(message);
    } catch {
      // an extension that was replaced has no badge to show, nothing to count and no companion to start
    }
  }

  const { version } = chrome.runtime.getManifest();

  return {
    hello: () => twice(() => ask("hello_answer", { type: "hello", protocol: PROTOCOL, extension: version })),
    status: () => twice(() => ask("status_answer", { type: "status" })),
    checkText: (question) => twice(() => ask("text_verdict", { type: "check_text", ...question })),
    reconnect() {
      port?.disconnect();
      lose(new Dropped("companion_gone"));
    },
    tryAgain: () => post({ type: "try_again" }),
    report: post,
    note: (note) => post({ type: "note", ...note }),
    quieten: (rule) => post({ type: "quieten", rule }),

    async checkPhoto(token, photo, name, site, signal, hear) {
      if (signal.aborted) throw new Refused("cancelled");
      // the parts carry the id of the question they lead to, so that a refused part fails that question
      const id = ++lastId;
      const parts = Math.max(1, Math.ceil(photo.size / PART_BYTES));
      const sendUp = async (): Promise<void> => {
        for (let part = 0; part < parts; part++) {
          const slice = photo.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
          const data = await toBase64(slice);
          if (!waiting.has(id)) return;
          send(id, { type: "photo_part", photo: token, part, parts, data });
        }
      };
      const question: Body = { type: "check_photo", photo: token, name, site };
      return cancellable(id, signal, () => ask("photo_verdict", question, id, hear, sendUp));
    },

    maskPhoto(token, boxes, signal, hear) {
      const id = ++lastId;
      const masked = (): Promise<File> => new Promise((resolve, reject) => {
        let head: MaskedPhoto | null = null;
        const parts: Uint8Array<ArrayBuffer>[] = [];
        waiting.set(id, {
          take(answer) {
            if (answer.type === "progress") hear?.(answer.share);
            else if (answer.type === "masked_photo") head = answer;
            else if (answer.type === "masked_part") parts.push(fromBase64(answer.data));
            if (head === null || parts.length < head.parts) return false;
            const whole = new File(parts, head.name, { type: head.media_type });
            if (whole.size === head.bytes) resolve(whole);
            else reject(new Refused("photo_incomplete"));
            return true;
          },
          fail: reject,
        });
        try {
          send(id, { type: "mask_photo", photo: token, boxes: boxes.map((box) => [...box]) });
        } catch (error) {
          waiting.delete(id);
          reject(error);
        }
      });
      return signal ? cancellable(id, signal, masked) : masked();
    },

    forget(token) {
      // nobody waits for the answer: a companion that is gone has forgotten already
      ask("done", { type: "forget", photo: token }).catch(() => undefined);
    },
  };
}

/** Asks, and asks once more when the background was stopped under the question. */
async function twice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Dropped) return ask();
    throw error;
  }
}

/** Asks the active tab how it is; null when Primum does not work there. */
export async function askTab(): Promise<TabAnswer | null> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return null;
  try {
    const question: TabQuestion = { type: "tab_question" };
    return asTabAnswer(await chrome.tabs.sendMessage(tab.id, question, { frameId: 0 }));
  } catch {
    return askFrames(tab.id);
  }
}

/** Asks the frames of a page that is not covered itself. */
async function askFrames(tab: number): Promise<TabAnswer | null> {
  try {
    const question: TabQuestion = { type: "tab_question" };
    return asTabAnswer(await chrome.tabs.sendMessage(tab, question));
  } catch {
    // nobody listens there
    return null;
  }
}

/** Reads as text: in Firefox the bytes of a page's file belong to the page, and a content script may not touch them. */
function toBase64(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(new Refused("photo_unreadable"));
    reader.readAsDataURL(part);
  });
}
