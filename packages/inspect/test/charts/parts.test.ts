import { expect, test } from "vitest";
import { clipped } from "../../src/charts/clip.ts";
import { isolines } from "../../src/charts/isolines.ts";
import { jumpsBetween } from "../../src/charts/jumps.ts";
import { formatAlike, formatNumber, printable, wrapped } from "../../src/charts/text.ts";
import { thinned } from "../../src/charts/thinned.ts";
import { linearTicks, logTicks, niceExtent, niceLogExtent } from "../../src/charts/ticks.ts";

test("numbers are written for people", () => {
  const written: readonly [number, string][] = [
    [0, "0"],
    [-0, "0"],
    [0.001, "0.001"],
    [1e-5, "10⁻⁵"],
    [2.5e-5, "2.5·10⁻⁵"],
    [-1e-10, "−10⁻¹⁰"],
    [0.30000000000000004, "0.3"],
    [2 / 3, "0.667"],
    [-12.345, "−12.3"],
    [1234, "1230"],
    [12000, "12,000"],
    [120000, "120,000"],
    [1e6, "10⁶"],
    [3e8, "3·10⁸"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ];
  for (const [value, text] of written) expect(formatNumber(value), String(value)).toBe(text);
  expect(formatNumber(1234, 4)).toBe("1234");
});

test("numbers in a row have equally many decimals", () => {
  expect(formatAlike([0, 0.25, 0.5, 1])).toEqual(["0.00", "0.25", "0.50", "1.00"]);
  expect(formatAlike([1, 2])).toEqual(["1", "2"]);
  expect(formatAlike([0.1, 1e-5])).toEqual(["0.1", "10⁻⁵"]);
});

test("text on one line has no character that XML refuses", () => {
  expect(printable(" a\n\tb\u0007\ud800c😀\uffff ")).toBe("a b\ufffd\ufffdc😀\ufffd");
});

test("a text is broken between words, and a word that is too long is shortened", () => {
  // Letters are taken to be 0.64 em wide, spaces 0.42, an ellipsis 1: eight letters with it are 6.1 em, 92 pixels.
  expect(wrapped("aaa bbb ccc", 95, 15)).toEqual(["aaa bbb", "ccc"]);
  expect(wrapped("a bbbbbbbbbbbbbbbbbb", 100, 15)).toEqual(["a", "bbbbbbbb…"]);
});

test("ticks are round numbers within the axis", () => {
  expect(linearTicks([0, 10], 5).values).toEqual([0, 2, 4, 6, 8, 10]);
  expect(linearTicks([0.1, 0.7], 6)).toEqual({
    values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
    labels: ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"],
  });
  expect(linearTicks([1, 3], 10, true).values).toEqual([1, 2, 3]);
  expect(linearTicks([-1e-9, 1e-9], 2).labels).toEqual(["−10⁻⁹", "0", "10⁻⁹"]);
  // Neighbours differ in their labels, far from 0 too.
  expect(linearTicks([1000.001, 1000.003], 2).labels).toEqual(["1000.001", "1000.002", "1000.003"]);
  expect(niceExtent([0.3, 9.2], 5)).toEqual([0, 10]);
  expect(niceExtent([-0.12, 0.31], 5)).toEqual([-0.2, 0.4]);
});

test("an extent as short as the rounding of its numbers has one tick", () => {
  expect(linearTicks([1, 1 + 4 * Number.EPSILON], 5)).toEqual({ values: [1], labels: ["1"] });
  expect(linearTicks([2e9, 2e9 + 1e-6], 5)).toEqual({ values: [2e9], labels: ["2·10⁹"] });
  expect(linearTicks([3, 3], 5).values).toEqual([3]);
});

test("logarithmic ticks are powers of ten, or 1, 2 and 5 times those", () => {
  expect(logTicks([1, 100], 10).values).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(logTicks([1e-6, 1], 10)).toEqual({
    values: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1],
    labels: ["10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1"],
  });
  expect(logTicks([1e-8, 1e8], 5).values).toEqual([1e-6, 1e-3, 1, 1e3, 1e6]);
  expect(logTicks([3, 4], 5).values.length).toBeGreaterThan(2);
  expect(niceLogExtent([0.03, 700])).toEqual([0.02, 1000]);
  expect(niceLogExtent([1, 100])).toEqual([1, 100]);
});

test("a line is cut at a window, and broken outside of it", () => {
  const window = { x: [0, 4], y: [0, 2] } as const;
  expect(
    clipped(
      [
        [0, 1],
        [1, 3],
        [3, 3],
        [4, 1],
      ],
      window,
    ),
  ).toEqual([[0, 1], [0.5, 2], null, [3.5, 2], [4, 1]]);
  // From one side to the other, with both ends outside.
  expect(
    clipped(
      [
        [-1, 1],
        [5, 1],
      ],
      window,
    ),
  ).toEqual([
    [0, 1],
    [4, 1],
  ]);
  expect(
    clipped(
      [
        [5, 0],
        [6, 1],
      ],
      window,
    ),
  ).toEqual([]);
  expect(clipped([[1, 1], null, [2, 1], [2, Number.NaN], [3, 1], [3.5, 1]], window)).toEqual([
    [1, 1],
    null,
    [2, 1],
    null,
    [3, 1],
    [3.5, 1],
  ]);
});

