/** Joins site, draft, gate, uploads and panel in one tab. The only place that knows them all. */
import { byRule, historyOwner } from "../history.ts";
import { createBanner } from "../panel/banner.ts";
import { createReview } from "../panel/review.ts";
import { createSurface } from "../panel/surface.ts";
import { createUnderlines } from "../panel/underline.ts";
import { DEFAULTS, heard, isOn, settingsOwner, type PlaceName, type Settings } from "../settings.ts";
import { joined } from "../sites/joined.ts";
import type { Composer, Site } from "../sites/site.ts";
import { siteAt, sitesAt } from "../sites/sites.ts";
import { createClient, troubleOf } from "../wire/client.ts";
import { isTabQuestion, type Note, type TabAnswer, type TabState } from "../wire/inner.ts";
import type { HelloAnswer, RuleEntry } from "../wire/messages.ts";
import { speak } from "../words.ts";
import { createChecking } from "./checking.ts";
import { createDraft, type Draft, type Question, type Verdict } from "./draft.ts";
import { createGate } from "./gate.ts";
import { meetPageWorld, type PageWorld } from "./link.ts";
import { passedOverIn } from "./passed-over.ts";
import { createPhotos } from "./photos.ts";
import { readEditors } from "./reading.ts";
import { createTelling } from "./telling.ts";
import { createUploads, type Uploads } from "./uploads.ts";
import { createWatching } from "./watching.ts";

const client = createClient();
let settings: Settings = DEFAULTS;
let greeting: HelloAnswer | null = null;
/** Rules that the doctor nearly always passes over. */
let passedOver: ReadonlySet<string> = new Set();

/** Read once: a page that outlives an update has no way to ask any more, and has to say just that. */
const uiLanguage = chrome.i18n.getUILanguage();
const say = () => speak(settings.language, uiLanguage);
const rules = (): readonly RuleEntry[] => greeting?.rules ?? [];

/** A native text field is emptied without an event that says so, some time after its text has gone. */
const EMPTIED_MS = 500;

/** The place that the doctor writes in, or was last writing in. */
let here: PlaceName;
/** What this tab was last said to be. */
let now: TabAnswer = { site: "", state: "off", findings: 0 };

function report(state: TabState, findings = 0): void {
  if (now.site === here && now.state === state && now.findings === findings) return;
  now = { site: here, state, findings };
  client.report({ type: "tab_report", state, findings });
}

/** Says that there is nothing to say here: Primum is ready, or not at work. */
function reportIdle(): void {
  const { on } = settings.sites[here];
  report(isOn(settings.sites[here]) ? "ready" : on ? "paused" : "off");
}

/** What is attached to a page while the site is switched on. */
interface Work {
  uploads: Uploads;
  /** Resolves when the photos on their way are through; null when there are none. */
  busy(): Promise<unknown> | null;
  /** Says again what is said, as the settings are now. */
  refresh(): void;
  /** Takes all of it away. */
  stop(): void;
}

