/** Joins site, draft, gate, uploads and panel in one tab. The only place that knows them all. */
import { createBanner, type Action, type BannerWords } from "../panel/banner.ts";
import { createReview } from "../panel/review.ts";
import { generalised, reasons, troubleWords } from "../panel/speech.ts";
import { createSurface } from "../panel/surface.ts";
import { DEFAULTS, isOn, settingsOwner, type Settings } from "../settings.ts";
import type { Composer, Site } from "../sites/site.ts";
import { siteAt } from "../sites/sites.ts";
import { createClient, troubleOf } from "../wire/client.ts";
import { isTabQuestion, type TabAnswer, type TabState } from "../wire/inner.ts";
import type { HelloAnswer, RuleEntry } from "../wire/messages.ts";
import { speak } from "../words.ts";
import { createDraft, readEditors, type Draft, type Verdict } from "./draft.ts";
import { createGate } from "./gate.ts";
import { meetPageWorld, type PageWorld } from "./link.ts";
import { createPhotos } from "./photos.ts";
import { createUploads, type Uploads } from "./uploads.ts";

const client = createClient();
let settings: Settings = DEFAULTS;
let greeting: HelloAnswer | null = null;

const say = () => speak(settings.language, chrome.i18n.getUILanguage());
const rules = (): readonly RuleEntry[] => greeting?.rules ?? [];

/** A photo that is checked sooner needs no word about it. */
const QUIET_CHECK_MS = 300;

/** What this tab was last said to be. */
let now: TabAnswer = { site: "", state: "off", findings: 0 };

function report(state: TabState, findings = 0): void {
  if (now.state === state && now.findings === findings) return;
  now = { ...now, state, findings };
  client.report({ type: "tab_report", state, findings });
}

/** What is attached to a page while the site is switched on. */
interface Work {
  uploads: Uploads;
  /** Takes all of it away. */
  stop(): void;
}

