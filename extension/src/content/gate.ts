/**
 * Holds Post until the current text has a verdict. Three ways in: a click on Post, the key that publishes from the
 * editor, Enter or Space on a Post button that is no native button (it sends no click). When the verdict is there
 * already and nothing speaks against it, the event is not touched at all.
 */
import { isEnabled, type Composer, type Site } from "../sites/site.ts";
import type { OnPost } from "../settings.ts";
import type { Draft, Verdict } from "./draft.ts";

export interface GateEnds {
  site: Site;
  draftOf(composer: Composer): Draft;
  onPost(): OnPost;
  /** A verdict without what this doctor does not want to hear of. */
  heed(verdict: Verdict): Verdict;
  /** Whether the doctor has seen why Post is held: a page may have covered or removed the banner. */
  wasSeen(composer: Composer, verdict: Verdict): boolean;
  /** Whether a photo is still being looked at: Post would leave it behind. */
  awaitsPhoto(): boolean;
  /** The verdict is being waited for. */
  waiting(composer: Composer): void;
  /** Post is held: the doctor should see why. */
  held(composer: Composer, verdict: Verdict): void;
  /** Post went through, or is about to. */
  passed(composer: Composer): void;
}

export interface Gate {
  click(event: MouseEvent): void;
  keydown(event: KeyboardEvent): void;
  /** What publishes as it is, when Post was held and nothing new speaks against it since; else null. */
  releaseOf(composer: Composer, verdict: Verdict): (() => void) | null;
}

/** What a second press needs to be one: nobody reads a banner faster. A double click is one press. */
const SECOND_PRESS_MS = 700;
/** A verdict that comes sooner needs no word about waiting. */
const QUIET_WAIT_MS = 300;
/** Said instead of words when a text could not be checked. */
const UNCHECKED = "unchecked";

interface Hold {
  draft: string;
  /** When the banner said so; null while the verdict is waited for. */
  shownAt: number | null;
  keys: string[];
}

export function createGate({ site, draftOf, onPost, heed, wasSeen, awaitsPhoto, waiting, held, passed }: GateEnds): Gate {
  const holds = new WeakMap<HTMLElement, Hold>();
  let passing = false;

  /** What holds this composer's present draft; what held an earlier one says nothing. */
  function holdOf(composer: Composer): Hold | undefined {
    const hold = holds.get(composer.root);
    return hold?.draft === draftOf(composer).id ? hold : undefined;
  }

  /** Decides about one press; true when the event must not go on. */
  function press(composer: Composer, event: Event): boolean {
    if (awaitsPhoto()) return true;
    if (onPost() === "never") {
      passed(composer);
      return false;
    }
    const draft = draftOf(composer);
    const text = draft.read();
    if (text.trim() === "") return false;
    const hold = holdOf(composer);
    if (hold && (hold.shownAt === null || isRepeated(event))) return true;
    const verdict = draft.known(text);
    if (verdict) {
      const keys = keysOf(verdict);
      if (isLetGo(keys, draft)) {
        passed(composer);
        return false;
      }
      const seen = hold && keys.every((key) => hold.keys.includes(key));
      if (seen && hold.shownAt !== null) {
        // a page can forge a press, and can hide what a person would have to read first
        if (performance.now() - hold.shownAt < SECOND_PRESS_MS || !event.isTrusted) return true;
        if (wasSeen(composer, verdict)) {
          letGo(composer, keys);
          return false;
        }
      }
      // what could not be checked is asked again: the companion may be back
      if (verdict.trouble === null) {
        show(composer, verdict, keys);
        return true;
      }
    }
    void wait(composer);
    return true;
  }

  async function wait(composer: Composer): Promise<void> {
    const draft = draftOf(composer);
    const pressed = draft.read();
    holds.set(composer.root, { draft: draft.id, shownAt: null, keys: [] });
    const slow = setTimeout(() => waiting(composer), QUIET_WAIT_MS);
    const verdict = await draft.settle();
    clearTimeout(slow);
    holds.delete(composer.root);
    // the text was taken out in the meantime: there is nothing to post
    if (verdict.text.trim() === "") {
      passed(composer);
      return;
    }
    const keys = keysOf(verdict);
    if (!isLetGo(keys, draft)) show(composer, verdict, keys);
    else if (verdict.text === pressed) await release(composer, pressed);
    // who went on writing has not pressed for this text: what was said of waiting goes with the next pause
    else draft.touch();
  }

  function show(composer: Composer, verdict: Verdict, keys: string[]): void {
    holds.set(composer.root, { draft: draftOf(composer).id, shownAt: performance.now(), keys });
    held(composer, verdict);
  }

  function releaseOf(composer: Composer, verdict: Verdict): (() => void) | null {
    const hold = holdOf(composer);
    const keys = keysOf(verdict);
    if (!hold || hold.shownAt === null || keys.length === 0 || !keys.every((key) => hold.keys.includes(key))) return null;
    return () => {
      letGo(composer, keys);
      void release(composer, verdict.text);
    };
  }

  function letGo(composer: Composer, keys: string[]): void {
    holds.delete(composer.root);
    for (const key of keys) draftOf(composer).said.add(key);
    passed(composer);
  }

  /** Publishes by clicking the site's own button: safer than replaying a key. `cleared` is the text it was for. */
  async function release(composer: Composer, cleared: string): Promise<void> {
    const editor = composer.editors.find(({ isConnected }) => isConnected);
    const current = editor ? site.composerOf(editor) : null;
    if (current === null) return;
    if (site.blursBeforePost(current)) {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      await new Promise((resolve) => setTimeout(resolve));
    }
    if (draftOf(current).read() !== cleared) {
      void wait(current);
      return;
    }
    const button = site.postButtonOf(current);
    if (button === null) return;
    passed(current);
    passing = true;
    try {
      button.click();
    } finally {
      passing = false;
    }
  }

  /** What speaks against posting: one key a finding that holds. */
  function keysOf(verdict: Verdict): string[] {
    const when = onPost();
    if (verdict.trouble !== null) return [UNCHECKED];
    return heed(verdict)
      .findings.filter(({ strength }) => (strength === "strong" && when !== "never") || (strength !== "hint" && when === "any"))
      .map(({ rule, start, end }) => `${rule} ${verdict.text.slice(start, end)}`);
  }

  function isLetGo(keys: string[], draft: Draft): boolean {
    return keys.every((key) => draft.said.has(key));
  }

  function hold(event: Event, composer: Composer | null): void {
    if (composer && press(composer, event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  return {
    releaseOf,

    click(event) {
      if (passing) return;
      const button = postButtonIn(event);
      if (button && isEnabled(button)) hold(event, site.composerOf(button));
    },

    keydown(event) {
      if (passing || event.isComposing || (event.key !== "Enter" && event.key !== " ")) return;
      const target = event.composedPath()[0];
      if (!(target instanceof Element)) return;
      const editor = site.editorAt(target);
      if (editor) {
        if (site.publishes(event, editor)) hold(event, site.composerOf(editor));
        return;
      }
      const button = site.postButtonAt(target);
      // a native button turns the key into a click
      if (button && !(button instanceof HTMLButtonElement) && isEnabled(button)) hold(event, site.composerOf(button));
    },
  };

  function postButtonIn(event: Event): HTMLElement | null {
    const target = event.composedPath()[0];
    return target instanceof Element ? site.postButtonAt(target) : null;
  }
}

function isRepeated(event: Event): boolean {
  return event instanceof KeyboardEvent && event.repeat;
}
