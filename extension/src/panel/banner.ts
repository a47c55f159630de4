/** The banner: one card beside the composer that says what was noticed, why, and what can be done. */
import { rememberCaret } from "./caret.ts";
import { CROSS, drawing, MARK } from "./elements.ts";
import { fitsAlong, heightAlong, place, widthBeside } from "./place.ts";
import { el } from "./said.ts";
import type { Group, Reason } from "./speech.ts";
import { onPress, type Surface } from "./surface.ts";
import type { Say } from "../words.ts";

/** How pressing it is. It decides the colour of the edge; the words say the same. */
export type Tone = "quiet" | "warn" | "strong";

export interface Action {
  label: string;
  act(): void;
  /** What it is called by while its label changes; else its label. */
  key?: string;
  /** Publishes or discards: refused while the card is new or something lies over it. */
  weighty?: boolean;
  primary?: boolean;
  /** A line of text rather than a button: for what is offered by the way. */
  quiet?: boolean;
}

export interface BannerWords {
  tone: Tone;
  title: string;
  note?: string | undefined;
  /** Who can read the composer's text: context, never a reason by itself. */
  audience?: string | undefined;
  groups?: readonly Group[];
  /** Something to read or to compare, below the reasons. */
  extra?: HTMLElement | undefined;
  actions?: readonly Action[];
  /** Called when the doctor says that a reason is none. */
  onFalseAlarm?(reason: Reason): void;
  /** Called when the doctor wants to hear less of a rule; it is offered for reasons that are nearly always passed over. */
  onQuieter?(reason: Reason): void;
  /** Called when the doctor puts the banner away; `hadFocus`: the focus was in it, and has to go somewhere. */
  onDismiss?(hadFocus: boolean): void;
}

export interface Banner {
  /** Shows `words` beside `anchor`, in place of what was shown before. */
  show(anchor: HTMLElement, words: BannerWords): void;
  hide(): void;
  /** Puts the banner away as the doctor does with Escape; false when there is none. */
  dismiss(): boolean;
  /** Moves the focus into the banner, because the doctor asked for it; false when there is none. */
  enter(): boolean;
  /** Whether the doctor can see it now: it has been there long enough and nothing of the page lies over it. */
  isInSight(): boolean;
  readonly anchor: HTMLElement | null;
  /** What is shown now. */
  readonly words: BannerWords | null;
}

/** Nobody reads and decides faster; a page that draws a button under the pointer is too early. */
const DWELL_MS = 400;
const REASONS_SHOWN = 3;
/** In CSS pixels: as wide as it likes to be, as narrow as it can still be read beside a dialog, and as low. */
const WIDE = 400;
const NARROW = 280;
const LOW = 220;

