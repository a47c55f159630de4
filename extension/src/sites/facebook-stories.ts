/**
 * Facebook: the text of a story, at /stories/create. A native text field beside a preview; two buttons at the end of
 * the panel, one discards and the last one shares. Counted with Facebook in settings and history.
 * Not covered: text laid over a photo inside the preview, and a story's photo when it comes through the preview itself.
 */
import { isBefore, isEnabled, labelOf, type Site } from "./site.ts";

const PATH = /^\/stories\/create(?:\/|$)/;
const EDITOR = "textarea";
const BUTTON = '[role="button"]';
/** French and English words of the button that shares; a hint beside its place. */
const SHARE = /\b(?:story|stories)\b/;

export const facebookStories: Site = {
  name: "facebook",
  hosts: ["www.facebook.com", "m.facebook.com", "web.facebook.com"],

  editorAt: (node) => (PATH.test(location.pathname) ? node.closest<HTMLElement>(EDITOR) : null),

  composerOf(node) {
    if (!PATH.test(location.pathname)) return null;
    for (let root = node.parentElement; root && root !== document.body; root = root.parentElement) {
      const editor = root.querySelector<HTMLElement>(EDITOR);
      // a list of fonts and colours comes between; the panel ends with two buttons that have words
      if (editor && buttonsAfter(editor, root).length > 1) return { root, editors: [editor] };
    }
    return null;
  },

  blocksOf: (editor) => [editor],

  postButtonAt(node) {
    const button = node.closest<HTMLElement>(BUTTON);
    const composer = button && facebookStories.composerOf(button);
    return composer && button === facebookStories.postButtonOf(composer) ? button : null;
  },

  postButtonOf({ root, editors: [editor] }) {
    const buttons = editor ? buttonsAfter(editor, root) : [];
    return buttons.find((button) => SHARE.test(labelOf(button)) && isEnabled(button)) ?? buttons.at(-1) ?? null;
  },

  audienceOf: () => null,
  publishes: () => false,
  fileInputFor: () => null,
  blursBeforePost: () => false,
};

/** The buttons behind the editor that say something; a colour says nothing but its label. */
function buttonsAfter(editor: HTMLElement, root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(BUTTON)].filter(
    (button) => isBefore(editor, button) && (button.textContent ?? "").trim() !== "",
  );
}