function gridOf(columns: number, rows: number, f: (x: number, y: number) => number) {
  const values = Array.from({ length: columns * rows }, (_, k) => f(k % columns, Math.floor(k / columns)));
  return { columns, rows, values };
}

test("where a linear function has a value is a straight line, found exactly", () => {
  const [line, ...others] = isolines(
    gridOf(4, 3, (x, y) => x + 2 * y),
    2.5,
  );
  expect(others).toEqual([]);
  for (const [x, y] of line!) expect(x + 2 * y).toBe(2.5);
  const ends = [line![0]!, line!.at(-1)!].sort((a, b) => a[0] - b[0]);
  expect(ends).toEqual([
    [0, 1.25],
    [2.5, 0],
  ]);
});

test("around a hill the line is closed, and lies where the hill has that height", () => {
  const lines = isolines(
    gridOf(41, 41, (x, y) => Math.hypot(x - 20, y - 20)),
    12.3,
  );
  expect(lines.length).toBe(1);
  const [line] = lines;
  expect(line![0]).toEqual(line!.at(-1));
  // The chord of a circle of that radius over one square lies at most 1² ÷ (8 · 12.3) within it, and interpolation adds as much.
  for (const [x, y] of line!) expect(Math.abs(Math.hypot(x - 20, y - 20) - 12.3)).toBeLessThan(0.021);
  // Its length is that of the circle.
  const length = line!.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line![i]![0], y - line![i]![1]), 0);
  expect(Math.abs(length - 2 * Math.PI * 12.3)).toBeLessThan(0.3);
});

test("two hills have two lines, and at a saddle they go the way of the mean", () => {
  const corners = (a: number, b: number, c: number, d: number) =>
    isolines({ columns: 2, rows: 2, values: [a, b, d, c] }, 1);
  // High at two opposite corners: with a high mean, the high region is one, and the low corners are cut off.
  const cut = (lines: readonly (readonly (readonly [number, number])[])[]): string[] =>
    lines
      .map((line) =>
        line
          .map(([x, y]) => `${x},${y}`)
          .sort()
          .join(" "),
      )
      .sort();
  expect(cut(corners(3, 0, 3, 0))).toEqual(
    cut([
      [
        [1 / 1.5, 0],
        [1, 1 / 3],
      ],
      [
        [0, 2 / 3],
        [1 / 3, 1],
      ],
    ]),
  );
  expect(cut(corners(1.5, 0, 1.5, 0))).toEqual(
    cut([
      [
        [0, 1 / 3],
        [1 / 3, 0],
      ],
      [
        [2 / 3, 1],
        [1, 2 / 3],
      ],
    ]),
  );
});

test("squares with a number that is not finite have no line", () => {
  const grid = gridOf(5, 2, (x, y) => (x === 2 && y === 0 ? Number.NaN : y));
  const xs = isolines(grid, 0.5).map((line) => line.map(([x]) => x).sort());
  expect(xs.sort()).toEqual([
    [0, 1],
    [3, 4],
  ]);
});

test("jumps are found between samples, and steep slopes are none", () => {
  const xs = Array.from({ length: 101 }, (_, i) => -5 + i / 10 + 0.03);
  const jumps = (f: (x: number) => number): number[] => {
    const all = (at: readonly number[]): number[] => at.map(f);
    return jumpsBetween(all, xs, all(xs)).flatMap((jump, i) => (jump ? [xs[i]!, xs[i + 1]!] : []));
  };
  const around = (x: number): number[] => [xs.findLast((at) => at < x)!, xs.find((at) => at > x)!];
  expect(jumps((x) => (x > 1 ? 1 : 0))).toEqual(around(1));
  expect(jumps((x) => 1 / x)).toEqual(around(0));
  expect(jumps(Math.tan)).toEqual([-Math.PI * 1.5, -Math.PI / 2, Math.PI / 2, Math.PI * 1.5].flatMap(around));
  expect(jumps(Math.floor).length).toBe(2 * 10);
  for (const smooth of [Math.exp, Math.sin, (x: number) => Math.tanh(200 * x), Math.abs, Math.cbrt])
    expect(jumps(smooth)).toEqual([]);
});

test("a line of very many points keeps its ends, its gaps and every extreme", () => {
  const points: ([number, number] | null)[] = Array.from({ length: 100_000 }, (_, i) => [
    i,
    Math.sin(i / 7) + (i === 77_777 ? 5 : 0),
  ]);
  points[50_000] = null;
  const line = thinned(points, [0, 100_000]);
  expect(line.length).toBeLessThanOrEqual(4 * 1000 + 3);
  expect([line[0], line.at(-1)]).toEqual([points[0], points.at(-1)]);
  expect(line.filter((point) => point === null).length).toBe(1);
  expect(line).toContain(points[77_777]);
  // Of each hundred neighbours, the lowest and the highest.
  for (let start = 0; start < 40_000; start += 100) {
    const ys = points.slice(start, start + 100).map((point) => point![1]);
    const kept = line.flatMap((point) =>
      point !== null && point[0] >= start && point[0] < start + 100 ? [point[1]] : [],
    );
    expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...ys), Math.max(...ys)]);
  }
  const few = points.slice(0, 4000);
  expect(thinned(few, [0, 1])).toBe(few);
});
