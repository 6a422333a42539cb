import { describe, expect, test } from "vitest";
import { type Baseline, compare } from "../src/baseline.ts";

const baseline = (ratio: number, spread: number): Baseline => ({
  machine: "",
  runtime: "",
  entries: { matmul: { "tapegrad-eager-1": { ratio, spread } } },
});
const isSlower = (before: Baseline, after: Baseline) => compare(before, after).map(({ slower }) => slower);

describe("a comparison with the baseline", () => {
  test("flags a ratio that has grown by more than a tenth", () => {
    expect(isSlower(baseline(2, 0.01), baseline(2.21, 0.01))).toEqual([true]);
    expect(isSlower(baseline(2, 0.01), baseline(2.19, 0.01))).toEqual([false]);
  });

  test("allows three times the spread of both runs", () => {
    expect(isSlower(baseline(2, 0.05), baseline(2.59, 0.05))).toEqual([false]);
    expect(isSlower(baseline(2, 0.05), baseline(2.61, 0.05))).toEqual([true]);
  });

  test("does not flag what has become faster, or was not there", () => {
    expect(isSlower(baseline(2, 0.01), baseline(1, 0.01))).toEqual([false]);
    expect(isSlower({ ...baseline(2, 0.01), entries: {} }, baseline(9, 0.01))).toEqual([]);
  });
});
