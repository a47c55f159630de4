/** What is still true of a text that has just been edited, until the next verdict says it properly. */
import type { FindingInText } from "../wire/messages.ts";

/** A passage shorter than this, in characters, has to stand as it was: a number less one digit is another number. */
const LONG = 30;
/** Of a longer one this much has to be left. */
const SHARE_LEFT = 0.75;

/** The findings in `before` whose words still stand in `after`, moved to where they stand. */
export function carried(before: string, after: string, findings: readonly FindingInText[]): FindingInText[] {
  if (before === after) return [...findings];
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let behind = 0;
  while (behind < most - from && before[before.length - 1 - behind] === after[after.length - 1 - behind]) behind += 1;
  const to = before.length - behind;
  const longer = after.length - before.length;

  return findings.flatMap((finding) => {
    const { start, end } = finding;
    if (end <= from) return [finding];
    const moved = (span: readonly [number, number]): [number, number] => [span[0] + longer, span[1] + longer];
    if (start >= to) {
      const words = finding.words?.map(moved);
      return [{ ...finding, start: start + longer, end: end + longer, ...(words ? { words } : {}) }];
    }
    const gone = Math.min(end, to) - Math.max(start, from);
    if (end - start < LONG || gone > (1 - SHARE_LEFT) * (end - start)) return [];
    // where its words stand inside can no longer be said
    return [{ ...finding, words: [], start: Math.min(start, from), end: end > to ? end + longer : after.length - behind }];
  });
}
