/**
 * What a doctor is told about a draft, and what can be done there: the banner's words and actions, the lines under the
 * words, and how both follow the text while it is being edited.
 */
import type { Action, Banner, BannerWords, Tone } from "../panel/banner.ts";
import { comparison, template } from "../panel/extras.ts";
import { audienceWords, generalised, grouped, swaps, troubleWords, type Reason } from "../panel/speech.ts";
import type { Underlines } from "../panel/underline.ts";
import type { Composer, Site } from "../sites/site.ts";
import type { Note, TabState } from "../wire/inner.ts";
import type { FindingInText, RuleEntry } from "../wire/messages.ts";
import type { Say, WordKey } from "../words.ts";
import { carried } from "./carried.ts";
import type { Draft, Verdict } from "./draft.ts";
import { pasteInto } from "./insert.ts";
import { locate } from "./reading.ts";

export interface TellingEnds {
  site: Site;
  banner: Banner;
  underlines: Underlines;
  say(): Say;
  rules(): readonly RuleEntry[];
  /** The findings that this doctor wants to hear of. */
  wanted(verdict: Verdict): readonly FindingInText[];
  /** Rules that the doctor nearly always passes over. */
  passedOver(): ReadonlySet<string>;
  /** The doctor wants to hear less of a rule. */
  quieten(rule: string): void;
  /** What publishes as it is, when Post was held; else null. */
  releaseOf(composer: Composer, verdict: Verdict): (() => void) | null;
  tryAgain(): void;
  report(state: TabState, findings?: number): void;
  note(outcome: Note["outcome"], rules: readonly string[]): void;
}

export interface Telling {
  /** The findings worth acting on: without false alarms and what the doctor does not want to hear of. */
  heed(verdict: Verdict): Verdict;
  /** A verdict on the current text has come, or (null) the draft is empty. */
  tell(composer: Composer, draft: Draft, verdict: Verdict | null): void;
  /** Post is held for what `verdict` says, whatever was put away before. */
  held(composer: Composer, draft: Draft, verdict: Verdict): void;
  /** Post is waiting for a verdict. */
  waiting(composer: Composer): void;
  /** The text is going out. */
  passed(composer: Composer, draft: Draft): void;
  /** The editor has changed: the lines follow. This runs on every key; it costs nothing when nothing is shown. */
  edited(root: HTMLElement): void;
  /** The typing rests at `text`: what is shown follows before the verdict on it. */
  rested(draft: Draft, text: string): void;
  /** Whether the doctor has seen what holds Post: it is in sight, or was put away by hand. */
  wasSeen(composer: Composer, draft: Draft, verdict: Verdict): boolean;
  /** What the doctor wants to hear of has changed. */
  refresh(): void;
  hide(): void;
}

/** What is shown now. */
interface Shown {
  composer: Composer;
  draft: Draft;
  verdict: Verdict;
}

const TAG = /#doctoctoc\b/i;

/** A text to take over, and the words that offer it. */
interface Model {
  readonly offer: WordKey;
  readonly title: WordKey;
  readonly text: WordKey;
  /** What is said of it beside an empty composer, and beside one that is not. */
  readonly note: WordKey;
  readonly full: WordKey;
}

const ANONYMOUS_CASE: Model = {
  offer: "template_offer",
  title: "template",
  text: "template_text",
  note: "template_note",
  full: "template_full",
};

/** The answer to a review that says nothing of anybody's care. */
const NEUTRAL_ANSWER: Model = {
  offer: "neutral_offer",
  title: "neutral",
  text: "neutral_text",
  note: "neutral_note",
  full: "neutral_full",
};
/** The rule that only an answer to a review can break. */
const IN_REVIEWS = "clinical_detail";

