/** Strokes of a brush over a photo, as numbers. All lengths are upright full-size pixels. */
import type { Bounds, Box } from "./boxes.ts";

export type Point = readonly [number, number];

/** A line that a brush of `width` has drawn through `points`; one point alone is a dot. */
export interface Stroke {
  readonly points: readonly Point[];
  readonly width: number;
}

/** How wide the brush is in a photo of that size: about a fingertip where the photo is shown. */
export function brushFor({ width, height }: Bounds): number {
  return Math.max(8, Math.round(Math.max(width, height) / 25));
}

/** The box around `stroke`, as far as the photo goes. */
export function around({ points, width }: Stroke, photo: Bounds): Box {
  const half = width / 2;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const left = Math.max(0, Math.floor(Math.min(...xs) - half));
  const top = Math.max(0, Math.floor(Math.min(...ys) - half));
  const right = Math.min(photo.width, Math.ceil(Math.max(...xs) + half));
  const bottom = Math.min(photo.height, Math.ceil(Math.max(...ys) + half));
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}

export function shifted({ points, width }: Stroke, dx: number, dy: number): Stroke {
  return { width, points: points.map(([x, y]): Point => [x + dx, y + dy]) };
}

/** `stroke` as the path of a drawing. */
export function pathOf({ points }: Stroke): string {
  const [first, ...others] = points;
  // a dot is a line of no length: its round ends make it one
  return first ? `M${first.join(" ")}${(others.length > 0 ? others : [first]).map((to) => `L${to.join(" ")}`).join("")}` : "";
}

/** Boxes that together hold all that `stroke` has painted, and little more: a mask is made of boxes. */
export function boxesOf(stroke: Stroke, photo: Bounds): Box[] {
  const cell = Math.max(4, Math.round(stroke.width / 8));
  const rows = new Map<number, Set<number>>();
  for (const [x, y] of alongOf(stroke, cell)) {
    // whatever the brush touches of a cell is the cell's
    const reach = stroke.width / 2 + cell * Math.SQRT1_2;
    for (let row = Math.floor((y - reach) / cell); row <= (y + reach) / cell; row++) {
      const wide = reach ** 2 - ((row + 0.5) * cell - y) ** 2;
      if (wide < 0) continue;
      const cells = rows.get(row) ?? new Set();
      rows.set(row, cells);
      for (let at = Math.ceil((x - Math.sqrt(wide)) / cell - 0.5); (at + 0.5) * cell <= x + Math.sqrt(wide); at++) cells.add(at);
    }
  }
  return [...rows].flatMap(([row, cells]) =>
    runs(cells).flatMap(([from, to]) => inside(from, row, to, row + 1, cell, photo)),
  );
}

/** Points along the line, no farther apart than `step`. */
function* alongOf({ points }: Stroke, step: number): Generator<Point> {
  let before: Point | undefined;
  for (const point of points) {
    const from = before ?? point;
    const [dx, dy] = [point[0] - from[0], point[1] - from[1]];
    const count = Math.max(1, Math.ceil(Math.hypot(dx, dy) / step));
    for (let part = 1; part <= count; part++) yield [from[0] + (dx * part) / count, from[1] + (dy * part) / count];
    before = point;
  }
}

/** Numbers in a row that follow each other, as from and to (not included). */
function runs(numbers: ReadonlySet<number>): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = found.at(-1);
    if (last?.[1] === number) last[1] = number + 1;
    else found.push([number, number + 1]);
  }
  return found;
}

/** The box of some cells, as far as the photo goes; none where they lie beside it. */
function inside(left: number, top: number, right: number, bottom: number, cell: number, photo: Bounds): Box[] {
  const [x, y] = [Math.max(0, left * cell), Math.max(0, top * cell)];
  const [w, h] = [Math.min(photo.width, right * cell) - x, Math.min(photo.height, bottom * cell) - y];
  return w > 0 && h > 0 ? [[x, y, w, h]] : [];
}
