/** Where a card goes: near the composer, never over it. */

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Size {
  width: number;
  height: number;
}

const GAP = 8;
const EDGE = 8;

/** How wide a card may be so as to fit left or right of `anchor`, or null when that is less than `least`. */
export function widthBeside(anchor: Rect, least: number, view: Size): number | null {
  const room = Math.max(anchor.left, view.width - anchor.right) - GAP - EDGE;
  return room >= least ? room : null;
}

/** How high a card may be so as to fit below or above `anchor`, or null when that is less than `least`. */
export function heightAlong(anchor: Rect, least: number, view: Size): number | null {
  const room = Math.max(view.height - anchor.bottom, anchor.top) - GAP - EDGE;
  return room >= least ? room : null;
}

/** Whether a card of `size` fits below or above `anchor`. */
export function fitsAlong(anchor: Rect, size: Size, view: Size): boolean {
  return heightAlong(anchor, size.height, view) !== null && size.width <= view.width - 2 * EDGE;
}

/**
 * Returns the left top corner for a card of `size` beside `anchor`, in a viewport of `view`: below, above, to the right
 * or to the left, the first that fits; else the corner of the viewport where it covers the least of the anchor.
 */
export function place(anchor: Rect, size: Size, view: Size): { left: number; top: number } {
  const clamp = (value: number, length: number, whole: number): number =>
    Math.max(EDGE, Math.min(value, whole - length - EDGE));
  const along = clamp(anchor.left, size.width, view.width);
  const beside = clamp(anchor.top, size.height, view.height);
  const candidates = [
    { left: along, top: anchor.bottom + GAP },
    { left: along, top: anchor.top - GAP - size.height },
    { left: anchor.right + GAP, top: beside },
    { left: anchor.left - GAP - size.width, top: beside },
  ];
  const fits = candidates.find(
    ({ left, top }) =>
      left >= EDGE && top >= EDGE && left + size.width <= view.width - EDGE && top + size.height <= view.height - EDGE,
  );
  if (fits) return fits;
  const corners = [EDGE, view.width - size.width - EDGE].flatMap((left) =>
    [view.height - size.height - EDGE, EDGE].map((top) => ({ left: Math.max(0, left), top: Math.max(0, top) })),
  );
  const covered = ({ left, top }: { left: number; top: number }): number =>
    Math.max(0, Math.min(left + size.width, anchor.right) - Math.max(left, anchor.left)) *
    Math.max(0, Math.min(top + size.height, anchor.bottom) - Math.max(top, anchor.top));
  return corners.reduce((best, corner) => (covered(corner) < covered(best) ? corner : best));
}
