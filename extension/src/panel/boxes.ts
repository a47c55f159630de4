/** Boxes over a photo, as numbers. A box is `[left, top, width, height]` in upright full-size pixels. */

export type Box = [number, number, number, number];

export interface Bounds {
  width: number;
  height: number;
}

/** Which sides of a box a handle moves, by the points of the compass. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** The shortest side of a box in a photo of that size: what is smaller cannot be taken hold of. */
export function shortest({ width, height }: Bounds): number {
  return Math.max(4, Math.round(Math.max(width, height) / 100));
}

/** `box` moved, as far as the photo goes. */
export function moved([x, y, w, h]: Box, dx: number, dy: number, photo: Bounds): Box {
  return [within(x + dx, 0, photo.width - w), within(y + dy, 0, photo.height - h), w, h];
}

/** `box` with the sides of `handle` moved, no smaller than `shortest` and no farther than the photo goes. */
export function resized([x, y, w, h]: Box, handle: Handle, dx: number, dy: number, photo: Bounds): Box {
  const least = shortest(photo);
  let [left, top, right, bottom] = [x, y, x + w, y + h];
  if (handle.includes("w")) left = within(left + dx, 0, right - least);
  if (handle.includes("e")) right = within(right + dx, left + least, photo.width);
  if (handle.includes("n")) top = within(top + dy, 0, bottom - least);
  if (handle.includes("s")) bottom = within(bottom + dy, top + least, photo.height);
  return [left, top, right - left, bottom - top];
}

/** The box between two points, or null when they are so near that it was a click. */
export function between(fromX: number, fromY: number, toX: number, toY: number, photo: Bounds): Box | null {
  const [left, right] = [fromX, toX].map((x) => within(x, 0, photo.width)).sort((one, other) => one - other);
  const [top, bottom] = [fromY, toY].map((y) => within(y, 0, photo.height)).sort((one, other) => one - other);
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null;
  const least = shortest(photo);
  return right - left < least || bottom - top < least ? null : [left, top, right - left, bottom - top];
}

/** A fresh box in the middle of a photo, a fifth of its size. */
export function central({ width, height }: Bounds): Box {
  const side = Math.round(Math.min(width, height) / 5);
  return [Math.round((width - side) / 2), Math.round((height - side) / 2), side, side];
}

function within(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(value, most)));
}
