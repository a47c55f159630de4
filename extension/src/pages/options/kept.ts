/** What is counted: on or off, for how long, and erased; and the rules that the doctor often overrules. */
import { el } from "../../panel/elements.ts";
import { byRule, historyOwner, type History } from "../../history.ts";
import type { RuleEntry } from "../../wire/messages.ts";
import { actionRow, button, choiceRow, confirmed, switchRow } from "../controls.ts";
import { announce } from "../speaking.ts";
import type { OptionsPage } from "./page.ts";

const RETENTIONS = [30, 90, 180, 365];

export function historyGroup(page: OptionsPage, history: History): HTMLElement {
  const { say, save, lockOf } = page;
  const { on, days } = page.known.settings.history;
  const retentions = [...new Set([...RETENTIONS, days])].sort((one, other) => one - other).map(String);
  const counted = Object.values(history).flatMap((places) => Object.values(places));
  const warnings = counted.reduce((sum, { all }) => sum + (all.warned ?? 0), 0);

  async function erase(): Promise<void> {
    const question = { title: say("erase_title"), text: say("erase_text"), yes: say("erase"), no: say("cancel") };
    if (!(await confirmed(question))) return;
    await historyOwner.erase();
    await page.save((settings) => (settings.falseAlarms = {}));
    announce(say("erased"));
    page.draw();
  }

  return el(
    "section",
    { class: "group", "aria-label": say("options_history") },
    switchRow(
      { id: "history.on", label: say("history_on"), hint: say("history_on_hint"), lock: lockOf("history.on") },
      on,
      (next) => void save((settings) => (settings.history.on = next)),
    ),
    choiceRow(
      { id: "history.days", label: say("history_days"), hint: say("history_days_hint"), lock: lockOf("history.days") },
      retentions.map((value) => [value, say("days", { count: value })] as const),
      String(days),
      (value) => void save((settings) => (settings.history.days = Number(value))),
    ),
    actionRow(
      [el("p", { id: "erase-hint" }, warnings > 0 ? say("history_holds", { count: warnings }) : say("history_empty"))],
      button(say("erase_open"), () => void erase(), { id: "erase", "aria-describedby": "erase-hint" }),
    ),
  );
}

/** Warned so often, and posted as it was nine times in ten: then the rule offers to be lowered. */
const ENOUGH = 10;
const MOSTLY = 0.9;

/** Rules called a false alarm, overruled nine times in ten, or quiet already; null when there are none. */
export function rulesGroup(page: OptionsPage, history: History, rules: readonly RuleEntry[]): HTMLElement | null {
  const { say, save, lockOf } = page;
  const { falseAlarms, quietRules } = page.known.settings;
  const tallies = byRule(history);
  const overruled = [...tallies].filter(([, { warned = 0, as_is = 0 }]) => warned >= ENOUGH && as_is >= MOSTLY * warned);
  const named = [...new Set([...quietRules, ...Object.keys(falseAlarms), ...overruled.map(([rule]) => rule)])];
  if (named.length === 0) return null;
  const rows = named.map((rule) => {
    const { warned = 0, as_is = 0 } = tallies.get(rule) ?? {};
    const alarms = falseAlarms[rule] ?? 0;
    const counts = [
      ...(alarms > 0 ? [say("rule_false_alarms", { count: alarms })] : []),
      ...(warned > 0 ? [say("rule_as_is", { count: as_is, of: warned })] : []),
    ];
    const label = rules.find(({ id }) => id === rule)?.[say.language].line ?? say("rule_unnamed", { rule });
    return switchRow(
      { id: `quiet.${rule}`, label: say("rule_quiet", { rule: label }), hint: [say("rule_quiet_hint"), ...counts].join(" "), lock: lockOf("quietRules") },
      quietRules.includes(rule),
      (on) => void save((next) => (next.quietRules = [...next.quietRules.filter((one) => one !== rule), ...(on ? [rule] : [])])),
    );
  });
  return el("section", { class: "group", "aria-label": say("options_rules") }, ...rows);
}
