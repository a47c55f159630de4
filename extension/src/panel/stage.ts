/**
 * The stage: one photo with its boxes, which a pointer or the keyboard can take, move, stretch, add and take away, and
 * with the strokes of a brush. What is changed here is the list of marks that it was given.
 */
import { around, boxesOf, brushFor, pathOf, shifted, type Point, type Stroke } from "./brush.ts";
import { between, central, HANDLES, moved, resized, type Bounds, type Box, type Handle } from "./boxes.ts";
import { el, svg } from "./elements.ts";
import { onPress, type Surface } from "./surface.ts";
import type { Say } from "../words.ts";

/** A box, or the `stroke` of a brush and the box around it. `line`: what was found there, empty for one's own. */
export interface Mark {
  box: Box;
  stroke?: Stroke;
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
  /** A pointer paints from now on, or draws and takes boxes. */
  paint(painting: boolean): void;
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

/** What masking these marks covers. */
export function boxesFor(marks: readonly Mark[], photo: Bounds): Box[] {
  return coveredIn(marks).flatMap(({ box, stroke }) => (stroke ? boxesOf(stroke, photo) : [box]));
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
  let isPainting = false;

  function shapeOf(mark: Mark): HTMLButtonElement {
    const known = shapes.get(mark);
    if (known) return known;
    const shape = el("button", { type: "button", class: mark.stroke ? "box painted" : "box", "aria-describedby": "box-keys" });
    // a stretched box is taken by its edge: the handles are for the pointer, the keyboard has its arrows
    const handles = HANDLES.map((handle) => el("span", { class: "handle", "data-handle": handle, "aria-hidden": "true" }));
    shape.append(...(mark.stroke ? [paintingOf(mark.stroke, mark.box)] : handles));
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

  /** Puts a mark where it is now: a stroke goes with the box around it. */
  function place(mark: Mark, box: Box): void {
    if (mark.stroke) mark.stroke = shifted(mark.stroke, box[0] - mark.box[0], box[1] - mark.box[1]);
    mark.box = box;
    settle(mark);
  }

  function add(mark: Mark): void {
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

  /** Paints from where the pointer has gone down to where it is let go. */
  function brush(event: PointerEvent): void {
    take(null);
    const width = brushFor(photo);
    const points: Point[] = [placeOf(event)];
    const whole: Box = [0, 0, photo.width, photo.height];
    const sketch = el("div", { class: "painted" });
    const show = (): void => sketch.replaceChildren(paintingOf({ points, width }, whole));
    element.append(sketch);
    show();
    surface.drag(
      event,
      (at) => {
        const [x, y] = placeOf(at);
        const [lastX, lastY] = points.at(-1) ?? [x, y];
        if (Math.hypot(x - lastX, y - lastY) < width / 8) return;
        points.push([x, y]);
        show();
      },
      () => {
        sketch.remove();
        const stroke = { points, width };
        add({ box: around(stroke, photo), stroke, line: "", isCovered: true });
      },
    );
  }

  function pointerDown(event: PointerEvent, hit: Element): void {
    if (event.button !== 0) return;
    if (isPainting && element.contains(hit)) {
      brush(event);
      return;
    }
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
          place(
            mark,
            handle ? resized(start, handle, x - fromX, y - fromY, photo) : moved(start, x - fromX, y - fromY, photo),
          );
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
        if (box) add({ box, line: "", isCovered: true });
      },
    );
  }

  function key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key.toLowerCase() === "n" && !event.repeat) {
      add({ box: central(photo), line: "", isCovered: true });
      return true;
    }
    const focused = marks.find((mark) => shapes.get(mark) === surface.root.activeElement);
    if (!focused) return false;
    const arrow = ARROWS[event.key];
    if (arrow) {
      take(focused);
      const step = Math.max(1, Math.round(photo.width / 100));
      const [dx, dy] = [arrow[0] * step, arrow[1] * step];
      const stretches = event.shiftKey && !focused.stroke;
      place(focused, stretches ? resized(focused.box, "se", dx, dy, photo) : moved(focused.box, dx, dy, photo));
      return true;
    }
    if (event.key !== "Delete" && event.key !== "Backspace") return false;
    take(focused);
    return remove();
  }

  render();
  return {
    element,
    add: () => add({ box: central(photo), line: "", isCovered: true }),
    remove,
    paint(painting) {
      isPainting = painting;
      element.toggleAttribute("data-painting", painting);
    },
    uncover: (uncovered) => void element.toggleAttribute("data-uncovered", uncovered),
    key,
    pointerDown,
  };
}

/** A drawing of `stroke` that fills `box`. */
function paintingOf(stroke: Stroke, box: Box): SVGSVGElement {
  const path = svg("path", { d: pathOf(stroke), "stroke-width": String(stroke.width) });
  return svg("svg", { viewBox: box.join(" "), preserveAspectRatio: "none", "aria-hidden": "true" }, path);
}