/** Attaches everything to this page, for the places `on` among all that the page has. */
function start(all: readonly Site[], on: readonly Site[], pageWorld: PageWorld): Work {
  const site = joined(on, homeOf(all));
  const over = new AbortController();
  const listen = (type: string, handle: (event: Event) => void): void =>
    window.addEventListener(type, handle, { capture: true, signal: over.signal });

  const surface = createSurface(listen);
  const underlines = createUnderlines(surface, themeOfPage);
  const banner = createBanner(surface, say, themeOfPage);
  const review = createReview(surface, say, rules, themeOfPage);
  const drafts = new WeakMap<HTMLElement, Draft>();
  /** The same by editor: a site may put another root around it, with the button that comes with the first word. */
  const draftsByEditor = new WeakMap<HTMLElement, Draft>();
  /** Each composer as it was met last: a site may put another editor into the same root. */
  const composers = new WeakMap<HTMLElement, Composer>();
  const own = () => settings.sites[here];
  const note = (outcome: Note["outcome"], about: readonly string[]): void => {
    if (about.length > 0) client.note({ place: here, outcome, rules: about });
  };
  /** Goes where `node` is, when that is a composer. */
  const arrive = (node: EventTarget | null | undefined): boolean => {
    const at = node instanceof Element ? all.find((one) => one.composerOf(node) !== null) : undefined;
    if (at) here = at.name;
    return at !== undefined;
  };
  /**
   * Goes where files are put: outside any composer they belong to the page as a whole; an input that is in no document
   * was opened from where the doctor is.
   */
  const arriveWithFiles = (node: EventTarget | null | undefined): void => {
    if (!arrive(node) && node instanceof Node && node.isConnected) here = homeOf(all).name;
  };

  const telling = createTelling({
    site,
    banner,
    underlines,
    say,
    rules,
    wanted: ({ text, findings }) => heard(text, findings, settings, here),
    passedOver: () => passedOver,
    quieten: (rule) => client.quieten(rule),
    releaseOf: (composer, verdict) => gate.releaseOf(composer, verdict),
    tryAgain: () => client.tryAgain(),
    report,
    note,
  });

  function draftOf(composer: Composer): Draft {
    const { root, editors } = composer;
    composers.set(root, composer);
    const known = drafts.get(root) ?? (editors[0] && draftsByEditor.get(editors[0]));
    if (known) {
      drafts.set(root, known);
      return known;
    }
    const current = (): Composer => {
      const last = composers.get(root) ?? composer;
      return site.composerOf(last.editors.find(({ isConnected }) => isConnected) ?? root) ?? last;
    };
    const draft = createDraft({
      read: () => readEditors(Array.from(current().editors, (editor) => site.blocksOf(editor))),
      terms: () => settings.sites[site.ownerOf(current()).name].sensitivity,
      ask: (question) => ask(question, site.ownerOf(current())),
      rested: (text) => telling.rested(draft, text),
      tell: (verdict) => telling.tell(current(), draft, verdict),
    });
    drafts.set(root, draft);
    if (editors[0]) draftsByEditor.set(editors[0], draft);
    return draft;
  }

  async function ask({ draft, revision, text }: Question, { name, context }: Site): Promise<Verdict> {
    try {
      greeting ??= await client.hello();
      const limit = greeting.limits.text_characters;
      if ([...text].length > limit) return { text, findings: [], trouble: "text_too_long" };
      const { sensitivity } = settings.sites[name];
      // an older companion knows no context, and need not for a post
      const answers = context === "review_answer" ? { context } : {};
      const verdict = await client.checkText({ draft, revision, text, lang: null, site: name, sensitivity, ...answers });
      return { text, findings: verdict.findings, trouble: null };
    } catch (error) {
      const trouble = troubleOf(error);
      // another companion may answer next time, with other rules
      if (trouble !== "superseded") greeting = null;
      return { text, findings: [], trouble };
    }
  }

  const gate = createGate({
    site,
    draftOf,
    onPost: () => own().onPost,
    heed: telling.heed,
    wasSeen: (composer, verdict) => telling.wasSeen(composer, draftOf(composer), verdict),
    awaitsPhoto: () => {
      if (photos.underWay) checking.sayNow();
      return photos.underWay;
    },
    waiting: telling.waiting,
    held: (composer, verdict) => telling.held(composer, draftOf(composer), verdict),
    passed: (composer) => {
      const draft = draftOf(composer);
      telling.passed(composer, draft);
      draft.leaving();
      if (composer.editors.some((editor) => editor instanceof HTMLTextAreaElement)) setTimeout(() => draft.touch(), EMPTIED_MS);
    },
  });

  const near = (element: Element): HTMLElement => site.composerOf(element)?.root ?? document.documentElement;
  const checking = createChecking({ banner, say, near, over: telling.refresh });
  const photos = createPhotos({
    client,
    review,
    say,
    site: site.name,
    onPhoto: () => own().photos,
    async greeting() {
      greeting ??= await client.hello();
      return greeting;
    },
    busy: checking.begin,
    unchecked: (element, title, note) => banner.show(near(element), { tone: "quiet", title, note }),
    masked: (element, count) =>
      banner.show(near(element), { tone: "quiet", title: say()("photo_masked_at_once"), note: say()("photo_masked_count", { count }) }),
    note,
  });
  const uploads = createUploads({
    site,
    isOn: () => isOn(own()) && own().photos !== "off",
    review: photos.review,
    over: over.signal,
  });

  const watching = createWatching(over.signal);
  /** Watches the editor at `node`: that one element, for as long as it lives. */
  function watch(node: EventTarget | null | undefined): void {
    if (!(node instanceof HTMLElement)) return;
    const editor = site.editorAt(node);
    const composer = editor && site.composerOf(editor);
    if (!composer) {
      if (!node.isContentEditable && !(node instanceof HTMLTextAreaElement)) return;
      const at = all.find((one) => one.composerOf(node) !== null);
      here = (at ?? homeOf(all)).name;
      // said in the popup, so that silence is never taken for approval
      if (at || !isOn(own())) reportIdle();
      else report("unknown");
      return;
    }
    here = site.ownerOf(composer).name;
    if (now.state === "unknown" || now.site !== here) {
      report("ready");
      draftOf(composer).touch();
    }
    if (watching.has(editor)) return;
    let root = composer.root;
    // this runs on every key: the composer is looked up again only when the site has moved the editor
    const touch = (): void => {
      if (!root.isConnected || !root.contains(editor)) root = site.composerOf(editor)?.root ?? root;
      drafts.get(root)?.touch();
      telling.edited(root);
    };
    watching.begin(editor, touch);
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
    // the key that leads from pane to pane elsewhere leads from the composer into its banner
    if (event.key === "F6" && event.isTrusted && isIn(banner.anchor, event) && banner.enter()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    gate.keydown(event);
  });
  listen("click", (event) => {
    arrive(event.composedPath()[0]);
    gate.click(event as MouseEvent);
  });
  // a page that was put by and comes back finds its channel shut, and Chromium does not say so
  listen("pageshow", (event) => {
    if ((event as PageTransitionEvent).persisted) client.reconnect();
  });
  listen("focusin", (event) => watch(event.composedPath()[0]));
  for (const type of ["input", "change"]) {
    listen(type, (event) => {
      const [target] = event.composedPath();
      if (target instanceof HTMLTextAreaElement) watching.input(target);
      // the other fields say so at every key
      if (!(target instanceof HTMLInputElement) || target.type !== "file") return;
      arriveWithFiles(target);
      uploads.change(event);
    });
  }
  listen("paste", (event) => {
    arriveWithFiles(event.composedPath()[0]);
    uploads.paste(event as ClipboardEvent);
  });
  listen("drop", (event) => {
    arriveWithFiles(event.composedPath()[0]);
    uploads.drop(event as DragEvent);
  });
  pageWorld.comeBack();
  reportIdle();
  watch(document.activeElement);

  const stop = (): void => {
    over.abort();
    pageWorld.leave();
    telling.hide();
    reportIdle();
  };
  return { uploads, busy: () => (photos.underWay ? photos.settled() : null), refresh: telling.refresh, stop };
}

