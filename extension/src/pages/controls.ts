/** What the extension's own pages share: rows with a label, a description and a control that saves at once. */
import { drawing, el } from "../panel/elements.ts";

/** The element with this id, which the page's markup holds. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

export interface Labels {
  /** Of the control, the same each time the page is drawn. */
  id: string;
  label: string;
  /** What the control is called aloud, where the label alone is too short; it holds the label. */
  name?: string;
  hint?: string;
  /** Why it cannot be changed here, when an institution has set it. */
  lock?: string | null;
}

const LOCK = ["M5.5 9.5h9v6.5h-9z", "M7.5 9.5V7a2.5 2.5 0 0 1 5 0v2.5"];

type Control = HTMLInputElement | HTMLSelectElement;

function row({ id, label, name, hint, lock }: Labels, control: Control): HTMLElement {
  control.id = id;
  if (name) control.setAttribute("aria-label", name);
  const texts = el("div", {}, el("label", { for: id }, label));
  const described: string[] = [];
  const describe = (part: string, ...content: (Node | string)[]): void => {
    described.push(`${id}-${part}`);
    texts.append(el("p", { id: `${id}-${part}`, class: part }, ...content));
  };
  if (hint) describe("hint", hint);
  if (lock) {
    control.disabled = true;
    describe("lock", drawing(...LOCK), lock);
  }
  if (described.length > 0) control.setAttribute("aria-describedby", described.join(" "));
  return el("div", { class: "row" }, texts, control);
}

export function switchRow(labels: Labels, on: boolean, change: (on: boolean) => void): HTMLElement {
  const box = el("input", { type: "checkbox", role: "switch" });
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  return row(labels, box);
}

export function tickRow(labels: Labels, on: boolean, change: (on: boolean) => void): HTMLElement {
  const box = el("input", { type: "checkbox" });
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  const made = row(labels, box);
  made.classList.add("tick");
  return made;
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

/** A line of text with its buttons at the end. */
export function actionRow(text: readonly (Node | string)[], ...buttons: HTMLElement[]): HTMLElement {
  return el("div", { class: "row" }, el("div", {}, ...text), el("div", { class: "buttons" }, ...buttons));
}

export function button(label: string, act: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** Whether a pointer is down: its click belongs to the control on which it went down. */
let isPressed = false;
/** What draws once it is up. */
let waiting: (() => void) | null = null;
document.addEventListener("pointerdown", () => (isPressed = true), { capture: true });
for (const type of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(type, release, { capture: true });
window.addEventListener("blur", release);

function release(): void {
  isPressed = false;
  // the click comes after the pointer is up
  setTimeout(() => {
    if (isPressed) return;
    const draw = waiting;
    waiting = null;
    draw?.();
  });
}

/**
 * Draws `parts` in the place of what `main` holds; what had the focus and what stood open stays so. Nothing is drawn
 * under a pointer that is down: once it is up `again` is called, for the press may change what there is to draw.
 */
export function redraw(main: HTMLElement, again: () => void, parts: readonly Node[]): void {
  if (isPressed) {
    waiting = again;
    return;
  }
  waiting = null;
  const focused = document.activeElement?.id;
  const open = new Set(Array.from(main.querySelectorAll("details[open]"), ({ id }) => id));
  main.replaceChildren(...parts);
  for (const details of main.querySelectorAll("details")) details.open ||= open.has(details.id);
  if (focused) document.getElementById(focused)?.focus();
}

/** Asks before something that cannot be undone. Escape and the first button say no. */
export function confirmed(question: { title: string; text: string; yes: string; no: string }): Promise<boolean> {
  const dialog = el("dialog", { "aria-labelledby": "question", "aria-describedby": "consequence" });
  return new Promise((resolve) => {
    dialog.append(
      el("h2", { id: "question" }, question.title),
      el("p", { id: "consequence" }, question.text),
      el(
        "div",
        { class: "buttons" },
        button(question.no, () => dialog.close(), { autofocus: "" }),
        button(question.yes, () => dialog.close("yes"), { class: "grave" }),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
