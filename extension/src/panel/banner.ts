/** The banner: one card beside the composer that says what was noticed, why, and what can be done. */
import { CROSS, drawing, el, MARK } from "./elements.ts";
import { fitsAlong, place, widthBeside } from "./place.ts";
import type { Reason } from "./speech.ts";
import { onPress, type Surface } from "./surface.ts";
import type { Say } from "../words.ts";

/** How pressing it is. It decides the colour of the edge; the words say the same. */
export type Tone = "quiet" | "warn" | "strong";

export interface Action {
  label: string;
  act(): void;
  /** Publishes or discards: refused while the card is new or something lies over it. */
  weighty?: boolean;
  primary?: boolean;
  /** Says that it was done, in the place of its label. */
  done?: string;
}

export interface BannerWords {
  tone: Tone;
  title: string;
  note?: string;
  reasons?: readonly Reason[];
  actions?: readonly Action[];
  /** Called when the doctor puts the banner away; `hadFocus`: the focus was in it, and has to go somewhere. */
  onDismiss?(hadFocus: boolean): void;
}

export interface Banner {
  /** Shows `words` beside `anchor`, in place of what was shown before. */
  show(anchor: HTMLElement, words: BannerWords): void;
  hide(): void;
  /** Puts the banner away as the doctor does with Escape; false when there is none. */
  dismiss(): boolean;
  readonly anchor: HTMLElement | null;
}

/** Nobody reads and decides faster; a page that draws a button under the pointer is too early. */
const DWELL_MS = 400;
const REASONS_SHOWN = 3;
/** In CSS pixels: as wide as it likes to be, and as narrow as it can still be read beside a dialog. */
const WIDE = 400;
const NARROW = 280;

export function createBanner(surface: Surface, say: () => Say, themeOf: () => "light" | "dark"): Banner {
  const card = el("section", { popover: "manual", class: "card banner" });
  surface.root.append(card);
  let anchor: HTMLElement | null = null;
  let shownAt = 0;
  let current: BannerWords | null = null;
  let frame = 0;
  const follow = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(move);
  };
  // removal from the page is a change of size, too
  const sizes = new ResizeObserver(follow);

  function move(): void {
    if (!anchor) return;
    const around = anchor.getBoundingClientRect();
    if (!anchor.isConnected || around.width === 0) {
      hide();
      return;
    }
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
    card.style.width = `${Math.min(WIDE, view.width - 16)}px`;
    const size = (): { width: number; height: number } => ({ width: card.offsetWidth, height: card.offsetHeight });
    if (!fitsAlong(around, size(), view)) card.style.width = `${widthBeside(around, WIDE, NARROW, view)}px`;
    const at = place(around, size(), view);
    card.style.transform = `translate(${Math.round(at.left)}px, ${Math.round(at.top)}px)`;
  }

  function show(near: HTMLElement, words: BannerWords): void {
    const isNew = current === null;
    const expanded = openReason();
    const hadWeighty = current?.actions?.some(({ weighty }) => weighty) ?? false;
    current = words;
    // the time starts with the buttons that need it
    if (!hadWeighty || anchor !== near) shownAt = performance.now();
    if (anchor !== near) {
      sizes.disconnect();
      sizes.observe(near);
      anchor = near;
    }
    card.dataset["tone"] = words.tone;
    card.dataset["theme"] = themeOf();
    card.lang = say().language;
    card.setAttribute("aria-label", "Primum");
    card.replaceChildren(...content(words, expanded));
    surface.open(card, near, (event) => event.key === "Escape" && dismiss());
    if (isNew) {
      window.addEventListener("scroll", follow, { capture: true, passive: true });
      window.addEventListener("resize", follow, { passive: true });
    }
    move();
    surface.announce(spoken(words));
  }

  function hide(): void {
    if (current === null) return;
    current = null;
    anchor = null;
    sizes.disconnect();
    cancelAnimationFrame(frame);
    window.removeEventListener("scroll", follow, { capture: true });
    window.removeEventListener("resize", follow);
    surface.close(card);
    card.replaceChildren();
  }

  function dismiss(): boolean {
    if (current === null) return false;
    const { onDismiss } = current;
    const hadFocus = card.contains(surface.root.activeElement);
    hide();
    onDismiss?.(hadFocus);
    return true;
  }

  function content(words: BannerWords, expanded: string | null): Node[] {
    const close = el("button", { type: "button", class: "icon", "aria-label": say()("close") }, drawing(...CROSS));
    onPress(close, dismiss);
    const parts: Node[] = [
      el("header", {}, drawing(...MARK), el("h2", {}, words.title), close),
      ...(words.note ? [el("p", { class: "note" }, words.note)] : []),
    ];
    const shown = words.reasons?.slice(0, REASONS_SHOWN) ?? [];
    if (shown.length > 0) parts.push(el("ul", {}, ...shown.map((reason) => reasonItem(reason, reason.line === expanded))));
    const more = (words.reasons?.length ?? 0) - shown.length;
    if (more > 0) parts.push(el("p", { class: "note" }, say()("more_reasons", { count: more })));
    if (words.actions?.length) parts.push(el("footer", {}, ...words.actions.map(actionButton)));
    return parts;
  }

  function reasonItem(reason: Reason, open: boolean): HTMLElement {
    const passages = reason.passages.map((passage) => el("q", {}, passage));
    const item = el("li", {}, el("p", { class: "passages" }, ...passages), el("p", { class: "line" }, reason.line));
    if (reason.why === "") return item;
    const why = el("div", { class: "why" }, el("p", {}, reason.why), el("p", { class: "ground" }, say()("ground", { article: reason.article })));
    why.hidden = !open;
    const ask = el("button", { type: "button", class: "link", "aria-expanded": String(open) }, say()("why"));
    ask.dataset["line"] = reason.line;
    onPress(ask, () => {
      why.hidden = !why.hidden;
      ask.setAttribute("aria-expanded", String(!why.hidden));
      move();
    });
    item.append(ask, why);
    return item;
  }

  /** The reason whose « Pourquoi ? » stands open, so that it stays open while typing goes on. */
  function openReason(): string | null {
    return card.querySelector<HTMLElement>('[aria-expanded="true"]')?.dataset["line"] ?? null;
  }

  function actionButton(action: Action): HTMLElement {
    const button = el("button", { type: "button", class: action.primary ? "primary" : "plain" }, action.label);
    onPress(button, () => {
      if (action.weighty && (performance.now() - shownAt < DWELL_MS || !surface.isUncovered(button))) return;
      action.act();
      if (action.done) {
        button.textContent = action.done;
        surface.announce(action.done);
      }
    });
    return button;
  }

  return {
    show,
    hide,
    dismiss,
    get anchor() {
      return anchor;
    },
  };
}

function spoken({ title, note, reasons }: BannerWords): string {
  const said = (reasons ?? []).map(({ line, passages }) => `${passages.join(", ")}. ${line}`);
  return [title, note ?? "", ...said].filter(Boolean).join(" ");
}
