/**
 * X: direct messages, on their own page and in the drawer, in both composers that X shows (measured by others until
 * August 2026): the old one with Draft.js, the new one with a native text field. Enter sends, Shift+Enter is a new line.
 * Not covered: voice messages, reactions, the passcode.
 */
import { isEnabled, isSendingEnter, nearestWith, type Site } from "./site.ts";

// the old id has stood on the editor itself and on an element around it
const EDITOR = [
  'textarea[data-testid="dm-composer-textarea"]',
  '[data-testid="dmComposerTextInput"][contenteditable="true"]',
  '[data-testid="dmComposerTextInput"] [contenteditable="true"]',
].join(", ");
const SEND = '[data-testid="dm-composer-send-button"], [data-testid="dmComposerSendButton"]';

export const xMessages: Site = {
  name: "x_messages",
  hosts: ["x.com", "mobile.x.com", "pro.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"],
  home: /^\/(?:messages|i\/chat)(?:\/|$)/,

  editorAt: (node) => node.closest<HTMLElement>(EDITOR),

  composerOf(node) {
    const editor = node.closest<HTMLElement>(EDITOR) ?? nearestWith(node, EDITOR)?.querySelector<HTMLElement>(EDITOR);
    if (!editor) return null;
    // the button may come with the first word only
    const root = nearestWith(editor, SEND) ?? editor.parentElement;
    return root?.contains(node) ? { root, editors: [editor] } : null;
  },

  blocksOf: (editor) => (editor instanceof HTMLTextAreaElement ? [editor] : editor.querySelectorAll('[data-block="true"]')),

  postButtonAt(node) {
    const button = node.closest<HTMLElement>(SEND);
    return button && xMessages.composerOf(button) ? button : null;
  },

  postButtonOf({ root }) {
    const buttons = [...root.querySelectorAll<HTMLElement>(SEND)];
    return buttons.find(isEnabled) ?? buttons[0] ?? null;
  },

  audienceOf: () => null,
  publishes: (event) => isSendingEnter(event),
  fileInputFor: (node) => xMessages.composerOf(node)?.root.querySelector<HTMLInputElement>('input[type="file"]') ?? null,
  blursBeforePost: () => false,
};
