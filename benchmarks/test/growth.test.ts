import { expect, test } from "vitest";
import { exponent } from "../src/growth.ts";

const curve = (perUnit: (size: number) => number) => ({
  variant: "",
  points: [1, 10, 100, 1000, 10_000, 100_000].map((size) => ({ size, microseconds: perUnit(size) })),
});

test("time in proportion to the work has the exponent 1, time that grows with its square 2", () => {
  expect(exponent(curve(() => 3))).toBeCloseTo(1, 12);
  expect(exponent(curve((size) => 3 * size))).toBeCloseTo(2, 12);
});

test("what a call costs at any size does not count: the exponent is that of the upper part", () => {
  expect(exponent(curve((size) => (size <= 100 ? 500 / size : 5)))).toBeCloseTo(1, 12);
});
