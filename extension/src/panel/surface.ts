/**
 * Where the interface lives inside a foreign page: a bare element with a closed shadow root, shown in the top layer.
 * Owns the element, its style, the live region, and the shield that keeps what happens in here from the page.
 */
import bannerStyle from "./banner.css";
import cardStyle from "./panel.css";
import reviewStyle from "./review.css";
import { el, say } from "./said.ts";
import { createSight } from "./sight.ts";

export interface Surface {
  readonly root: ShadowRoot;
  /** Opens `card` where it can be reached from `near`: inside an open modal dialog, else at the end of the page. */
  open(card: HTMLElement, near: Element, onKey: OnKey, onPointerDown?: OnPointerDown): void;
  /** Closes `card`; with the last one the surface leaves the page. */
  close(card: HTMLElement): void;
  /** Says `text` to a screen reader without moving the focus. */
  announce(text: string): void;
  /** Follows the pointer that `event` has put down, wherever it goes, until it is up again. */
  drag(event: PointerEvent, move: (event: PointerEvent) => void, end: () => void): void;
  /** Whether `element` can be seen and hit: nothing of the page lies over it or its card. */
  isUncovered(element: Element): boolean;
  /** Shows an open `card` above whatever the page has laid over it. */
  raise(card: HTMLElement): void;
}

/** What a key inside a card does first; true when it has been used up. */
export type OnKey = (event: KeyboardEvent) => boolean;

/** What a pointer that goes down inside a card does; `hit` is the element under it. */
export type OnPointerDown = (event: PointerEvent, hit: Element) => void;

/** Events that the page must not hear about. Focus is left alone: the page has to know that it lost it. */
const SHIELDED = [
  "pointerdown",
  "pointerup",
  "mousedown",
  "mouseup",
  "click",
  "dblclick",
  "auxclick",
  "contextmenu",
  "touchstart",
  "touchend",
  "keydown",
  "keyup",
  "keypress",
] as const;

const ANNOUNCE_MS = 150;

type Press = (event: MouseEvent) => void;
const presses = new WeakMap<Element, Press>();

/** Makes `button` do `act` when a person presses it; a page can only forge untrusted events. */
export function onPress(button: HTMLButtonElement, act: () => void): void {
  const press: Press = (event) => {
    if (event.isTrusted && !button.disabled && button.getAttribute("aria-disabled") !== "true") act();
  };
  presses.set(button, press);
  // an assistive tool may press without a pointer and without the focus: such a click comes here
  button.addEventListener("click", press);
}

/** `listen` registers on the window, in the capture phase, before any listener of the page. */
export function createSurface(listen: (type: string, handle: (event: Event) => void) => void): Surface {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const status = el("div", { role: "status", class: "unseen" });
  adopt(root);
  root.append(status);

  const keys = new WeakMap<Node, OnKey>();
  const pointers = new WeakMap<Node, OnPointerDown>();
  const sight = createSight();
  let announcing: ReturnType<typeof setTimeout> | undefined;
  /** Follows the pointer that is dragging something; what happens on the host itself comes through the shield only. */
  let dragged: ((event: Event) => void) | null = null;

  /** The card that wants to be answered before anything else: it lies above the others, and they rest meanwhile. */
  const modal = (): HTMLElement | null => root.querySelector<HTMLElement>('[aria-modal="true"]:popover-open');
  const letRest = (): void => {
    const above = modal();
    for (const card of root.querySelectorAll<HTMLElement>(".card")) card.inert = above !== null && card !== above;
  };

  const surface: Surface = {
    root,
    open(card, near, onKey, onPointerDown) {
      keys.set(card, onKey);
      if (onPointerDown) pointers.set(card, onPointerDown);
      // what has left the page is no place to be shown in
      const home = (near.isConnected && near.closest('dialog:modal, [aria-modal="true"]')) || document.documentElement;
      if (host.parentNode !== home) {
        // a move closes what was open
        const open = [...root.querySelectorAll<HTMLElement>(":popover-open")];
        home.append(host);
        for (const one of open) one.showPopover();
      }
      if (!card.matches(":popover-open")) {
        card.showPopover();
        // the lines under words lie in a sheet that has no size of its own
        if (card.matches(".card")) sight.follow(card);
      }
      const above = modal();
      if (above && above !== card) surface.raise(above);
      letRest();
    },
    raise(card) {
      const above = modal();
      if (!card.matches(":popover-open") || (above && above !== card)) return;
      const focused = root.activeElement;
      sight.leave(card);
      card.hidePopover();
      // what was shown last lies on top
      card.showPopover();
      sight.follow(card);
      if (focused instanceof HTMLElement && card.contains(focused)) focused.focus({ preventScroll: true });
    },
    close(card) {
      sight.leave(card);
      if (card.matches(":popover-open")) card.hidePopover();
      letRest();
      if (root.querySelector(":popover-open")) return;
      clearTimeout(announcing);
      say(status, "");
      host.remove();
    },
    announce(text) {
      // a live region must have been there for a moment before its words are read, and what was read once is enough
      clearTimeout(announcing);
      announcing = setTimeout(() => say(status, text), ANNOUNCE_MS);
    },
    drag({ pointerId }, move, end) {
      const done = new AbortController();
      const follow = (event: Event): void => {
        if (!(event instanceof PointerEvent) || event.pointerId !== pointerId || !event.isTrusted) return;
        event.stopImmediatePropagation();
        if (event.type === "pointermove") move(event);
        else {
          done.abort();
          dragged = null;
          end();
        }
      };
      dragged = follow;
      for (const type of ["pointermove", "pointerup", "pointercancel"]) {
        window.addEventListener(type, follow, { capture: true, signal: done.signal });
      }
      host.setPointerCapture(pointerId);
    },
    isUncovered(element) {
      const card = element.closest("[popover]");
      if (card && !sight.isClear(card)) return false;
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const inner = root.elementFromPoint(x, y);
      return document.elementFromPoint(x, y) === host && inner !== null && element.contains(inner);
    },
  };

  for (const type of SHIELDED) {
    listen(type, (event) => {
      // from out here, whatever happens inside happens to the host
      if (event.target === host) shield(event);
    });
  }

  function shield(event: Event): void {
    if (event.type === "keydown" && event instanceof KeyboardEvent) {
      const onKey = keys.get(root.activeElement?.closest(".card") ?? root);
      if (event.isTrusted && onKey?.(event)) event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.type === "click" && event instanceof MouseEvent) {
      const hit = event.detail === 0 ? root.activeElement : root.elementFromPoint(event.clientX, event.clientY);
      const button = hit?.closest("button");
      const press = button && presses.get(button);
      if (!press) return;
      event.stopImmediatePropagation();
      press(event);
      return;
    }
    if (event.type === "pointerdown" && event instanceof PointerEvent && event.isTrusted) {
      const hit = root.elementFromPoint(event.clientX, event.clientY);
      const onPointerDown = hit && pointers.get(hit.closest(".card") ?? root);
      if (onPointerDown) onPointerDown(event, hit);
    }
    if (event.type === "pointerup") dragged?.(event);
    // a press must not take the focus out of the composer
    if (event.type === "mousedown" && !root.querySelector(".review:popover-open")) event.preventDefault();
    event.stopImmediatePropagation();
  }

  return surface;
}

const style = [cardStyle, bannerStyle, reviewStyle].join("\n");

function adopt(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox refuses adopted sheets from a content script (bugzilla 1751346)
    const sheet = document.createElement("style");
    sheet.textContent = style;
    root.append(sheet);
  }
}