export function createBanner(surface: Surface, say: () => Say, themeOf: () => "light" | "dark"): Banner {
  const card = el("section", { popover: "manual", class: "card banner", "aria-label": "Primum" });
  surface.root.append(card);
  let anchor: HTMLElement | null = null;
  /** Since when what publishes stands where it stands. */
  let settledAt = 0;
  let settledAtPlace = "";
  let current: BannerWords | null = null;
  let frame = 0;
  /** How high the card is at a width, with the words it has now: measured once, for a composer grows at many keys. */
  const heights = new Map<number, number>();
  /** Puts the caret back where it was when the doctor came in with the keyboard. */
  let caretBack: (() => void) | null = null;
  /** What stands open: the rules whose « Pourquoi ? » is read, and whether every reason is shown. */
  const open = new Set<string>();
  let showsAll = false;
  const follow = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(move);
  };
  const followAnew = (): void => {
    heights.clear();
    follow();
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
    let width = Math.min(WIDE, view.width - 16);
    let lowered: number | null = null;
    if (!fitsAlong(around, { width, height: heightAt(width) }, view)) {
      const beside = widthBeside(around, NARROW, view);
      if (beside !== null) width = Math.min(WIDE, beside);
      else lowered = heightAlong(around, LOW, view);
    }
    const height = lowered ?? heightAt(width);
    card.style.width = `${width}px`;
    card.style.maxHeight = lowered === null ? "" : `${lowered}px`;
    const at = place(around, { width, height }, view);
    card.style.transform = `translate(${Math.round(at.left)}px, ${Math.round(at.top)}px)`;
    settle();
  }

  /** How high the card is when it is so wide. */
  function heightAt(width: number): number {
    const known = heights.get(width);
    if (known !== undefined) return known;
    card.style.width = `${width}px`;
    card.style.maxHeight = "";
    heights.set(width, card.offsetHeight);
    return card.offsetHeight;
  }

  /** Starts the time anew when what publishes has come or moved: a page could draw it under a pointer that is coming down. */
  function settle(): void {
    const weighty = card.querySelector("[data-weighty]")?.getBoundingClientRect();
    const where = weighty ? `${Math.round(weighty.left)} ${Math.round(weighty.top)}` : "";
    if (where === settledAtPlace) return;
    settledAtPlace = where;
    settledAt = performance.now();
  }

  function show(near: HTMLElement, words: BannerWords): void {
    const isNew = current === null;
    const focused = surface.root.activeElement instanceof HTMLElement ? surface.root.activeElement.dataset["key"] : undefined;
    current = words;
    if (anchor !== near) {
      sizes.disconnect();
      sizes.observe(near);
      anchor = near;
    }
    card.dataset["tone"] = words.tone;
    card.dataset["theme"] = themeOf();
    card.lang = say().language;
    const scrolled = card.querySelector(".reasons")?.scrollTop ?? 0;
    card.replaceChildren(...content(words));
    surface.open(card, near, (event) => event.key === "Escape" && dismiss());
    // what holds Post is to be read; anything else of the page's, a menu say, may lie over the rest
    if (!isNew && words.actions?.some(({ weighty }) => weighty) && !surface.isUncovered(card)) surface.raise(card);
    card.querySelector(".reasons")?.scrollTo(0, scrolled);
    // whoever presses a button with the keyboard stays on it when the card is written anew
    if (focused !== undefined) {
      const same = card.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`);
      // what was pressed may be gone: the focus stays in the banner, and never on what publishes
      (same ?? card.querySelector<HTMLElement>("button:not([data-weighty])"))?.focus();
    }
    if (isNew) {
      window.addEventListener("scroll", follow, { capture: true, passive: true });
      window.addEventListener("resize", followAnew, { passive: true });
    }
    heights.clear();
    move();
    surface.announce(`${spoken(words)} ${words.actions?.length ? say()("banner_key") : ""}`.trim());
  }

  /** Takes the banner away; whoever was in it with the keyboard is back at the caret. */
  function hide(): void {
    leave()?.();
  }

  /** Takes the banner away; what puts the caret back, when the focus was inside. */
  function leave(): (() => void) | null {
    if (current === null) return null;
    const back = card.contains(surface.root.activeElement) ? caretBack : null;
    current = null;
    anchor = null;
    settledAtPlace = "";
    caretBack = null;
    open.clear();
    showsAll = false;
    sizes.disconnect();
    cancelAnimationFrame(frame);
    window.removeEventListener("scroll", follow, { capture: true });
    window.removeEventListener("resize", followAnew);
    surface.close(card);
    card.replaceChildren();
    return back;
  }

  function dismiss(): boolean {
    if (current === null) return false;
    const { onDismiss } = current;
    const hadFocus = card.contains(surface.root.activeElement);
    const back = leave();
    onDismiss?.(hadFocus);
    back?.();
    return true;
  }

  function content(words: BannerWords): Node[] {
    const close = button("icon", "close", "", dismiss);
    close.setAttribute("aria-label", say()("close"));
    close.append(drawing(...CROSS));
    const parts: Node[] = [el("header", {}, drawing(...MARK), el("h2", {}, words.title), close)];
    if (words.note) parts.push(el("p", { class: "note" }, words.note));
    if (words.audience) parts.push(el("p", { class: "note audience" }, words.audience));
    const groups = reasonsIn(words);
    if (groups.length > 0) parts.push(el("div", { class: "reasons" }, ...groups));
    if (words.extra) parts.push(words.extra);
    const buttons = words.actions?.filter(({ quiet }) => !quiet) ?? [];
    if (buttons.length > 0) parts.push(el("footer", {}, ...buttons.map(actionButton)));
    const offers = words.actions?.filter(({ quiet }) => quiet) ?? [];
    if (offers.length > 0) parts.push(el("div", { class: "offers" }, ...offers.map(actionButton)));
    return parts;
  }

  /** The reasons by family, the first few of them unless all are wanted. */
  function reasonsIn(words: BannerWords): HTMLElement[] {
    const groups = words.groups ?? [];
    const count = groups.reduce((sum, { reasons }) => sum + reasons.length, 0);
    // one more line says less than the reason it hides
    let room = showsAll || count <= REASONS_SHOWN + 1 ? count : REASONS_SHOWN;
    const sections = groups.flatMap(({ family, title, reasons }) => {
      const shown = reasons.slice(0, room);
      room -= shown.length;
      if (shown.length === 0) return [];
      const list = el("ul", { "aria-label": title }, ...shown.map((reason) => reasonItem(reason, words)));
      return [el("section", { "data-family": family }, el("h3", {}, title), list)];
    });
    const hidden = count - sections.reduce((sum, section) => sum + section.querySelectorAll("li").length, 0);
    if (hidden > 0) {
      const label = say()(hidden === 1 ? "one_more_reason" : "more_reasons", { count: hidden });
      const more = button("link", "more", label, () => {
        showsAll = true;
        if (current && anchor) show(anchor, current);
      });
      sections.push(more);
    }
    return sections;
  }

  function reasonItem(reason: Reason, words: BannerWords): HTMLElement {
    const passages = reason.passages.map((passage) => el("q", {}, passage));
    const links = el("p", { class: "links" });
    const why = el("div", { class: "why" }, el("p", {}, reason.why), el("p", { class: "ground" }, say()("ground", { article: reason.article })));
    why.hidden = !open.has(reason.rule);
    if (reason.why !== "") {
      const ask = button("link", `why ${reason.rule}`, say()("why"), () => {
        why.hidden = !why.hidden;
        ask.setAttribute("aria-expanded", String(!why.hidden));
        open[why.hidden ? "delete" : "add"](reason.rule);
        heights.clear();
        move();
      });
      ask.setAttribute("aria-expanded", String(!why.hidden));
      links.append(ask);
    }
    const { onFalseAlarm, onQuieter } = words;
    if (onFalseAlarm) links.append(button("link", `false ${reason.rule}`, say()("false_alarm"), () => onFalseAlarm(reason)));
    if (onQuieter && reason.isPassedOver) {
      links.append(button("link", `quiet ${reason.rule}`, say()("say_quietly"), () => onQuieter(reason)));
    }
    return el("li", {}, el("p", { class: "passages" }, ...passages), links, el("p", { class: "line" }, reason.line), why);
  }

  function actionButton(action: Action): HTMLElement {
    const kind = action.quiet ? "link" : action.primary ? "primary" : "plain";
    const made = button(kind, action.key ?? action.label, action.label, () => {
      if (!action.weighty) action.act();
      else if (!surface.isUncovered(made)) surface.raise(card);
      else if (performance.now() - settledAt >= DWELL_MS) action.act();
    });
    if (action.weighty) made.dataset["weighty"] = "";
    return made;
  }

  return {
    show,
    hide,
    dismiss,
    enter() {
      const first = card.querySelector<HTMLElement>("footer button, .links button") ?? card.querySelector("button");
      if (current === null || first === null) return false;
      caretBack ??= rememberCaret();
      first.focus();
      return true;
    },
    isInSight() {
      const title = card.querySelector("h2");
      return current !== null && title !== null && surface.isUncovered(title);
    },
    get anchor() {
      return anchor;
    },
    get words() {
      return current;
    },
  };
}

/** A button that keeps its name, `key`, when the card is written anew. */
function button(kind: string, key: string, label: string, act: () => void): HTMLButtonElement {
  const made = el("button", { type: "button", class: kind, "data-key": key }, label);
  onPress(made, act);
  return made;
}

function spoken({ title, note, groups }: BannerWords): string {
  const said = (groups ?? []).flatMap((group) => group.reasons.map(({ line, passages }) => `${passages.join(", ")}. ${line}`));
  return [title, note ?? "", ...said].filter(Boolean).join(" ");
}
