/** What an adapter knows of one web site's composers. Selectors live in adapters and nowhere else. */

/** The places that have an adapter; each has settings of its own. */
export const SITE_NAMES = ["x", "x_messages", "facebook", "messenger", "google", "linkedin"] as const;
export type SiteName = (typeof SITE_NAMES)[number];

/** What one press of Post would publish. */
export interface Composer {
  /** The smallest element around the editors, the tools and the Post button. */
  root: HTMLElement;
  /** Every editor, in reading order; an X thread has several. */
  editors: HTMLElement[];
}

/** Who can read what is published from a composer, as far as the page shows it. */
export type Audience =
  | { readonly kind: "public" }
  /** `members`: how many, or null when the page does not say. */
  | { readonly kind: "group"; readonly name: string; readonly members: number | null }
  /** Some readers, as the page names them. */
  | { readonly kind: "limited"; readonly name: string };

/** What is written: a post (or a message), or an answer to a patient's review. */
export type Context = "post" | "review_answer";

export interface Site {
  readonly name: SiteName;
  /** The hosts it covers, whole names. */
  readonly hosts: readonly string[];
  /** The paths that are its own, where a host has several adapters. */
  readonly home?: RegExp;
  /** What is written in its composers; a post when it does not say. */
  readonly context?: Context;
  /** The editor at or around `node`, or null. */
  editorAt(node: Element): HTMLElement | null;
  /** The composer that `node` (an editor, a button, a tool) belongs to, or null. */
  composerOf(node: Element): Composer | null;
  /** The elements of an editor that each hold one line or paragraph; a native text field is its own. */
  blocksOf(editor: HTMLElement): Iterable<Element>;
  /** The Post button at or around `node`, or null. */
  postButtonAt(node: Element): HTMLElement | null;
  /** The Post button of a composer, or null when the site shows none now. */
  postButtonOf(composer: Composer): HTMLElement | null;
  /** Who can read what this composer publishes; null where the page does not show it. */
  audienceOf(composer: Composer): Audience | null;
  /** Whether this key, pressed in `editor`, publishes. */
  publishes(event: KeyboardEvent, editor: HTMLElement): boolean;
  /** The site's own file input around `node`, when photos are best handed over through it. */
  fileInputFor(node: Element): HTMLInputElement | null;
  /** Whether an editor must lose the focus before its Post button is clicked by program. */
  blursBeforePost(composer: Composer): boolean;
}

/** Whether a button, native or not, can be pressed now. */
export function isEnabled(button: HTMLElement): boolean {
  return !(button as HTMLButtonElement).disabled && button.getAttribute("aria-disabled") !== "true";
}

const THOUSANDS: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

/** Reads « 11 000 membres », « 11,2 k », "1.2M members"; null when there is no number. */
export function countIn(text: string): number | null {
  const found = /(\d[\d\s.,]*)([km](?!\p{L}))?/iu.exec(text.replace(/[\u00a0\u202f]/g, " "));
  if (!found?.[1]) return null;
  const times = THOUSANDS[found[2]?.toLowerCase() ?? ""];
  // before a unit a point or a comma sets off a fraction, elsewhere it sets off thousands
  return times ? Math.round(Number(found[1].replace(/\s/g, "").replace(",", ".")) * times) : Number(found[1].replace(/\D/g, ""));
}

/** The text of an element on one line. */
export function lineOf(element: Element): string {
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The nearest element around `node`, itself not counted, that holds a match of `selector`. */
export function nearestWith(node: Element, selector: string): HTMLElement | null {
  for (let scope = node.parentElement; scope && scope !== document.body; scope = scope.parentElement) {
    if (scope.querySelector(selector)) return scope;
  }
  return null;
}

/** Whether `one` stands before `other` in the page. */
export function isBefore(one: Node, other: Node): boolean {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** What a button says, on one line and in lower case: its label, else its text. */
export function labelOf(button: Element): string {
  return (button.getAttribute("aria-label") ?? lineOf(button)).replace(/\s+/g, " ").trim().toLowerCase();
}

/** Enter, which sends a message and a comment; with Shift it makes a new line, and the editors mind no other key. */
export function isSendingEnter(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey;
}
