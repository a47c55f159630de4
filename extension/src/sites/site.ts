/** What an adapter knows of one web site's composers. Selectors live in adapters and nowhere else. */

export const SITE_NAMES = ["x", "facebook"] as const;
export type SiteName = (typeof SITE_NAMES)[number];

/** What one press of Post would publish. */
export interface Composer {
  /** The smallest element around the editors, the tools and the Post button. */
  root: HTMLElement;
  /** Every editor, in reading order; an X thread has several. */
  editors: HTMLElement[];
}

export interface Site {
  readonly name: SiteName;
  /** The hosts it covers, whole names. */
  readonly hosts: readonly string[];
  /** The editor at or around `node`, or null. */
  editorAt(node: Element): HTMLElement | null;
  /** The composer that `node` (an editor, a button, a tool) belongs to, or null. */
  composerOf(node: Element): Composer | null;
  /** The elements of an editor that each hold one line or paragraph. */
  blocksOf(editor: HTMLElement): Iterable<Element>;
  /** The Post button at or around `node`, or null. */
  postButtonAt(node: Element): HTMLElement | null;
  /** The Post button of a composer, or null when the site shows none now. */
  postButtonOf(composer: Composer): HTMLElement | null;
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
