/** Says that photos and videos are being looked at, and how far that is. */
import type { Banner } from "../panel/banner.ts";
import type { Say } from "../words.ts";
import type { Kind, Progress } from "./photos.ts";

/** What is checked sooner needs no word about it. */
const QUIET_MS = 300;
/** A video is told of in so many steps: what changes more often is read out to nobody's use. */
const STEPS = 10;

export interface CheckingEnds {
  banner: Banner;
  say(): Say;
  /** What a banner about `element` stands beside. */
  near(element: Element): HTMLElement;
  /** The banner is free again for what there was to say. */
  over(): void;
}

export interface Checking {
  begin(element: Element, kind: Kind, cancel: () => void): Progress;
  /** Says at once what is going on, if anything is. */
  sayNow(): void;
}

export function createChecking({ banner, say, near, over }: CheckingEnds): Checking {
  let sayNow: (() => void) | null = null;

  function begin(element: Element, kind: Kind, cancel: () => void): Progress {
    let [done, of] = [0, 1];
    let steps: number | null = null;
    let shown = false;

    function title(words: Say): string {
      if (of > 1) return words(kind === "photo" ? "photos_checking" : "files_checking", { done: Math.min(done + 1, of), of });
      return words(kind === "photo" ? "photo_checking" : "video_checking");
    }

    const show = (): void => {
      shown = true;
      const words = say();
      const what = title(words);
      banner.show(near(element), {
        tone: "quiet",
        title: steps === null ? what : words("video_share", { what, percent: (100 / STEPS) * steps }),
        actions: [{ label: words("cancel"), act: cancel }],
        // put away is not given up: Escape may have been meant for a list of the site
        onDismiss: () => void (shown = false),
      });
    };
    const timer = setTimeout(show, QUIET_MS);
    sayNow = show;
    return {
      step(next, all) {
        [done, of, steps] = [next, all, null];
        if (shown) show();
      },
      share(share) {
        const next = Math.floor(STEPS * share);
        if (next === steps) return;
        steps = next;
        if (shown) show();
      },
      end() {
        clearTimeout(timer);
        if (shown) {
          banner.hide();
          over();
        }
        shown = false;
        if (sayNow === show) sayNow = null;
      },
    };
  }

  return { begin, sayNow: () => sayNow?.() };
}
