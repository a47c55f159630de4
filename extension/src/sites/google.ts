/**
 * Google: an owner's answer to a review, at .../customers/reviews and .../customers/reviews/reply, on business.google.com
 * and in the frame that a search for one's own practice opens (www.google.com/local/business/...). A native text field;
 * the button that sends is known by its `jsname` (seen by others in 2025), else by its words, else by its place.
 * Not covered: posts, offers, questions and answers, and the description of the practice.
 */
import { isBefore, isEnabled, labelOf, nearestWith, type Site } from "./site.ts";

const PATH = /\/customers\/reviews?(?:\/|$)|^\/(?:u\/\d+\/)?(?:groups\/[^/]+\/)?reviews(?:\/|$)/;
const EDITOR = "textarea";
const BUTTON = 'button, [role="button"]';
const SEND = 'button[jsname="hrGhad"]';
/** French and English words of the button that sends. */
const WORDS = /^(?:répondre|publier(?: la réponse)?|envoyer|enregistrer|mettre à jour|reply|post(?: reply)?|submit|send|save|update)$/;

export const google: Site = {
  name: "google",
  hosts: ["business.google.com", "www.google.com"],
  context: "review_answer",

  editorAt: (node) => (PATH.test(location.pathname) ? node.closest<HTMLElement>(EDITOR) : null),

  composerOf(node) {
    if (!PATH.test(location.pathname)) return null;
    const editor = node.closest<HTMLElement>(EDITOR) ?? nearestWith(node, EDITOR)?.querySelector<HTMLElement>(EDITOR);
    if (!editor) return null;
    let root = editor.parentElement;
    while (root && root !== document.body && buttonsAfter(editor, root).length === 0) root = root.parentElement;
    return root?.contains(node) ? { root, editors: [editor] } : null;
  },

  blocksOf: (editor) => [editor],

  postButtonAt(node) {
    const button = node.closest<HTMLElement>(BUTTON);
    const composer = button && google.composerOf(button);
    return composer && button === google.postButtonOf(composer) ? button : null;
  },

  postButtonOf({ root, editors: [editor] }) {
    const buttons = editor ? buttonsAfter(editor, root) : [];
    const byWords = buttons.filter((button) => WORDS.test(labelOf(button)));
    return buttons.find((button) => button.matches(SEND)) ?? byWords.find(isEnabled) ?? byWords[0] ?? buttons[0] ?? null;
  },

  audienceOf: () => ({ kind: "public" }),
  publishes: () => false,
  fileInputFor: () => null,
  blursBeforePost: () => false,
};

function buttonsAfter(editor: HTMLElement, root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(BUTTON)].filter((button) => isBefore(editor, button));
}
