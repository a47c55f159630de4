// What a brush paints, as the boxes that a mask is made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around, boxesOf, brushFor, pathOf, shifted } from "../../../extension/src/panel/brush.ts";

const photo = { width: 1000, height: 600 };

/** How far a point is from the line of a stroke. */
function distance([x, y], { points }) {
  const parts = points.slice(1).map((to, at) => [points[at], to]);
  const ends = parts.length > 0 ? parts : [[points[0], points[0]]];
  return Math.min(
    ...ends.map(([[ax, ay], [bx, by]]) => {
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
    }),
  );
}

const holds = (boxes, x, y) => boxes.some(([left, top, w, h]) => x >= left && x < left + w && y >= top && y < top + h);

const STROKES = {
  dot: [[400, 300]],
  straight: [[100, 100], [900, 100]],
  slanted: [[100, 100], [500, 500], [800, 120]],
  "over the edge": [[-30, 590], [500, 640], [1040, 10]],
  fast: [[20, 20], [980, 580]],
};

for (const [name, points] of Object.entries(STROKES)) {
  test(`a stroke is covered wholly, and little beside it: ${name}`, () => {
    const stroke = { points, width: 40 };
    const boxes = boxesOf(stroke, photo);
    for (const [x, y, w, h] of boxes) {
      assert.ok([x, y, w, h].every(Number.isInteger) && w > 0 && h > 0);
      assert.ok(x >= 0 && y >= 0 && x + w <= photo.width && y + h <= photo.height, "within the photo");
    }
    for (let x = 0; x < photo.width; x += 3) {
      for (let y = 0; y < photo.height; y += 3) {
        const far = distance([x + 0.5, y + 0.5], stroke);
        if (far < 19) assert.ok(holds(boxes, x, y), `${x} ${y} was painted`);
        if (far > 20 + 3 * 5) assert.ok(!holds(boxes, x, y), `${x} ${y} was not`);
      }
    }
    const [left, top, w, h] = around(stroke, photo);
    for (const [x, y, bw, bh] of boxes) {
      assert.ok(x >= left - 10 && y >= top - 10 && x + bw <= left + w + 10 && y + bh <= top + h + 10);
    }
  });
}

test("a stroke is drawn from its first point to its last, and a dot is a line of no length", () => {
  assert.equal(pathOf({ points: [[1, 2], [3, 4]], width: 5 }), "M1 2L3 4");
  assert.equal(pathOf({ points: [[1, 2]], width: 5 }), "M1 2L1 2");
  assert.deepEqual(shifted({ points: [[1, 2]], width: 5 }, 10, -1), { points: [[11, 1]], width: 5 });
});

test("a brush is as wide as a fingertip, whatever the photo", () => {
  assert.equal(brushFor({ width: 4000, height: 3000 }), 160);
  assert.equal(brushFor({ width: 100, height: 60 }), 8);
});
