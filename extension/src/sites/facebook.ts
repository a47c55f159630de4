/**
 * Facebook: the dialog that creates a post, comments and replies. The editor is Lexical. Classes are obfuscated and
 * labels translated, so a composer is known by its structure; a label is a hint at most. Posts of groups and pages
 * included. Not covered: Marketplace, which is left alone, and what other adapters have (Messenger shares the editor, but
 * sits in neither a post dialog nor a comment form).
 */
import { countIn, isEnabled, isSendingEnter, lineOf, type Audience, type Composer, type Site } from "./site.ts";

const EDITOR = '[contenteditable="true"][data-lexical-editor="true"][role="textbox"]';
const BUTTON = '[role="button"]';
const MARKETPLACE = /^\/marketplace(?:\/|$)/;
const COMMENT_SUBMIT = "#focused-state-composer-submit";
/** French and English labels of the buttons that publish or lead to publishing; a hint beside the structure. */
const POST_LABELS = new Set(["publier", "post", "suivant", "next", "partager", "share", "partager maintenant", "share now"]);
/** A link to a group itself, not to a post or a member in it. */
const GROUP = /\/groups\/[^/?#]+\/?(?:[?#]|$)/;
const MEMBERS = 'a[href*="/members"]';
/** The same word in French and in English; other languages are not known here, and nothing is said then. */
const PUBLIC = "public";

export const facebook: Site = {
  name: "facebook",
  hosts: ["www.facebook.com", "m.facebook.com", "web.facebook.com"],

  editorAt(node) {
    const editor = node.closest<HTMLElement>(EDITOR);
    return editor && rootOf(editor) ? editor : null;
  },

  composerOf(node) {
    const root = rootOf(node);
    if (root === null) return null;
    const editors = [...root.querySelectorAll<HTMLElement>(EDITOR)].filter((editor) => rootOf(editor) === root);
    return editors.length > 0 ? { root, editors } : null;
  },

  // Lexical keeps one paragraph a child
  blocksOf: (editor) => editor.children,

  postButtonAt(node) {
    const button = node.closest<HTMLElement>(BUTTON);
    if (button === null) return null;
    const composer = facebook.composerOf(button);
    if (composer === null) return null;
    return button === facebook.postButtonOf(composer) || (!isComment(composer.root) && hasPostLabel(button)) ? button : null;
  },

  postButtonOf(composer) {
    const comment = isComment(composer.root);
    const submit = comment ? composer.root.querySelector<HTMLElement>(`${COMMENT_SUBMIT} ${BUTTON}`) : null;
    if (submit) return submit;
    const buttons = ownButtons(composer);
    return (comment ? null : buttons.find((button) => hasPostLabel(button) && isEnabled(button))) ?? buttons.at(-1) ?? null;
  },

  audienceOf(composer) {
    return groupOf(composer.root) ?? (isComment(composer.root) ? null : chosenIn(composer));
  },

  publishes(event, editor) {
    if (!isSendingEnter(event)) return false;
    // with a list of names open, Enter picks a name
    if (editor.getAttribute("aria-expanded") === "true" || editor.hasAttribute("aria-activedescendant")) return false;
    const root = rootOf(editor);
    return root !== null && isComment(root);
  },

  // its own handlers take a dropped or pasted photo, and a comment box may show no input until asked
  fileInputFor: () => null,
  blursBeforePost: () => false,
};

/** The comment form or the dialog around `node`; the nearest one counts, for a dialog may show a post with comments. */
function rootOf(node: Element): HTMLElement | null {
  if (MARKETPLACE.test(location.pathname)) return null;
  const root = node.closest<HTMLElement>('form, [role="dialog"], [role="article"]');
  if (root === null) return null;
  if (root.matches('[role="dialog"]')) return root;
  if (root.matches("form") && isComment(root)) return root;
  // a post's own form lies inside its dialog
  return root.matches("form") ? root.closest<HTMLElement>('[role="dialog"]') : null;
}

function isComment(root: HTMLElement): boolean {
  return root.matches('form[role="presentation"], [role="article"] form');
}

/** The group that the post under a comment is in, or the one whose page this is. */
function groupOf(root: HTMLElement): Audience | null {
  const article = isComment(root) ? outermost(root, '[role="article"]') : null;
  const here = /^\/groups\/[^/]+/.exec(location.pathname)?.[0];
  const scope = article ?? (here ? document.querySelector('[role="main"]') : null);
  const link = [...(scope?.querySelectorAll("a[href]") ?? [])].find(
    (one) => GROUP.test(one.getAttribute("href") ?? "") && lineOf(one) !== "",
  );
  if (!link) return null;
  const members = here ? document.querySelector(MEMBERS) : null;
  return { kind: "group", name: lineOf(link), members: members && countIn(lineOf(members)) };
}

/** What the button above the editor says, when it says that everybody can read it. */
function chosenIn({ root, editors: [first] }: Composer): Audience | null {
  const above = [...root.querySelectorAll(BUTTON)].filter(
    (button) => first && button.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return above.some((button) => lineOf(button).toLowerCase() === PUBLIC) ? { kind: "public" } : null;
}

function outermost(node: Element, selector: string): Element | null {
  let found: Element | null = null;
  for (let one = node.closest(selector); one; one = one.parentElement?.closest(selector) ?? null) found = one;
  return found;
}

/** The buttons that follow the last editor, less those of a comment form inside. */
function ownButtons(composer: Composer): HTMLElement[] {
  const last = composer.editors.at(-1);
  return [...composer.root.querySelectorAll<HTMLElement>(BUTTON)].filter(
    (button) =>
      rootOf(button) === composer.root &&
      last !== undefined &&
      Boolean(last.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING),
  );
}

function hasPostLabel(button: HTMLElement): boolean {
  return POST_LABELS.has((button.getAttribute("aria-label") ?? button.textContent ?? "").trim().toLowerCase());
}
