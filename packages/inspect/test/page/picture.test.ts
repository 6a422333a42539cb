import { expect, test } from "vitest";
import { pictureOf } from "../../src/page/picture.ts";

test("a small matrix has a cell for each element", () => {
  const picture = pictureOf([2, 3], [1, 2, 3, 4, 5, 6], 100)!;
  expect([picture.rows, picture.columns, picture.cells]).toEqual([2, 3, [1, 2, 3, 4, 5, 6]]);
});

test("all axes but the last lie below each other", () => {
  const { shape, rows, columns } = pictureOf([2, 3, 4], new Array<number>(24).fill(1), 100)!;
  expect([shape, rows, columns]).toEqual([[6, 4], 6, 4]);
});

test("of a larger one each cell is the mean of its block", () => {
  // 4 × 4, four cells: the means of the quarters.
  const values = [1, 2, 10, 20, 3, 4, 30, 40, 0, 0, -1, -1, 0, 0, -1, -1];
  expect(pictureOf([4, 4], values, 4)!.cells).toEqual([2.5, 25, 0, -1]);
});

test("what is not finite is left out of a mean, and a block of nothing else has none", () => {
  const values = [1, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY];
  expect(pictureOf([1, 4], values, 2)!.cells).toEqual([1, null]);
});

test("a histogram counts every finite element once, the largest in the last interval", () => {
  const values = [0, 0, 0.5, 1, Number.NaN];
  const { from, to, counts } = pictureOf([5], values, 100)!.histogram!;
  expect([from, to]).toEqual([0, 1]);
  expect(counts[0]).toBe(2);
  expect(counts[12]).toBe(1);
  expect(counts.at(-1)).toBe(1);
  expect(counts.reduce((sum, count) => sum + count)).toBe(4);
});

test("the ends of a histogram may be as far apart as numbers go", () => {
  const { counts } = pictureOf([3], [-Number.MAX_VALUE, 0, Number.MAX_VALUE], 100)!.histogram!;
  expect([counts[0], counts[12], counts[23]]).toEqual([1, 1, 1]);
});

test("no elements, or none that is finite, give no picture or no histogram", () => {
  expect(pictureOf([0, 3], [], 100)).toBeNull();
  expect(pictureOf([1], [Number.NaN], 100)!.histogram).toBeNull();
});
