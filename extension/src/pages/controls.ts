/** What the extension's own pages share: rows with a label, a description and a control that saves at once. */
import { el } from "../panel/elements.ts";

/** The element with this id, which the page's markup holds. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

let controls = 0;

interface Labels {
  label: string;
  hint?: string;
}

function row({ label, hint }: Labels, control: HTMLElement): HTMLElement {
  control.id = `control${++controls}`;
  const texts = el("div", {}, el("label", { for: control.id }, label));
  if (hint) {
    const hintId = `${control.id}-hint`;
    texts.append(el("p", { id: hintId }, hint));
    control.setAttribute("aria-describedby", hintId);
  }
  return el("div", { class: "row" }, texts, control);
}

export function switchRow(labels: Labels, on: boolean, change: (on: boolean) => void): HTMLElement {
  const box = el("input", { type: "checkbox", role: "switch" });
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  return row(labels, box);
}

export function choiceRow<T extends string>(
  labels: Labels,
  choices: readonly (readonly [T, string])[],
  chosen: T,
  change: (value: T) => void,
): HTMLElement {
  const select = el("select", {}, ...choices.map(([value, text]) => el("option", { value }, text)));
  select.value = chosen;
  select.addEventListener("change", () => {
    const choice = choices[select.selectedIndex];
    if (choice) change(choice[0]);
  });
  return row(labels, select);
}
