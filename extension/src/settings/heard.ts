/** What a doctor wants to hear of what was found. */
import type { FindingInText } from "../wire/messages.ts";
import type { PlaceName, Settings } from "./shape.ts";

/** What a word has at least one of: an accent or a sign alone would be allowed everywhere. */
export const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Leaves out families that are off and passages that are allowed, and says quietly what is to be said quietly. */
export function heard(text: string, findings: readonly FindingInText[], settings: Settings, place: PlaceName): FindingInText[] {
  const families: Readonly<Record<string, boolean>> = settings.sites[place].families;
  // of an accent alone nothing is left, and nothing is found everywhere
  const allowed = settings.allowedWords.map(folded).filter((word) => LETTER_OR_DIGIT.test(word)).sort((one, other) => other.length - one.length);
  return findings
    .filter((finding) => families[finding.family] !== false && !isAllowed(text, finding, allowed))
    .map((finding) => (settings.quietRules.includes(finding.rule) ? { ...finding, strength: "hint" } : finding));
}

/** Whether nothing is left of the words that a finding stands on once the allowed ones are taken away. */
function isAllowed(text: string, { start, end, words }: FindingInText, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return false;
  const passages = words?.length ? words : [[start, end] as const];
  return passages.every(([from, to]) => {
    let left = folded(text.slice(from, to));
    for (const word of allowed) left = without(left, word);
    return !LETTER_OR_DIGIT.test(left);
  });
}

/** `passage` without `word` where it stands as a word of its own. */
function without(passage: string, word: string): string {
  let left = passage;
  for (let at = left.indexOf(word); at >= 0; at = left.indexOf(word, at + 1)) {
    const apart = !LETTER_OR_DIGIT.test(left.charAt(at - 1)) && !LETTER_OR_DIGIT.test(left.charAt(at + word.length));
    if (apart) left = `${left.slice(0, at)} ${left.slice(at + word.length)}`;
  }
  return left;
}

function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\u2019/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
