/** What a banner says: findings and troubles put into the words of the catalogue and of the interface. */
import type { Trouble } from "../wire/client.ts";
import type { FindingInText, RuleEntry } from "../wire/messages.ts";
import type { Say, WordKey } from "../words.ts";

/** One reason, and every passage it is about. */
export interface Reason {
  rule: string;
  line: string;
  why: string;
  article: string;
  passages: string[];
  /** Whether the doctor nearly always passes over this rule. */
  isPassedOver?: boolean;
}

/** The reasons of one family. */
export interface Group {
  family: string;
  title: string;
  reasons: Reason[];
}

const LONGEST_PASSAGE = 90;

const FAMILY_TITLES: Readonly<Record<string, WordKey>> = {
  identity: "group_identity",
  remark: "group_remark",
  promotion: "group_promotion",
};

/** Groups findings by family and by rule, in the order they came: strongest first. */
export function grouped(text: string, findings: readonly FindingInText[], rules: readonly RuleEntry[], say: Say): Group[] {
  const families = [...new Set(findings.map(({ family }) => family))];
  return families.map((family) => ({
    family,
    title: say(FAMILY_TITLES[family] ?? "group_other"),
    reasons: reasons(text, findings.filter((finding) => finding.family === family), rules, say),
  }));
}

/** Groups findings by rule. */
export function reasons(text: string, findings: readonly FindingInText[], rules: readonly RuleEntry[], say: Say): Reason[] {
  const groups = new Map<string, Reason>();
  for (const finding of findings) {
    const rule = rules.find(({ id }) => id === finding.rule);
    const group = groups.get(finding.rule) ?? {
      rule: finding.rule,
      // a companion newer than this extension may know a rule that its own greeting explains; an older page may not
      line: rule?.[say.language].line ?? say("reason_unknown"),
      why: rule?.[say.language].why ?? "",
      article: rule?.article ?? "",
      passages: [],
    };
    groups.set(finding.rule, group);
    const passage = shortened(text.slice(finding.start, finding.end));
    if (!group.passages.includes(passage)) group.passages.push(passage);
  }
  return [...groups.values()];
}

/** The passage on one line, cut between words when it is long. */
export function shortened(passage: string, longest = LONGEST_PASSAGE): string {
  const line = passage.replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  const space = cut.lastIndexOf(" ");
  return `${space > longest / 2 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A stretch of a draft in its more general wording: kept (both are the same), or one said for the other. */
export interface Swap {
  before: string;
  after: string;
}

/** The text in stretches, with every finding's more general wording beside it, or null when none has one. */
export function swaps(text: string, findings: readonly FindingInText[]): Swap[] | null {
  const wider = findings
    .flatMap(({ start, end, replacement }) => (typeof replacement === "string" ? [{ start, end, replacement }] : []))
    .sort((one, other) => one.start - other.start);
  if (wider.length === 0) return null;
  const stretches: Swap[] = [];
  const keep = (from: number, to?: number): void => {
    const same = text.slice(from, to);
    if (same !== "") stretches.push({ before: same, after: same });
  };
  let done = 0;
  for (const { start, end, replacement } of wider) {
    if (start < done) continue;
    keep(done, start);
    stretches.push({ before: text.slice(start, end), after: replacement });
    done = end;
  }
  keep(done);
  return stretches;
}

/** The text with every finding's more general wording in its place, or null when none has one. */
export function generalised(text: string, findings: readonly FindingInText[]): string | null {
  return swaps(text, findings)?.map(({ after }) => after).join("") ?? null;
}

/** Who can read what is published, as far as the page shows it. */
export type Readers =
  | { readonly kind: "public" }
  | { readonly kind: "group"; readonly name: string; readonly members: number | null }
  | { readonly kind: "limited"; readonly name: string };

/** One line on who can read it; context, so it says nothing of what was written. */
export function audienceWords(readers: Readers | null, say: Say): string | undefined {
  if (readers === null) return undefined;
  if (readers.kind === "public") return say("audience_public");
  const name = shortened(readers.name, 60);
  if (readers.kind === "limited") return say("audience_limited", { name });
  if (readers.members === null) return say("audience_group", { name });
  const members = readers.members.toLocaleString(say.language === "fr" ? "fr-FR" : "en-GB");
  return say("audience_members", { name, members });
}

/** What is the matter with a video, where it is not said as of a photo. */
const VIDEO_TROUBLES: Partial<Record<Trouble, [WordKey, WordKey]>> = {
  photo_too_large: ["trouble_video_too_large", "remedy_photo"],
  photo_unreadable: ["trouble_video_unreadable", "remedy_photo"],
  video_not_checked: ["trouble_video_too_long", "remedy_photo"],
  videos_not_read: ["trouble_videos_not_read", "remedy_videos_not_read"],
};

/** What is the matter, and what to do about it. */
export function troubleWords(trouble: Trouble, say: Say, isVideo = false): { title: string; remedy: string } {
  const known: Partial<Record<Trouble, [WordKey, WordKey]>> = {
    companion_missing: ["trouble_stopped", "remedy_missing"],
    companion_gone: ["trouble_stopped", "remedy_gone"],
    protocol_mismatch: ["trouble_protocol", "remedy_protocol"],
    model_unusable: ["trouble_model", "remedy_model"],
    timed_out: ["trouble_timed_out", "remedy_retry"],
    text_too_long: ["trouble_too_long", "remedy_too_long"],
    extension_reloaded: ["trouble_reloaded", "remedy_reloaded"],
    photo_too_large: ["trouble_photo_too_large", "remedy_photo"],
    photo_unreadable: ["trouble_photo_unreadable", "remedy_photo"],
  };
  const [title, remedy] = (isVideo && VIDEO_TROUBLES[trouble]) || known[trouble] || ["trouble_other", "remedy_retry"];
  return { title: say(title), remedy: say(remedy) };
}
