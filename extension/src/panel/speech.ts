/** What a banner says: findings and troubles put into the words of the catalogue and of the interface. */
import type { Trouble } from "../wire/client.ts";
import type { FindingInText, RuleEntry } from "../wire/messages.ts";
import type { Say, WordKey } from "../words.ts";

/** One reason, and every passage it is about. */
export interface Reason {
  line: string;
  why: string;
  article: string;
  passages: string[];
}

const LONGEST_PASSAGE = 90;

/** Groups findings by rule, in the order they came: strongest first. */
export function reasons(text: string, findings: readonly FindingInText[], rules: readonly RuleEntry[], say: Say): Reason[] {
  const groups = new Map<string, Reason>();
  for (const finding of findings) {
    const rule = rules.find(({ id }) => id === finding.rule);
    const group = groups.get(finding.rule) ?? {
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

/** The text with every finding's more general wording in its place, or null when none has one. */
export function generalised(text: string, findings: readonly FindingInText[]): string | null {
  const swaps = findings
    .flatMap(({ start, end, replacement }) => (typeof replacement === "string" ? [{ start, end, replacement }] : []))
    .sort((one, other) => one.start - other.start);
  if (swaps.length === 0) return null;
  let result = "";
  let done = 0;
  for (const { start, end, replacement } of swaps) {
    if (start < done) continue;
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}

/** What is the matter, and what to do about it. */
export function troubleWords(trouble: Trouble, say: Say): { title: string; remedy: string } {
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
  const [title, remedy] = known[trouble] ?? ["trouble_other", "remedy_retry"];
  return { title: say(title), remedy: say(remedy) };
}
