/** Who may ask the companion what: content scripts of covered origins, and the extension's own pages. */
import { siteAt } from "../sites/sites.ts";
import { asRequest } from "../wire/check.ts";
import { asNote, asQuieten, asTabReport, isTryAgain, type Note, type TabReport } from "../wire/inner.ts";
import type { Answer, Request } from "../wire/messages.ts";
import { CompanionError, type Companion } from "./companion.ts";

/** Who is at the other end of a channel. */
type Asker = { kind: "page" } | { kind: "tab"; tab: number; frame: number };

/** What is done with what is not a question to the companion. */
export interface Ends {
  onReport(tab: number, report: TabReport): void;
  onNote(note: Note): void;
  onQuieten(rule: string): void;
}

/** Serves one channel from a tab or a page. Every channel is opened through `runtime.onConnect`. */
export function serve(channel: chrome.runtime.Port, companion: Companion, { onReport, onNote, onQuieten }: Ends): void {
  const asker = whoAsks(channel.sender);
  if (channel.name !== "primum" || asker === null) {
    channel.disconnect();
    return;
  }
  /** Ids as this channel counts them -> ids on the native port, for what is still open. */
  const open = new Map<number, number>();
  /** Photos that this channel has sent up and has not had forgotten. */
  const photos = new Set<string>();
  let gone = false;

  function answer(message: Answer): void {
    if (!gone) channel.postMessage(message);
  }

  async function hello(id: number): Promise<void> {
    try {
      answer({ ...(await companion.hello()), id });
    } catch (error) {
      const known = error instanceof CompanionError ? error : new CompanionError("internal", "No companion.");
      answer({ type: "error", id, code: known.code, message: known.message });
    }
  }

  function forward(request: Exclude<Request, { type: "hello" }>): void {
    const theirs = request.id;
    const ours = open.get(theirs) ?? companion.newId();
    open.set(theirs, ours);
    const asked = request.type === "cancel" ? { ...request, request: open.get(request.request) ?? 0 } : request;
    if (request.type === "photo_part") photos.add(request.photo);
    else if (request.type === "forget") photos.delete(request.photo);
    let partsLeft = 0;
    companion.ask({ ...asked, id: ours }, (reply) => {
      if (reply.type !== "progress") {
        partsLeft = reply.type === "masked_photo" ? reply.parts : Math.max(0, partsLeft - 1);
        if (partsLeft === 0) open.delete(theirs);
      }
      answer({ ...reply, id: theirs });
    });
  }

  channel.onMessage.addListener((message: unknown) => {
    const report = asTabReport(message);
    if (report) {
      if (asker.kind === "tab" && asker.frame === 0) onReport(asker.tab, report);
      return;
    }
    const note = asNote(message);
    if (note) {
      onNote(note);
      return;
    }
    const quieten = asQuieten(message);
    if (quieten) {
      onQuieten(quieten.rule);
      return;
    }
    if (isTryAgain(message)) {
      companion.tryAgain();
      return;
    }
    const request = asRequest(message);
    if (request === null) return;
    if (request.type === "hello") void hello(request.id);
    else forward(request);
  });

  channel.onDisconnect.addListener(() => {
    gone = true;
    for (const request of open.values()) {
      companion.ask({ type: "cancel", id: companion.newId(), request }, () => undefined);
    }
    open.clear();
    // a tab that is closed in the middle of a review asks for nothing any more
    for (const photo of photos) companion.ask({ type: "forget", id: companion.newId(), photo }, () => undefined);
    photos.clear();
  });
}

function whoAsks(sender: chrome.runtime.MessageSender | undefined): Asker | null {
  if (!sender?.url || sender.id !== chrome.runtime.id) return null;
  if (sender.url.startsWith(chrome.runtime.getURL("/"))) return { kind: "page" };
  const url = new URL(sender.url);
  if (url.protocol !== "https:" || siteAt(url.hostname) === null || sender.tab?.id === undefined) return null;
  return { kind: "tab", tab: sender.tab.id, frame: sender.frameId ?? 0 };
}
