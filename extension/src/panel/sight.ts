/**
 * Whether a person can see a card. A hit test passes through what takes no pointer, so that a page can lay a picture
 * over a card that still can be pressed; an observer of visibility is not deceived. Firefox has no such observer: there
 * the hit test alone decides (surface.ts).
 */
export interface Sight {
  /** Follows `card` from now on. */
  follow(card: Element): void;
  leave(card: Element): void;
  /** False while something of the page lies over `card`, or the page has made it faint. */
  isClear(card: Element): boolean;
}

/** The shortest that a browser lets an observer of visibility ask for. */
const DELAY_MS = 100;
/** A page at rest draws no frame, and without one « covered » stays as it was said: it is asked again. */
const AGAIN_MS = 150;

/** A card fades in, and is faint until then; nothing can be pressed so soon. */
const COMING_MS = 300;

type Seen = IntersectionObserverEntry & { readonly isVisible?: boolean };

export function createSight(): Sight {
  const cards = new Map<Element, { since: number; isClear: boolean }>();
  const how: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = { trackVisibility: true, delay: DELAY_MS };
  const observer = new IntersectionObserver((entries: Seen[]) => {
    for (const { target, isVisible } of entries) {
      const card = cards.get(target);
      if (!card || isVisible === undefined) continue;
      card.isClear = isVisible || performance.now() - card.since < COMING_MS;
      if (!isVisible) setTimeout(() => lookAgain(target), AGAIN_MS);
    }
  }, how);

  function lookAgain(card: Element): void {
    if (!cards.has(card)) return;
    observer.unobserve(card);
    observer.observe(card);
  }

  return {
    follow(card) {
      cards.set(card, { since: performance.now(), isClear: true });
      observer.observe(card);
    },
    leave(card) {
      cards.delete(card);
      observer.unobserve(card);
    },
    isClear: (card) => cards.get(card)?.isClear ?? true,
  };
}
