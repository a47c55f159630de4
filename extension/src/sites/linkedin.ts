/**
 * LinkedIn: posts (in their dialog), comments and replies. The editor is Quill, and ProseMirror where LinkedIn has drawn
 * its pages anew (seen by others in 2025 and 2026); there classes are obfuscated and `componentkey` names the button.
 * Not covered: messages, articles, the headline and the profile.
 */
import { isEnabled, nearestWith, type Site } from "./site.ts";

const EDITOR = '.ql-editor[contenteditable="true"], .ProseMirror[contenteditable="true"]';
const POST = 'button[class*="share-actions__primary-action"]';
const COMMENT = 'button[class*="comments-comment-box__submit-button"], button[componentkey*="commentButtonSection" i]';
const COMMENT_FORM = 'form[class*="comments-comment-box"]';
const SUBMIT = `${POST}, ${COMMENT}`;
/** What holds a message or an article has the same editor. */
const ELSEWHERE = '[class*="msg-form"], [data-test-article-editor-content-textbox], [class*="article-editor"]';

export const linkedin: Site = {
  name: "linkedin",
  hosts: ["www.linkedin.com"],

  editorAt(node) {
    const editor = node.closest<HTMLElement>(EDITOR);
    return editor && !editor.closest(ELSEWHERE) ? editor : null;
  },

  composerOf(node) {
    const editor = linkedin.editorAt(node) ?? nearestWith(node, EDITOR)?.querySelector<HTMLElement>(EDITOR);
    if (!editor || !linkedin.editorAt(editor)) return null;
    // a comment's button comes with its first word; until then its form is known all the same
    // the boxes of two comments in one dialog are two composers
    const root = editor.closest<HTMLElement>(COMMENT_FORM) ?? editor.closest<HTMLElement>('[role="dialog"]') ?? editor.closest<HTMLElement>("form") ?? nearestWith(editor, SUBMIT);
    if (root) return root.contains(node) ? { root, editors: [editor] } : null;
    return editor.contains(node) && editor.parentElement ? { root: editor.parentElement, editors: [editor] } : null;
  },

  // Quill keeps one line a child, in a list too
  blocksOf: (editor) => editor.querySelectorAll(":scope > :not(ol, ul), :scope > :is(ol, ul) > li"),

  postButtonAt(node) {
    const button = node.closest<HTMLElement>(SUBMIT);
    return button && linkedin.composerOf(button) ? button : null;
  },

  postButtonOf({ root }) {
    const buttons = [...root.querySelectorAll<HTMLElement>(SUBMIT)];
    return buttons.find(isEnabled) ?? buttons[0] ?? null;
  },

  audienceOf: () => null,
  // Enter makes a new line everywhere
  publishes: () => false,
  fileInputFor: (node) => linkedin.composerOf(node)?.root.querySelector<HTMLInputElement>('input[type="file"]') ?? null,
  blursBeforePost: () => false,
};