export function createTelling(ends: TellingEnds): Telling {
  const { site, banner, underlines, say, rules, wanted, releaseOf, report, note } = ends;
  /** Findings that the doctor has called false, by rule and words; in memory only, for words are nobody's to keep. */
  const falseAlarms = new Set<string>();
  /** Findings that the doctor has put away, by draft. */
  const putAway = new WeakMap<Draft, string>();
  /** Rules that were warned about, by draft. */
  const warned = new Map<string, Set<string>>();
  let shown: Shown | null = null;
  /** The draft that was spoken of last: it is spoken of again when the settings change. */
  let latest: Draft | null = null;
  /** The text whose more general wording was copied. */
  let compared: string | null = null;
  /** The composer beside which a text to take over is read. */
  let templateAt: { root: HTMLElement; model: Model } | null = null;
  /** What was said here last: what the banner says of a photo is not taken away with the words of a text. */
  let spoken: BannerWords | null = null;

  function heed(verdict: Verdict): Verdict {
    const findings = wanted(verdict).filter((finding) => !falseAlarms.has(keyOf(verdict.text, finding)));
    return { ...verdict, findings };
  }

  function tell(composer: Composer, draft: Draft, raw: Verdict | null): void {
    latest = draft;
    if (raw === null) {
      if (templateAt?.root === composer.root) showTemplate(composer, draft, templateAt.model);
      else forget(composer.root);
      report("ready");
      return;
    }
    const verdict = heed(raw);
    if (verdict.trouble === null && verdict.findings.length === 0) {
      forget(composer.root);
      report("clear");
      return;
    }
    report(verdict.trouble === null ? "findings" : "unchecked", verdict.findings.length);
    if (putAway.get(draft) !== signature(verdict)) show(composer, draft, verdict, true);
  }

  /** Shows `verdict`; `isSure`: it is about the text as it stands, and not what is left of an earlier one. */
  function show(composer: Composer, draft: Draft, verdict: Verdict, isSure: boolean): void {
    shown = { composer, draft, verdict };
    templateAt = null;
    underline(shown);
    speakAt(composer.root, bannerFor(shown, isSure));
    if (verdict.trouble === null) remember(draft, told(verdict));
  }

  function remember(draft: Draft, findings: readonly FindingInText[]): void {
    const known = warned.get(draft.id) ?? new Set();
    const fresh = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !known.has(rule));
    if (fresh.length === 0) return;
    warned.set(draft.id, new Set([...known, ...fresh]));
    note("warned", fresh);
  }

  function speakAt(root: HTMLElement, words: BannerWords): void {
    spoken = words;
    banner.show(root, words);
  }

  function forget(root: HTMLElement): void {
    if (banner.anchor === root && banner.words === spoken) banner.hide();
    if (shown?.composer.root !== root) return;
    shown = null;
    underlines.hide();
  }

  function underline({ composer, verdict }: Shown): void {
    const findings = told(verdict).filter(({ strength }) => strength !== "hint");
    if (findings.length === 0) {
      underlines.hide();
      return;
    }
    const ranges = placesOf(composer, findings);
    const marks = findings.map(({ strength }, place) => ({ ranges: ranges[place] ?? [], tone: toneOf(strength) }));
    underlines.show(marks, composer.editors, composer.root);
  }

  /** Where `findings` stand in the editors, each word of a finding that names some, else the whole of it. */
  function placesOf({ editors }: Composer, findings: readonly FindingInText[]): Range[][] {
    const blocks = editors.map((editor) => [...site.blocksOf(editor)]);
    return locate(blocks, findings.map(({ start, end }) => [start, end] as const));
  }

  function bannerFor(now: Shown, isSure: boolean): BannerWords {
    const { composer, draft, verdict } = now;
    const words = say();
    const release = isSure ? releaseOf(composer, verdict) : null;
    const asIs: Action[] = release ? [{ label: words("publish_as_is"), weighty: true, act: release }] : [];
    const onDismiss = (hadFocus: boolean): void => {
      putAway.set(draft, signature(verdict));
      underlines.hide();
      shown = null;
      if (hadFocus) composer.editors[0]?.focus();
    };
    if (verdict.trouble !== null) {
      const { title, remedy } = troubleWords(verdict.trouble, words);
      const again: Action = { label: words("retry"), act: () => retry(draft) };
      const note = release ? `${remedy} ${words("held_note")}` : remedy;
      return { tone: "quiet", title, note, actions: [again, ...asIs], onDismiss };
    }
    const findings = told(verdict);
    const tone = toneOf(findings[0]?.strength ?? "hint", findings);
    const stretches = swaps(verdict.text, findings);
    const isCopied = stretches !== null && compared === verdict.text;
    const generalise: Action[] = stretches
      ? [{ key: "generalise", label: words(isCopied ? "copied" : "generalise"), act: () => copyWider(now) }]
      : [];
    const modify: Action = { label: words("modify"), act: () => modifyDraft(now) };
    const model = modelFor(verdict.text, findings);
    const offer: Action[] =
      model && !isCopied ? [{ label: words(model.offer), quiet: true, act: () => showTemplate(composer, draft, model) }] : [];
    const passedOver = ends.passedOver();
    const groups = grouped(verdict.text, findings, rules(), words);
    for (const reason of groups.flatMap(({ reasons }) => reasons)) reason.isPassedOver = passedOver.has(reason.rule);
    return {
      tone,
      title: words(release ? "title_held" : tone === "quiet" ? "title_hint" : "title"),
      note: release ? words("held_note") : undefined,
      audience: audienceWords(site.audienceOf(composer), words),
      // beside the comparison the reasons would say the same words once more
      groups: isCopied ? [] : groups,
      extra: stretches && isCopied ? comparison(stretches, words) : undefined,
      actions: [...generalise, modify, ...asIs, ...offer, ...(isCopied ? [reasonsAgain(now)] : [])],
      onFalseAlarm: (reason) => callFalse(now, reason),
      onQuieter: ({ rule }) => ends.quieten(rule),
      onDismiss,
    };
  }

  function reasonsAgain({ composer, draft, verdict }: Shown): Action {
    const act = (): void => {
      compared = null;
      show(composer, draft, verdict, true);
    };
    return { label: say()("back"), quiet: true, act };
  }

  function copyWider({ composer, draft, verdict }: Shown): void {
    const wider = generalised(verdict.text, told(verdict));
    if (wider === null) return;
    void navigator.clipboard.writeText(wider).then(() => {
      compared = verdict.text;
      if (shown?.draft === draft && shown.verdict.text === verdict.text) show(composer, draft, shown.verdict, true);
    });
  }

  function modifyDraft({ composer, draft, verdict }: Shown): void {
    putAway.set(draft, signature(verdict));
    banner.hide();
    const [first] = told(verdict);
    const ranges = first ? placesOf(composer, [first])[0] : undefined;
    const [from, to] = [ranges?.[0], ranges?.at(-1)];
    const editor = composer.editors.find((one) => from && one.contains(from.startContainer)) ?? composer.editors[0];
    editor?.focus();
    if (from && to) getSelection()?.setBaseAndExtent(from.startContainer, from.startOffset, to.endContainer, to.endOffset);
  }

  function callFalse({ composer, draft, verdict }: Shown, { rule }: Reason): void {
    for (const finding of verdict.findings) {
      if (finding.rule === rule) falseAlarms.add(keyOf(verdict.text, finding));
    }
    note("false_alarm", [rule]);
    tell(composer, draft, verdict);
  }

  function retry(draft: Draft): void {
    ends.tryAgain();
    draft.touch();
  }

  /** Shows a text to take over; it goes into an empty composer, and on the clipboard otherwise. */
  function showTemplate(composer: Composer, draft: Draft, model: Model, isCopied = false): void {
    templateAt = { root: composer.root, model };
    const words = say();
    const text = words(model.text);
    const isEmpty = draft.read().trim() === "";
    const leave = (): void => {
      templateAt = null;
      banner.hide();
      draft.touch();
    };
    const insert = (): void => {
      leave();
      const [editor] = site.composerOf(composer.editors[0] ?? composer.root)?.editors ?? [];
      if (editor && draft.read().trim() === "") pasteInto(editor, text);
    };
    const copy = (): void =>
      void navigator.clipboard.writeText(text).then(() => {
        if (templateAt?.root === composer.root) showTemplate(composer, draft, model, true);
      });
    const use: Action = isEmpty
      ? { label: words("template_insert"), act: insert }
      : { key: "copy", label: words(isCopied ? "copied" : "template_copy"), act: copy };
    speakAt(composer.root, {
      tone: "quiet",
      title: words(model.title),
      note: words(isEmpty ? model.note : model.full),
      extra: template(text, words),
      actions: [use, { label: words("back"), act: leave }],
      onDismiss: leave,
    });
  }

  function rested(draft: Draft, text: string): void {
    if (shown?.draft !== draft) return;
    const { composer, verdict } = shown;
    if (text === verdict.text || verdict.trouble !== null) {
      underline(shown);
      return;
    }
    const findings = carried(verdict.text, text, verdict.findings);
    const left: Shown = { composer, draft, verdict: { ...verdict, text, findings } };
    if (findings.length === 0) forget(composer.root);
    else if (findings.length < verdict.findings.length && banner.anchor === composer.root && templateAt === null) {
      show(composer, draft, left.verdict, false);
    } else {
      shown = left;
      underline(shown);
    }
  }

  return {
    heed,
    tell,

    held(composer, draft, raw) {
      putAway.delete(draft);
      show(composer, draft, heed(raw), true);
    },

    waiting: (composer) => speakAt(composer.root, { tone: "quiet", title: say()("waiting") }),

    passed(composer, draft) {
      const rulesWarned = warned.get(draft.id);
      const verdict = draft.known(draft.read());
      if (rulesWarned && verdict?.trouble === null) {
        const left = new Set(verdict.findings.map(({ rule }) => rule));
        const called = new Set(verdict.findings.filter((one) => falseAlarms.has(keyOf(verdict.text, one))).map(({ rule }) => rule));
        warned.delete(draft.id);
        note("as_is", [...rulesWarned].filter((rule) => left.has(rule) && !called.has(rule)));
        note("changed", [...rulesWarned].filter((rule) => !left.has(rule)));
      }
      forget(composer.root);
      // what was said of its photos goes with it
      if (banner.anchor === composer.root) banner.hide();
    },

    edited(root) {
      if (shown?.composer.root === root) underlines.edited();
    },

    rested,

    wasSeen: (composer, draft, verdict) =>
      (banner.anchor === composer.root && banner.isInSight()) || putAway.get(draft) === signature(heed(verdict)),

    refresh: () => latest?.touch(),

    hide() {
      shown = null;
      templateAt = null;
      underlines.hide();
      banner.hide();
    },
  };
}

/** The text worth offering beside `findings`, if any. */
function modelFor(text: string, findings: readonly FindingInText[]): Model | null {
  if (findings.some(({ rule }) => rule === IN_REVIEWS)) return NEUTRAL_ANSWER;
  return findings.some(({ family }) => family === "identity") || TAG.test(text) ? ANONYMOUS_CASE : null;
}

/** A hint beside something weightier only makes the banner longer. */
function told({ findings }: Verdict): readonly FindingInText[] {
  const weighty = findings.filter(({ strength }) => strength !== "hint");
  return weighty.length > 0 ? weighty : findings;
}

function toneOf(strength: string, among: readonly FindingInText[] = []): Tone {
  const all = [strength, ...among.map((finding) => finding.strength)];
  return all.includes("strong") ? "strong" : all.includes("warn") ? "warn" : "quiet";
}

function keyOf(text: string, { rule, start, end }: FindingInText): string {
  return `${rule} ${text.slice(start, end).replace(/\s+/g, " ").toLowerCase()}`;
}

/** What a verdict is about, to know whether the doctor has put exactly this away. */
function signature({ text, findings, trouble }: Verdict): string {
  return trouble ?? findings.map((finding) => keyOf(text, finding)).sort().join("\n");
}
