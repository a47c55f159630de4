/**
 * X: posts, replies, quotes and threads, inline and in the dialog. The editor is Draft.js; ids as others measured them
 * until August 2026. Not covered here: direct messages (x-messages.ts), articles, lists, communities' notes, spaces.
 */
import { isEnabled, lineOf, type Composer, type Site } from "./site.ts";

// `_label` and `RichTextInputContainer` share the prefix: only the editor itself is editable
const EDITOR = '[data-testid^="tweetTextarea_"][contenteditable="true"]';
// X flips between the two in one session
const POST = '[data-testid="tweetButton"], [data-testid="tweetButtonInline"]';

/** The button above the editor that chooses the readers; it opens a menu. */
const AUDIENCE = '[role="button"][aria-haspopup], button[aria-haspopup]';
/** What that button says for everybody, in French and English; other words name fewer readers. */
const EVERYONE = new Set(["tout le monde", "everyone", "public"]);

/** No composer of the page reaches beyond; on a long timeline the search need not either. */
const MAIN = 'main, [role="main"]';

export const x: Site = {
  name: "x",
  hosts: ["x.com", "mobile.x.com", "pro.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"],

  editorAt: (node) => node.closest<HTMLElement>(EDITOR),

  composerOf(node) {
    // the composer of the home page stays in place, and editable, behind the dialog
    const dialog = node.closest<HTMLElement>('[role="dialog"]');
    if (dialog?.querySelector(EDITOR)) return composerIn(dialog);
    const scope = widest(node);
    if (scope === null) return null;
    const parts = [...scope.querySelectorAll(`${EDITOR}, ${POST}`)];
    let root = parts[0]?.parentElement;
    while (root && !parts.every((part) => root?.contains(part))) root = root.parentElement;
    return root ? composerIn(root) : null;
  },

  blocksOf: (editor) => editor.querySelectorAll('[data-block="true"]'),
  postButtonAt: (node) => node.closest<HTMLElement>(POST),

  postButtonOf(composer) {
    const buttons = [...composer.root.querySelectorAll<HTMLElement>(POST)];
    return buttons.find(isEnabled) ?? buttons[0] ?? null;
  },

  audienceOf({ root, editors }) {
    const [first] = editors;
    const buttons = [...root.querySelectorAll(AUDIENCE)];
    const button = buttons.find((one) => first && one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING);
    const name = button ? lineOf(button) : "";
    if (name === "") return null;
    return EVERYONE.has(name.toLowerCase()) ? { kind: "public" } : { kind: "limited", name };
  },

  publishes: (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey),
  fileInputFor: (node) => x.composerOf(node)?.root.querySelector<HTMLInputElement>('input[data-testid="fileInput"]') ?? null,
  // a thread takes a part's text over when the part loses the focus
  blursBeforePost: (composer) => composer.editors.length > 1,
};

/** The widest element around `node`, inside the main column, that holds an editor and one Post button only: another one is another composer. */
function widest(node: Element): HTMLElement | null {
  let found: HTMLElement | null = null;
  for (let scope = node.parentElement; scope && scope !== document.body; scope = scope.parentElement) {
    const buttons = scope.querySelectorAll(POST).length;
    if (buttons > 1) break;
    if (buttons === 1 && scope.querySelector(EDITOR)) found = scope;
    if (scope.matches(MAIN)) break;
  }
  return found;
}

function composerIn(root: HTMLElement): Composer {
  return { root, editors: [...root.querySelectorAll<HTMLElement>(EDITOR)] };
}
