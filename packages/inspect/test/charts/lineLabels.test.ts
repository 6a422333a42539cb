import { expect, test } from "vitest";
import { placeLabels } from "../../src/charts/lineLabels.ts";

const line = (y: number, y2: number, text = "0.25") => ({ x: 0, y, x2: 200, y2, text });

test("labels of lines that run close beside each other do not cover each other, and stay on their lines", () => {
  const lines = [0, 4, 8, 12].map((y) => line(y, y));
  const labels = placeLabels(lines, 13);
  for (const [i, a] of labels.entries()) {
    expect(a.y).toBe(lines[i]!.y);
    for (const b of labels.slice(i + 1)) expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual(a.width - 1e-9);
  }
});

test("where lines cross, labels stand away from the crossing", () => {
  const labels = placeLabels([line(0, 100), line(100, 0)], 13);
  for (const { x, y } of labels) expect(Math.hypot(x - 100, y - 50)).toBeGreaterThan(20);
});

test("a label alone stands near to where its line begins", () => {
  const [label] = placeLabels([line(0, 0)], 13);
  expect(label!.x).toBeLessThan(100);
});
