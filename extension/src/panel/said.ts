/**
 * What the panel says, out of the page's hearing. A closed shadow root keeps its nodes from the page but not its words:
 * `window.find` looks through it, and in Firefox the selection then holds what was found (seen in Chromium 156 and in
 * Firefox ESR 153). So the words are no text of the tree: the style sheet draws them from an attribute, where a search
 * does not look and assistive tools read them as any text.
 */
import { el as element } from "./elements.ts";

type Attributes = Readonly<Record<string, string>>;

/** Makes an element whose words are drawn by the style sheet. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  return element(name, attributes, ...children.map((child) => (typeof child === "string" ? said(child) : child)));
}

/** Words as a node of their own. */
export function said(words: string): HTMLElement {
  return element("span", { class: "said", "data-said": words });
}

/** Lets `place` say `words` in place of what it said, unless it says just that. */
export function say(place: Element, words: string): void {
  const [now] = place.children;
  if (now instanceof HTMLElement && now.dataset["said"] === words) return;
  place.replaceChildren(...(words === "" ? [] : [said(words)]));
}
