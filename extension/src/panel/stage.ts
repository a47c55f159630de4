/**
 * The stage: one photo with its boxes, which a pointer or the keyboard can take, move, stretch, add and take away.
 * What is changed here is the list of marks that it was given.
 */
import { between, central, HANDLES, moved, resized, type Bounds, type Box, type Handle } from "./boxes.ts";
import { el } from "./elements.ts";
import { onPress, type Surface } from "./surface.ts";
import type { Say } from "../words.ts";

/** A box; `line`: what was found there, empty for one that the doctor drew. */
export interface Mark {
  box: Box;
  line: string;
  /** False while it is only offered: what was found there is unsure. */
  isCovered: boolean;
}

export interface Stage {
  readonly element: HTMLElement;
  /** Adds a box in the middle and takes it in hand. */
  add(): void;
  /** Takes the box in hand away; false when none is. */
  remove(): boolean;
  /** Shows what lies under the boxes, or covers it. */
  uncover(uncovered: boolean): void;
  /** True when the key meant a box. */
  key(event: KeyboardEvent): boolean;
  pointerDown(event: PointerEvent, hit: Element): void;
}

export interface StageEnds {
  surface: Surface;
  say: Say;
  /** The number of boxes, or the one in hand, has changed. */
  changed(): void;
  /** Says to who hears the page what was done. */
  tell(what: string): void;
  /** Where the focus goes when the last box is taken away. */
  refuge(): HTMLElement;
}

/** The boxes that will be covered. */
export function coveredIn(marks: readonly Mark[]): Mark[] {
  return marks.filter(({ isCovered }) => isCovered);
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function createStage(photo: Bounds, marks: Mark[], picture: HTMLCanvasElement, ends: StageEnds): Stage {
  const { surface, say, changed, tell } = ends;
  const element = el("div", { class: "stage" }, picture);
  element.style.aspectRatio = `${picture.width} / ${picture.height}`;
  element.style.setProperty("--ratio", String(picture.width / picture.height));
  const shapes = new Map<Mark, HTMLButtonElement>();
  let inHand: Mark | null = null;

  function shapeOf(mark: Mark): HTMLButtonElement {
    const known = shapes.get(mark);
    if (known) return known;
    const shape = el("button", { type: "button", class: "box", "aria-describedby": "box-keys" });
    // a stretched box is taken by its edge: the handles are for the pointer, the keyboard has its arrows
    shape.append(...HANDLES.map((handle) => el("span", { class: "handle", "data-handle": handle, "aria-hidden": "true" })));
    onPress(shape, () => take(mark));
    shapes.set(mark, shape);
    return shape;
  }

  function render(): void {
    for (const [mark, shape] of shapes) {
      if (marks.includes(mark)) continue;
      shape.remove();
      shapes.delete(mark);
    }
    marks.forEach((mark, place) => {
      const shape = shapeOf(mark);
      const name = say(mark.isCovered ? "photo_box" : "photo_box_offered", { number: place + 1 });
      shape.setAttribute("aria-label", mark.line ? `${name}. ${mark.line}` : name);
      shape.toggleAttribute("data-in-hand", mark === inHand);
      shape.toggleAttribute("data-offered", !mark.isCovered);
      settle(mark);
      if (shape.parentNode !== element) element.append(shape);
    });
  }

  function settle(mark: Mark): void {
    const [x, y, w, h] = mark.box;
    const share = (part: number, whole: number): string => `${(100 * part) / whole}%`;
    Object.assign(shapeOf(mark).style, {
      left: share(x, photo.width),
      top: share(y, photo.height),
      width: share(w, photo.width),
      height: share(h, photo.height),
    });
  }

  /** Takes `mark` in hand; one that was only offered is covered from then on. */
  function take(mark: Mark | null): void {
    if (inHand === mark && mark?.isCovered !== false) return;
    inHand = mark;
    if (mark) mark.isCovered = true;
    render();
    changed();
  }

  function addBox(box: Box): void {
    const mark: Mark = { box, line: "", isCovered: true };
    marks.push(mark);
    take(mark);
    shapeOf(mark).focus({ preventScroll: true });
    tell(say("photo_box_added", { number: marks.length }));
  }

  function remove(): boolean {
    const place = inHand ? marks.indexOf(inHand) : -1;
    if (place < 0) return false;
    marks.splice(place, 1);
    const hadFocus = inHand !== null && surface.root.activeElement === shapes.get(inHand);
    take(null);
    const next = marks[Math.min(place, marks.length - 1)];
    if (hadFocus) (next ? shapeOf(next) : ends.refuge()).focus({ preventScroll: true });
    tell(say("photo_box_removed", { count: coveredIn(marks).length }));
    return true;
  }

  /** Where an event is, in pixels of the photo. */
  function placeOf({ clientX, clientY }: PointerEvent): [number, number] {
    const { left, top, width, height } = picture.getBoundingClientRect();
    return [((clientX - left) / width) * photo.width, ((clientY - top) / height) * photo.height];
  }

  function pointerDown(event: PointerEvent, hit: Element): void {
    if (event.button !== 0) return;
    const [fromX, fromY] = placeOf(event);
    const shape = hit.closest<HTMLElement>(".box");
    const mark = marks.find((one) => shapes.get(one) === shape);
    if (mark) {
      take(mark);
      const start = mark.box;
      const handle = hit.closest<HTMLElement>(".handle")?.dataset["handle"] as Handle | undefined;
      surface.drag(
        event,
        (at) => {
          const [x, y] = placeOf(at);
          mark.box = handle
            ? resized(start, handle, x - fromX, y - fromY, photo)
            : moved(start, x - fromX, y - fromY, photo);
          settle(mark);
        },
        () => undefined,
      );
      return;
    }
    if (hit !== picture) return;
    take(null);
    const sketch = el("div", { class: "sketch" });
    let box: Box | null = null;
    element.append(sketch);
    surface.drag(
      event,
      (at) => {
        box = between(fromX, fromY, ...placeOf(at), photo);
        const [x, y, w, h] = box ?? [0, 0, 0, 0];
        Object.assign(sketch.style, {
          left: `${(100 * x) / photo.width}%`,
          top: `${(100 * y) / photo.height}%`,
          width: `${(100 * w) / photo.width}%`,
          height: `${(100 * h) / photo.height}%`,
        });
      },
      () => {
        sketch.remove();
        if (box) addBox(box);
      },
    );
  }

  function key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key.toLowerCase() === "n" && !event.repeat) {
      addBox(central(photo));
      return true;
    }
    const focused = marks.find((mark) => shapes.get(mark) === surface.root.activeElement);
    if (!focused) return false;
    const arrow = ARROWS[event.key];
    if (arrow) {
      take(focused);
      const step = Math.max(1, Math.round(photo.width / 100));
      const [dx, dy] = [arrow[0] * step, arrow[1] * step];
      focused.box = event.shiftKey ? resized(focused.box, "se", dx, dy, photo) : moved(focused.box, dx, dy, photo);
      settle(focused);
      return true;
    }
    if (event.key !== "Delete" && event.key !== "Backspace") return false;
    take(focused);
    return remove();
  }

  render();
  return {
    element,
    add: () => addBox(central(photo)),
    remove,
    uncover: (uncovered) => void element.toggleAttribute("data-uncovered", uncovered),
    key,
    pointerDown,
  };
}