/** Attaches everything to this page. */
function start(site: Site, pageWorld: PageWorld): Work {
  const over = new AbortController();
  const listen = (type: string, handle: (event: Event) => void): void =>
    window.addEventListener(type, handle, { capture: true, signal: over.signal });

  const surface = createSurface(listen);
  const banner = createBanner(surface, say, themeOfPage);
  const review = createReview(surface, say, rules, themeOfPage);
  const drafts = new WeakMap<HTMLElement, Draft>();
  /** Findings that the doctor has put away, by draft. */
  const putAway = new WeakMap<Draft, string>();

  function draftOf(composer: Composer): Draft {
    const { root } = composer;
    const known = drafts.get(root);
    if (known) return known;
    const current = (): Composer => site.composerOf(composer.editors[0] ?? root) ?? composer;
    const draft = createDraft({
      read: () => readEditors(Array.from(current().editors, (editor) => site.blocksOf(editor))),
      ask: (question) => ask(question),
      tell(verdict) {
        if (verdict === null) {
          if (banner.anchor === root) banner.hide();
          report("ready");
        } else tell(current(), draft, verdict);
      },
    });
    drafts.set(root, draft);
    return draft;
  }

  async function ask({ draft, revision, text }: { draft: string; revision: number; text: string }): Promise<Verdict> {
    try {
      greeting ??= await client.hello();
      const limit = greeting.limits.text_characters;
      if ([...text].length > limit) return { text, findings: [], trouble: "text_too_long" };
      const { sensitivity } = settings.sites[site.name];
      const verdict = await client.checkText({ draft, revision, text, lang: null, site: site.name, sensitivity });
      return { text, findings: verdict.findings, trouble: null };
    } catch (error) {
      const trouble = troubleOf(error);
      // another companion may answer next time, with other rules
      if (trouble !== "superseded") greeting = null;
      return { text, findings: [], trouble };
    }
  }

  /** Shows what was said about the current text. */
  function tell(composer: Composer, draft: Draft, verdict: Verdict): void {
    if (verdict.trouble === null && verdict.findings.length === 0) {
      if (banner.anchor === composer.root) banner.hide();
      report("clear");
      return;
    }
    report(verdict.trouble === null ? "findings" : "unchecked", verdict.findings.length);
    if (putAway.get(draft) === signature(verdict)) return;
    banner.show(composer.root, bannerFor(composer, draft, verdict));
  }

  function bannerFor(composer: Composer, draft: Draft, verdict: Verdict): BannerWords {
    const words = say();
    const release = gate.releaseOf(composer, verdict);
    const modify: Action = { label: words("modify"), act: () => modifyDraft(composer, draft, verdict) };
    const asIs: Action[] = release ? [{ label: words("publish_as_is"), weighty: true, act: release }] : [];
    const onDismiss = (hadFocus: boolean): void => {
      putAway.set(draft, signature(verdict));
      if (hadFocus) composer.editors[0]?.focus();
    };
    if (verdict.trouble !== null) {
      const { title, remedy } = troubleWords(verdict.trouble, words);
      const again: Action = { label: words("retry"), act: () => retry(draft) };
      const note = release ? `${remedy} ${words("held_note")}` : remedy;
      return { tone: "quiet", title, note, actions: [again, ...asIs], onDismiss };
    }
    const wider = generalised(verdict.text, verdict.findings);
    const generalise: Action[] =
      wider === null
        ? []
        : [{ label: words("generalise"), done: words("copied"), act: () => void navigator.clipboard.writeText(wider) }];
    const strongest = verdict.findings.some(({ strength }) => strength === "strong")
      ? "strong"
      : verdict.findings.some(({ strength }) => strength === "warn")
        ? "warn"
        : "quiet";
    // a hint beside something weightier only makes the banner longer
    const told = strongest === "quiet" ? verdict.findings : verdict.findings.filter(({ strength }) => strength !== "hint");
    return {
      tone: strongest,
      title: words(release ? "title_held" : strongest === "quiet" ? "title_hint" : "title"),
      note: release ? words("held_note") : undefined,
      reasons: reasons(verdict.text, told, rules(), words),
      actions: [...generalise, modify, ...asIs],
      onDismiss,
    };
  }

  function retry(draft: Draft): void {
    client.tryAgain();
    draft.touch();
  }

  function modifyDraft(composer: Composer, draft: Draft, verdict: Verdict): void {
    putAway.set(draft, signature(verdict));
    banner.hide();
    composer.editors[0]?.focus();
  }

  const gate = createGate({
    site,
    draftOf,
    onPost: () => settings.sites[site.name].onPost,
    awaitsPhoto: () => {
      if (photos.underWay) sayPhotoIsChecked?.();
      return photos.underWay;
    },
    waiting: (composer) => banner.show(composer.root, { tone: "quiet", title: say()("waiting") }),
    held: (composer, verdict) => banner.show(composer.root, bannerFor(composer, draftOf(composer), verdict)),
    passed: (composer) => {
      draftOf(composer).leaving();
      if (banner.anchor === composer.root) banner.hide();
    },
  });

  let sayPhotoIsChecked: (() => void) | null = null;
  const near = (element: Element): HTMLElement => site.composerOf(element)?.root ?? document.documentElement;
  const photos = createPhotos({
    client,
    review,
    say,
    site: site.name,
    async greeted() {
      greeting ??= await client.hello().catch(() => null);
    },
    busy(element, cancel) {
      let shown = false;
      const show = (): void => {
        shown = true;
        const actions = [{ label: say()("cancel"), act: cancel }];
        banner.show(near(element), { tone: "quiet", title: say()("photo_checking"), actions });
      };
      const timer = setTimeout(show, QUIET_CHECK_MS);
      sayPhotoIsChecked = show;
      return () => {
        clearTimeout(timer);
        if (shown) banner.hide();
        shown = false;
        if (sayPhotoIsChecked === show) sayPhotoIsChecked = null;
      };
    },
    unchecked: (element, what) =>
      banner.show(near(element), { tone: "quiet", title: say()("photo_passed"), note: say()("photo_unchecked", { what }) }),
  });
  const uploads = createUploads({ site, review: photos.review });

  /** Watches the editor at `node`: that one element, for as long as it lives. */
  const observed = new WeakSet<HTMLElement>();
  function watch(node: EventTarget | null | undefined): void {
    const editor = node instanceof Element ? site.editorAt(node) : null;
    if (!editor || observed.has(editor)) return;
    const composer = site.composerOf(editor);
    if (!composer) return;
    observed.add(editor);
    let root = composer.root;
    // this runs on every key: the composer is looked up again only when the site has moved the editor
    const touch = (): void => {
      if (!root.isConnected || !root.contains(editor)) root = site.composerOf(editor)?.root ?? root;
      drafts.get(root)?.touch();
    };
    const observer = new MutationObserver(touch);
    observer.observe(editor, { subtree: true, childList: true, characterData: true });
    over.signal.addEventListener("abort", () => observer.disconnect());
    draftOf(composer).touch();
  }

  listen("keydown", (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    if (event.key === "Escape" && event.isTrusted && !event.isComposing && isIn(banner.anchor, event) && banner.dismiss()) {
      // else the same key would close the site's dialog, and the draft with it
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    gate.keydown(event);
  });
  listen("click", (event) => gate.click(event as MouseEvent));
  listen("focusin", (event) => watch(event.composedPath()[0]));
  listen("input", uploads.change);
  listen("change", uploads.change);
  listen("paste", (event) => uploads.paste(event as ClipboardEvent));
  listen("drop", (event) => uploads.drop(event as DragEvent));
  pageWorld.comeBack();
  watch(document.activeElement);
  report("ready");

  const stop = (): void => {
    over.abort();
    pageWorld.leave();
    banner.hide();
    report("off");
  };
  return { uploads, stop };
}

function isIn(anchor: HTMLElement | null, event: Event): boolean {
  const target = event.composedPath()[0];
  return anchor !== null && target instanceof Node && anchor.contains(target);
}

/** What a verdict is about, to know whether the doctor has put exactly this away. */
function signature({ text, findings, trouble }: Verdict): string {
  return trouble ?? findings.map(({ rule, start, end }) => `${rule} ${text.slice(start, end)}`).sort().join("\n");
}

/** Light or dark as the page is, which need not be as the system is. */
function themeOfPage(): "light" | "dark" {
  for (const element of [document.body, document.documentElement]) {
    const [red, green, blue, alpha = 1] = (getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    if (red === undefined || green === undefined || blue === undefined || alpha === 0) continue;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128 ? "dark" : "light";
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function main(): void {
  const site = siteAt(location.hostname);
  if (!site) return;
  now = { site: site.name, state: "ready", findings: 0 };
  const pageWorld = meetPageWorld((input) => work?.uploads.picked(input));
  // listeners go in before any script of the page; should the site be switched off, they leave a moment later
  let work: Work | null = start(site, pageWorld);
  const apply = (next: Settings): void => {
    settings = next;
    const on = isOn(settings.sites[site.name]);
    if (on && !work) work = start(site, pageWorld);
    else if (!on && work) {
      work.stop();
      work = null;
    }
  };
  settingsOwner.onChange(apply);
  settingsOwner.read().then(apply, () => undefined);
  chrome.runtime.onMessage.addListener((message: unknown, _sender, answer) => {
    if (window === window.top && isTabQuestion(message)) answer(now);
  });
}

main();
