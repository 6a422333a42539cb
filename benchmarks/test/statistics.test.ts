import { expect, test } from "vitest";
import { median, quantile, spread } from "../src/statistics.ts";

test("a quantile lies between two values by proportion, in whatever order they come", () => {
  expect(quantile([4, 1, 3, 2], 0)).toBe(1);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  expect(median([30, 10, 20])).toBe(20);
});

test("the spread is half the distance of the quartiles, relative to the median", () => {
  // quartiles 20 and 40 of 10, 20, 30, 40, 50
  expect(spread([50, 40, 30, 20, 10])).toBeCloseTo(10 / 30, 12);
});
