import { describe, expect, it } from "vitest";
import { keptOf, spreadOf } from "../../src/training/spread.ts";

const places = Int32Array.of(0, 2);
const spread = (values: number[], bins = 2) => spreadOf(Float64Array.from(values), places, bins);

describe("What is kept of a tensor", () => {
  it("is its range, mean, deviation, norm, histogram and the elements at the places asked for", () => {
    expect(spread([3, -1, 0, 2])).toEqual({
      values: [3, 0],
      min: -1,
      max: 3,
      mean: 1,
      std: Math.sqrt(2.5),
      norm: Math.sqrt(14),
      nonFinite: 0,
      zeros: 1,
      histogram: [2, 2],
    });
  });

  it("leaves numbers that are not finite out, and counts them", () => {
    const { values, ...rest } = spread([Number.NaN, 4, Infinity, 2, -Infinity]);
    expect(values).toEqual([Number.NaN, Infinity]);
    expect(rest).toEqual({
      min: 2,
      max: 4,
      mean: 3,
      std: 1,
      norm: Math.sqrt(20),
      nonFinite: 3,
      zeros: 0,
      histogram: [1, 1],
    });
    expect(spread([Number.NaN])).toMatchObject({ min: null, max: null, mean: null, std: null, norm: 0, histogram: [] });
  });

  it("has a small deviation from a large mean to ten digits", () => {
    const { mean, std } = spread([1e6 + 1e-3, 1e6 - 1e-3, 1e6 + 1e-3, 1e6 - 1e-3]);
    expect(mean).toBeCloseTo(1e6, 9);
    // The elements themselves are rounded to 1e-10.
    expect(Math.abs(std! - 1e-3)).toBeLessThan(2e-10);
    expect(spread([7, 7, 7])).toMatchObject({ mean: 7, std: 0, histogram: [3, 0] });
  });

  it.each([1e-200, 1e200])("has all of numbers of the size of %d, whose squares are none", (size) => {
    const { mean, std, norm, histogram } = spread([3 * size, -4 * size]);
    expect(mean! / size).toBeCloseTo(-0.5, 12);
    expect(std! / size).toBeCloseTo(3.5, 12);
    expect(norm / size).toBeCloseTo(5, 12);
    expect(histogram).toEqual([1, 1]);
    expect(keptOf(Float64Array.of(3 * size, -4 * size), places).norm / size).toBeCloseTo(5, 12);
  });

  it("has no negative zero", () => {
    expect(keptOf(Float64Array.of(-0, 0, -0), places)).toEqual({ norm: 0, values: [0, 0] });
  });
});