/** The adapter that the page as a whole belongs to now: an address can change without a page being loaded. */
function homeOf(all: readonly Site[]): Site {
  return siteAt(location.hostname, location.pathname) ?? (all[0] as Site);
}

function isIn(anchor: HTMLElement | null, event: Event): boolean {
  const target = event.composedPath()[0];
  return anchor !== null && target instanceof Node && anchor.contains(target);
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

/** The rules that may be said more quietly; none where an institution says which are. */
async function findPassedOver({ falseAlarms }: Settings): Promise<ReadonlySet<string>> {
  const [history, { locked }] = await Promise.all([historyOwner.read(), settingsOwner.known()]);
  return locked.has("quietRules") ? new Set() : passedOverIn(byRule(history), falseAlarms);
}

function main(): void {
  const all = sitesAt(location.hostname);
  if (all.length === 0) return;
  here = homeOf(all).name;
  now = { site: here, state: "ready", findings: 0 };
  const pageWorld = meetPageWorld((input) => work?.uploads.picked(input));
  // listeners go in before any script of the page; should the site be switched off, they leave a moment later
  let on = all;
  let work: Work | null = start(all, on, pageWorld);
  const apply = (next: Settings): void => {
    settings = next;
    findPassedOver(next).then((rules) => (passedOver = rules), () => undefined);
    const wanted = all.filter(({ name }) => isOn(settings.sites[name]));
    if (work && wanted.length === on.length && wanted.every((one) => on.includes(one))) {
      work.refresh();
      return;
    }
    // a review that is open, and a photo that is being looked at, are seen through first
    const busy = work?.busy();
    if (busy) {
      void busy.then(() => apply(settings));
      return;
    }
    on = wanted;
    work?.stop();
    // while nothing was listened to, the page may have been put by
    client.reconnect();
    work = on.length > 0 ? start(all, on, pageWorld) : null;
  };
  settingsOwner.onChange(apply);
  settingsOwner.read().then(apply, () => undefined);
  chrome.runtime.onMessage.addListener((message: unknown, _sender, answer) => {
    if (isTabQuestion(message)) answer(now);
  });
}

main();
