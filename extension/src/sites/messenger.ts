/**
 * Messenger: on messenger.com, on facebook.com/messages and in the chat windows of any page of Facebook. The editor is
 * Lexical, as in a post; a message sits in no post dialog, no comment form and no article. Enter sends. Labels are
 * translated, so the button that sends is the last one of the row, which is a group.
 * Not covered: voice messages, polls, the notes above the chats.
 */
import { isBefore, isSendingEnter, type Site } from "./site.ts";

const EDITOR = '[contenteditable="true"][data-lexical-editor="true"][role="textbox"]';
const BUTTON = '[role="button"]';
/** Where Facebook's posts, comments and replies are written. */
const ELSEWHERE = 'form, [role="article"], [role="dialog"]';

export const messenger: Site = {
  name: "messenger",
  hosts: ["www.messenger.com", "messenger.com", "www.facebook.com", "m.facebook.com", "web.facebook.com"],
  home: /^\/messages(?:\/|$)/,

  editorAt(node) {
    const editor = node.closest<HTMLElement>(EDITOR);
    return editor && !editor.closest(ELSEWHERE) ? editor : null;
  },

  composerOf(node) {
    const editor = messenger.editorAt(node);
    const root = editor ? rowOf(editor) : node.closest<HTMLElement>('[role="group"]');
    const [first] = root?.querySelectorAll<HTMLElement>(EDITOR) ?? [];
    return root && first && messenger.editorAt(first) ? { root, editors: [first] } : null;
  },

  // Lexical keeps one paragraph a child
  blocksOf: (editor) => editor.children,

  postButtonAt(node) {
    const button = node.closest<HTMLElement>(BUTTON);
    const composer = button && messenger.composerOf(button);
    return composer && button === messenger.postButtonOf(composer) ? button : null;
  },

  postButtonOf({ root, editors: [editor] }) {
    const buttons = [...root.querySelectorAll<HTMLElement>(BUTTON)];
    return buttons.filter((button) => editor && isBefore(editor, button)).at(-1) ?? null;
  },

  audienceOf: () => null,

  publishes(event, editor) {
    // with a list of names open, Enter picks a name
    return isSendingEnter(event) && editor.getAttribute("aria-expanded") !== "true" && !editor.hasAttribute("aria-activedescendant");
  },

  fileInputFor: () => null,
  blursBeforePost: () => false,
};

/** The row of the editor with its tools: the outermost group around it that holds no other editor. */
function rowOf(editor: HTMLElement): HTMLElement | null {
  let row: HTMLElement | null = null;
  for (let group = editor.closest<HTMLElement>('[role="group"]'); group; ) {
    if (group.querySelectorAll(EDITOR).length > 1) break;
    row = group;
    group = group.parentElement?.closest<HTMLElement>('[role="group"]') ?? null;
  }
  return row ?? editor.parentElement;
}
