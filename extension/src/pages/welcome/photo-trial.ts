/** A photo to try: a drawn face, found and masked by the companion in the way of a real photo. */
import { el } from "../../panel/elements.ts";
import { troubleWords } from "../../panel/speech.ts";
import { troubleOf, type Client } from "../../wire/client.ts";
import type { RuleEntry } from "../../wire/messages.ts";
import type { Say } from "../../words.ts";
import { button } from "../controls.ts";
import { findingsList } from "./findings.ts";

const WIDTH = 640;
const HEIGHT = 480;

export function photoTrial(client: Client, say: Say, rules: () => readonly RuleEntry[]): HTMLElement {
  const canvas = el("canvas", { width: String(WIDTH), height: String(HEIGHT), role: "img" });
  const verdict = el("div", { role: "status", class: "verdict" });
  const buttons = el("div", { class: "buttons" });
  const pen = canvas.getContext("2d");

  async function reset(): Promise<void> {
    const face = new Image();
    face.src = "face.svg";
    await face.decode();
    pen?.drawImage(face, 0, 0, WIDTH, HEIGHT);
    canvas.setAttribute("aria-label", say("trial_drawing"));
    verdict.replaceChildren();
    offer(button(say("trial_check"), () => void check(), { class: "primary", id: "trial-next" }));
  }

  async function check(): Promise<void> {
    verdict.replaceChildren(el("p", {}, say("photo_checking")));
    const photo = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!photo) return;
    const token = crypto.randomUUID();
    try {
      const found = await client.checkPhoto(token, photo, "drawing.png", "welcome", new AbortController().signal);
      const boxes = found.findings.flatMap(({ box }) => (box ? [box] : []));
      for (const box of boxes) outline(box);
      verdict.replaceChildren(
        el("p", { class: "state good" }, say(boxes.length > 0 ? "trial_found" : "trial_not_found", { count: boxes.length })),
        findingsList(found.findings, rules(), say),
      );
      if (boxes.length > 0) offer(button(say("trial_mask"), () => void mask(token, boxes), { class: "primary", id: "trial-next" }));
    } catch (error) {
      client.forget(token);
      sorry(error);
    }
  }

  async function mask(token: string, boxes: readonly [number, number, number, number][]): Promise<void> {
    try {
      const masked = await createImageBitmap(await client.maskPhoto(token, boxes));
      pen?.drawImage(masked, 0, 0);
      canvas.setAttribute("aria-label", say("trial_masked"));
      verdict.replaceChildren(el("p", { class: "state good" }, say("trial_masked")));
      offer(button(say("trial_again"), () => void reset(), { id: "trial-next" }));
    } catch (error) {
      sorry(error);
    } finally {
      client.forget(token);
    }
  }

  function outline([x, y, width, height]: readonly [number, number, number, number]): void {
    if (!pen) return;
    pen.lineWidth = 6;
    pen.strokeStyle = "#fff";
    pen.strokeRect(x, y, width, height);
    pen.lineWidth = 3;
    pen.strokeStyle = "#0b6a6d";
    pen.strokeRect(x, y, width, height);
  }

  function sorry(error: unknown): void {
    const { title, remedy } = troubleWords(troubleOf(error), say);
    verdict.replaceChildren(el("p", { class: "state bad" }, title), el("p", {}, remedy));
  }

  /** Puts the next step in the place of the last one, and keeps the focus there. */
  function offer(next: HTMLButtonElement): void {
    const focused = buttons.contains(document.activeElement);
    buttons.replaceChildren(next);
    if (focused) next.focus();
  }

  void reset();
  return el(
    "section",
    { class: "group trial", "aria-label": say("trial_photo") },
    el("div", {}, el("h3", {}, say("trial_photo")), el("p", {}, say("trial_photo_hint"))),
    el("div", {}, canvas, buttons),
    verdict,
  );
}
