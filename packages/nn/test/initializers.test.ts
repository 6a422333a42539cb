import { Rng, type Tensor } from "@tapegrad/core";
import { type Initializer, initializers } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const { constant, glorotNormal, glorotUniform, heNormal, heUniform, normal, ones, truncatedNormal, uniform, zeros } =
  initializers;

function moments(x: Tensor): { mean: number; variance: number; min: number; max: number } {
  const values = Array.from(x.data as Float64Array);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance, min: Math.min(...values), max: Math.max(...values) };
}

const [fanIn, fanOut] = [300, 100];
const n = fanIn * fanOut;
const draw = (initializer: Initializer): Tensor => initializer([fanIn, fanOut], { rng: new Rng(1), dtype: "float64" });

describe("uniform ones stay within their bounds, come near them, and have their variance", () => {
  test.each([
    // Glorot & Bengio (16): √6 / √(in + out). He et al., for fan in: √(6 / in).
    ["glorotUniform", glorotUniform, Math.sqrt(6 / 400)],
    ["heUniform", heUniform, Math.sqrt(6 / 300)],
    ["uniform", uniform as Initializer, 0.05],
  ] as const)("%s", (_, initializer, bound) => {
    const { mean, variance, min, max } = moments(draw(initializer));
    expect(min).toBeGreaterThanOrEqual(-bound);
    expect(max).toBeLessThan(bound);
    // Of 30,000 the largest is within bound/1000 of it, but for once in 3 million seeds.
    expect(max).toBeGreaterThan(0.999 * bound);
    expect(min).toBeLessThan(-0.999 * bound);
    // Five standard deviations: of a mean σ/√n; of a variance √(μ₄ − σ⁴)/√n, with μ₄ = bound⁴/5 and σ² = bound²/3.
    const sigma2 = bound ** 2 / 3;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(sigma2 / n));
    expect(Math.abs(variance - sigma2)).toBeLessThan(5 * Math.sqrt((bound ** 4 / 5 - sigma2 ** 2) / n));
  });
});

describe("normal ones have their variance", () => {
  test.each([
    ["glorotNormal", glorotNormal, 2 / 400],
    ["heNormal", heNormal, 2 / 300],
    ["normal", normal as Initializer, 0.05 ** 2],
  ] as const)("%s", (_, initializer, sigma2) => {
    const { mean, variance, max } = moments(draw(initializer));
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(sigma2 / n));
    expect(Math.abs(variance - sigma2)).toBeLessThan(5 * Math.sqrt((2 * sigma2 ** 2) / n)); // μ₄ = 3 σ⁴
    expect(max).toBeGreaterThan(3 * Math.sqrt(sigma2)); // not cut off
  });

  test("truncatedNormal is cut off at two standard deviations", () => {
    const { mean, variance, min, max } = moments(draw(truncatedNormal as Initializer));
    expect(max).toBeLessThanOrEqual(0.1);
    expect(min).toBeGreaterThanOrEqual(-0.1);
    expect(max).toBeGreaterThan(0.099);
    // 1 − 2 · 2 φ(2) / (2Φ(2) − 1) = 0.774
    expect(Math.abs(variance / 0.05 ** 2 - 0.7741)).toBeLessThan(0.02);
    expect(Math.abs(mean)).toBeLessThan(5 * (0.05 / Math.sqrt(n)));
  });
});

test("zeros, ones, constant", () => {
  const options = { rng: new Rng(0) };
  expect(zeros([2], options).toArray()).toEqual([0, 0]);
  expect(ones([2], options).toArray()).toEqual([1, 1]);
  expect(constant([2], { ...options, value: 0.25 }).toArray()).toEqual([0.25, 0.25]);
  expect(options.rng.state()).toEqual(new Rng(0).state());
});

test("bounds and moments can be given", () => {
  const options = { rng: new Rng(0), dtype: "float64" } as const;
  const spread = moments(uniform([1000], { ...options, low: 2, high: 3 }));
  expect([spread.min >= 2, spread.max < 3]).toEqual([true, true]);
  expect(Math.abs(moments(normal([1000], { ...options, mean: 7, std: 0.1 })).mean - 7)).toBeLessThan(0.02);
  expect(Math.abs(moments(truncatedNormal([1000], { ...options, mean: 7, std: 0.1 })).mean - 7)).toBeLessThan(0.02);
});

test.each(
  Object.entries({ uniform, normal, truncatedNormal, glorotUniform, glorotNormal, heUniform, heNormal }),
)("%s: the same generator state gives the same values, in the dtype asked for", (_, initializer) => {
  const values = (seed: number, dtype?: "float64"): Tensor => initializer([3, 5], { rng: new Rng(seed), dtype });
  expect(values(4).toArray()).toEqual(values(4).toArray());
  expect(values(4).toArray()).not.toEqual(values(5).toArray());
  expect([values(4).dtype, values(4, "float64").dtype, values(4).shape]).toEqual(["float32", "float64", [3, 5]]);
});

test.each(
  Object.entries({ glorotUniform, glorotNormal, heUniform, heNormal }),
)("%s needs a kernel of two axes", (name, initializer) => {
  expect(thrownBy(() => initializer([5], { rng: new Rng(0) }))).toBe(
    `ShapeError: ${name}: a kernel must have the shape [in, out], got [5]. Use "normal" or "uniform".`,
  );
});
