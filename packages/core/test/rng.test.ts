import { defaultGenerator, manualSeed, Rng, type RngState, type Tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;
const numbers = (x: Tensor): number[] => [...x.data];

/** Central moments 1 to 4 of a sample: mean, variance, skewness and kurtosis as they stand, not normalised. */
function moments(x: Tensor): [mean: number, second: number, third: number, fourth: number] {
  const values = numbers(x);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const [m2, m3, m4] = [2, 3, 4].map((k) => values.reduce((sum, v) => sum + (v - mean) ** k, 0) / values.length);
  return [mean, m2!, m3!, m4!];
}

describe("the same seed gives the same numbers", () => {
  // From a port of Baagøe's published Alea to Python, with the transformations written out again there.
  test("as published: uniform numbers of 53 and of 24 bits, and the state of a seed", () => {
    const rng = new Rng(42);
    expect([rng.next(), rng.next(), rng.next(), rng.next()]).toEqual([
      0.6848634964661496, 0.8455933186223463, 0.563738122108285, 0.044950066283721446,
    ]);
    expect(numbers(new Rng(42).uniform([4]))).toEqual([
      0.6848634481430054, 0.5463244318962097, 0.845593273639679, 0.19908547401428223,
    ]);
    expect(new Rng(42).state()).toEqual({
      c: 1,
      s0: 0.043888397980481386,
      s1: 0.38626290019601583,
      s2: 0.9581590539310127,
    });
  });

  test("and what is made of them: bounds, Box and Muller, whole numbers, coins, Fisher and Yates", () => {
    expect(numbers(new Rng(42).uniform([3], { low: -1, high: 3, ...float64 }))).toEqual([
      1.7394539858645985, 2.3823732744893853, 1.25495248843314,
    ]);
    const normal = numbers(new Rng(42).normal([4], { mean: 10, std: 2, ...float64 }));
    // Engines may differ in the last place of log and cos.
    [11.717759680430701, 12.474002406644379, 7.140506751399833, 10.770415725208307].forEach((value, i) => {
      expect(normal[i]).toBeCloseTo(value, 13);
    });
    const truncated = numbers(new Rng(1).truncatedNormal([3], float64));
    [-1.2100498315517225, 0.6006989823565102, -0.05356607345210611].forEach((value, i) => {
      expect(truncated[i]).toBeCloseTo(value, 13);
    });
    expect(numbers(new Rng(7).integers([12], { low: -3, high: 6 }))).toEqual([0, -2, -2, -1, 4, 3, 3, 0, -2, -1, 1, 4]);
    expect(numbers(new Rng("seed").bernoulli([12], 0.3))).toEqual([1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1]);
    expect(numbers(new Rng(3).permutation(10))).toEqual([7, 4, 5, 2, 6, 9, 8, 1, 0, 3]);
  });

  test("however they are asked for: one by one, in rows, or in shapes", () => {
    const [a, b] = [new Rng(5), new Rng(5)];
    const parts = [a.uniform([2]), a.uniform([2, 2]), a.uniform([])];
    expect(parts.flatMap(numbers)).toEqual(numbers(b.uniform([7])));
    expect(parts.map((part) => part.shape)).toEqual([[2], [2, 2], []]);
  });

  test("another seed gives others; a number and its text are one seed", () => {
    const first = (seed: number | string): number => new Rng(seed).next();
    expect(new Set([first(0), first(1), first(-1), first(0.5), first("a"), first("")]).size).toBe(6);
    expect(first("42")).toBe(first(42));
  });

  test("state resumes: what follows is what would have followed, also through JSON", () => {
    const rng = new Rng("resume");
    rng.normal([7]);
    const state = JSON.parse(JSON.stringify(rng.state())) as RngState;
    const expected = [numbers(rng.normal([5])), numbers(rng.permutation(9)), numbers(rng.uniform([3]))];
    const resumed = Rng.from(state);
    expect([numbers(resumed.normal([5])), numbers(resumed.permutation(9)), numbers(resumed.uniform([3]))]).toEqual(
      expected,
    );
    // Reading a state, or going on from it, moves neither generator.
    expect(Rng.from(state).state()).toEqual(state);
    expect(resumed.state()).toEqual(rng.state());
  });

  test("a call that fails draws nothing", () => {
    const rng = new Rng(1);
    const before = rng.state();
    thrownBy(() => rng.uniform([-1]));
    thrownBy(() => rng.permutation(2.5));
    thrownBy(() => rng.bernoulli([3], 2));
    expect(rng.state()).toEqual(before);
  });

  test("what cannot be drawn is refused before it is tried", () => {
    const rng = new Rng(1);
    expect(thrownBy(() => rng.permutation(2 ** 40))).toContain("ShapeError: permutation: a tensor must take at most");
    expect(thrownBy(() => rng.integers([3], undefined as never))).toBe(
      "DomainError: integers: low and high must be whole numbers, low < high, got 0 and undefined.",
    );
    const beyond = "numbers must be finite as float32, got";
    expect(thrownBy(() => rng.uniform([1], { low: -1e300, high: 1 }))).toBe(
      `DomainError: uniform: ${beyond} -1e+300. Use dtype float64.`,
    );
    expect(thrownBy(() => rng.normal([1], { std: 1e39 }))).toContain(`normal: ${beyond} 1e+39.`);
    expect(thrownBy(() => rng.truncatedNormal([1], { mean: 1e39 }))).toContain(`truncatedNormal: ${beyond} 1e+39.`);
    expect(rng.uniform([1], { low: 1e300, high: 2e300, dtype: "float64" }).item()).toBeGreaterThan(1e300);
  });

  test("manualSeed sets the generator used where none is given", () => {
    manualSeed(42);
    expect(defaultGenerator().next()).toBe(0.6848634964661496);
    const current = defaultGenerator();
    expect(defaultGenerator()).toBe(current);
    manualSeed(42);
    expect(defaultGenerator().next()).toBe(0.6848634964661496);
  });
});

// n samples: the mean of a variable with standard deviation σ strays from its expectation by σ/√n, a second central moment
// by √((m₄ − σ⁴)/n). Five of those happen once in 1.7 million times, and the seeds are fixed.
const n = 100_000;
const within = (got: number, expected: number, sigma: number): void => {
  expect(Math.abs(got - expected)).toBeLessThan((5 * sigma) / Math.sqrt(n));
};

describe("distributions", () => {
  test("uniform in [low, high): moments of the uniform distribution, and bounds", () => {
    const x = new Rng(11).uniform([n], { low: -2, high: 4, ...float64 });
    const [mean, variance, third, fourth] = moments(x);
    within(mean, 1, Math.sqrt(3)); // (high − low)² / 12 = 3
    within(variance, 3, Math.sqrt(6 ** 4 / 80 - 9)); // m₄ = (high − low)⁴ / 80
    within(third, 0, Math.sqrt(6 ** 6 / 448)); // m₆ = (high − low)⁶ / 448, an upper bound here
    within(fourth, 16.2, Math.sqrt(6 ** 8 / 2304 - 16.2 ** 2)); // m₈ = (high − low)⁸ / 2304
    expect(Math.min(...numbers(x).slice(0, 1000))).toBeGreaterThanOrEqual(-2);
    expect(numbers(x).every((v) => v >= -2 && v < 4)).toBe(true);
  });

  test("uniform never reaches high, even where rounding to float32 would: 1 + u rounds to 2 once in 2²⁴", {
    timeout: 60_000,
  }, () => {
    // A state made so that the next number is the largest there is, 1 − 2⁻³².
    const largest = { c: 0, s0: 333508793 / 2 ** 32, s1: 0.5, s2: 0.5 };
    expect(Rng.from(largest).next()).toBeGreaterThan(1 - 2 ** -31);
    expect(Rng.from(largest).uniform([1]).toArray()).toEqual([1 - 2 ** -24]);
    expect(Rng.from(largest).uniform([1], { low: 1, high: 2 }).toArray()).toEqual([1]);
    expect(
      Rng.from(largest)
        .uniform([1], { low: 1, high: 2, ...float64 })
        .item(),
    ).toBeLessThan(2);
    // So close together that half of all numbers round up.
    expect(new Rng(1).uniform([100], { low: 1, high: 1 + 2 ** -23 }).toArray()).toEqual(new Array(100).fill(1));
    expect(new Rng(1).uniform([2], { low: 3, high: 3 }).toArray()).toEqual([3, 3]);
  });

  test("neighbours are uncorrelated, and bits of low order are as random as others", () => {
    const x = numbers(new Rng(12).uniform([n], float64));
    const products = x.slice(1).reduce((sum, v, i) => sum + (v - 0.5) * (x[i]! - 0.5), 0) / (n - 1);
    within(products, 0, 1 / 12);
    const low = x.reduce((sum, v) => sum + ((v * 2 ** 52) % 2 < 1 ? 1 : 0), 0) / n;
    within(low, 0.5, 0.5);
  });

  test("normal: mean, variance, skewness 0 and kurtosis 3 σ⁴", () => {
    const [mean, variance, third, fourth] = moments(new Rng(13).normal([n], { mean: -1, std: 3, ...float64 }));
    within(mean, -1, 3);
    within(variance, 9, Math.sqrt(2) * 9);
    within(third, 0, Math.sqrt(15) * 27);
    within(fourth, 3 * 81, Math.sqrt(96) * 81); // Var z⁴ = 105 − 9
    expect(new Rng(1).normal([2], { mean: 5, std: 0 }).toArray()).toEqual([5, 5]);
  });

  test("truncatedNormal: nothing beyond two standard deviations, variance 0.7737 σ²", () => {
    const x = new Rng(14).truncatedNormal([n], { mean: 1, std: 2, ...float64 });
    expect(numbers(x).every((v) => Math.abs(v - 1) <= 4)).toBe(true);
    // 1 − 4 φ(2) / (2 Φ(2) − 1), with φ(2) = 0.05399096651318806 and 2 Φ(2) − 1 = 0.9544997361036416
    const expected = 1 - (4 * 0.05399096651318806) / 0.9544997361036416;
    expect(expected).toBeCloseTo(0.7737, 4);
    const [mean, variance] = moments(x);
    within(mean, 1, 2 * Math.sqrt(expected));
    within(variance, 4 * expected, 4 * Math.sqrt(2)); // less than the normal one's
  });

  test("bernoulli: p of them are 1, none for 0, all for 1", () => {
    const x = numbers(new Rng(15).bernoulli([n], 0.2));
    expect(new Set(x)).toEqual(new Set([0, 1]));
    within(x.reduce((a, b) => a + b, 0) / n, 0.2, 0.4);
    expect(new Set(numbers(new Rng(1).bernoulli([1000], 0)))).toEqual(new Set([0]));
    expect(Rng.from({ c: 0, s0: 0, s1: 0, s2: 0.5 }).bernoulli([1], 0).item()).toBe(0); // where the next number is 0
    expect(new Set(numbers(new Rng(1).bernoulli([1000], 1)))).toEqual(new Set([1]));
  });

  test("integers: each equally often, low included and high not", () => {
    const x = new Rng(16).integers([n], { low: -2, high: 5 });
    expect(x.dtype).toBe("int32");
    const counts = new Map<number, number>();
    for (const value of numbers(x)) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4]);
    for (const count of counts.values()) within(count / n, 1 / 7, Math.sqrt((1 / 7) * (6 / 7)));
    const whole = numbers(new Rng(17).integers([1000], { low: -(2 ** 31), high: 2 ** 31 }));
    expect(whole.some((value) => value < -(2 ** 30)) && whole.some((value) => value > 2 ** 30)).toBe(true);
  });

  test("permutation: every order of four equally likely (χ² with 23 degrees of freedom)", { timeout: 60_000 }, () => {
    const rng = new Rng(18);
    const counts = new Map<string, number>();
    const draws = 48_000;
    for (let i = 0; i < draws; i++) {
      const order = rng.permutation(4).toArray().toString();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99.9 % of fair shuffles stay below 49.73, 99.9 % above 7.53: too even would be no better.
    expect(chi2).toBeLessThan(49.73);
    expect(chi2).toBeGreaterThan(7.53);
  });

  test("permutation: every number once", () => {
    expect(numbers(new Rng(19).permutation(1000)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    expect([new Rng(1).permutation(0).shape, new Rng(1).permutation(1).toArray()]).toEqual([[0], [0]]);
  });

  test("float32 unless asked otherwise, and what is drawn requires no gradient", () => {
    const rng = new Rng(1);
    const drawn = [rng.uniform([2]), rng.normal([2]), rng.truncatedNormal([2]), rng.bernoulli([2], 0.5)];
    expect(drawn.map(({ dtype, requiresGrad, node }) => [dtype, requiresGrad, node])).toEqual(
      drawn.map(() => ["float32", false, null]),
    );
    expect(rng.bernoulli([2], 0.5, float64).dtype).toBe("float64");
  });
});

describe("what Rng refuses", () => {
  const rng = new Rng(0);
  const cases: [call: () => unknown, text: string][] = [
    [() => new Rng(Number.NaN), "Rng: seed must be a finite number or a string, got NaN."],
    [() => new Rng(undefined as never), "Rng: seed must be a finite number or a string, got undefined."],
    [() => manualSeed(Infinity), "Rng: seed must be a finite number or a string, got Infinity."],
    [() => Rng.from({} as RngState), "Rng.from: state must be what Rng.state() returned, got an object."],
    [() => Rng.from(null as never), "Rng.from: state must be what Rng.state() returned, got null."],
    [() => rng.uniform([1], { low: 2, high: 1 }), "uniform: low and high must be finite, low ≤ high, got 2 and 1."],
    [
      () => rng.uniform([1], { high: Infinity }),
      "uniform: low and high must be finite, low ≤ high, got 0 and Infinity.",
    ],
    [() => rng.normal([1], { std: -1 }), "normal: mean must be finite and std finite and at least 0, got 0 and -1."],
    [
      () => rng.truncatedNormal([1], { mean: Number.NaN }),
      "truncatedNormal: mean must be finite and std finite and at least 0, got NaN and 1.",
    ],
    [() => rng.bernoulli([1], 1.5), "bernoulli: p must be in 0 … 1, got 1.5."],
    [() => rng.bernoulli([1], Number.NaN), "bernoulli: p must be in 0 … 1, got NaN."],
    [() => rng.integers([1], { high: 0 }), "integers: low and high must be whole numbers, low < high, got 0 and 0."],
    [
      () => rng.integers([1], { high: 2.5 }),
      "integers: low and high must be whole numbers, low < high, got 0 and 2.5.",
    ],
    [
      () => rng.integers([1], { high: 2 ** 31 + 1 }),
      "integers: low and high must be in -2147483648 … 2147483648, got 0 and 2147483649.",
    ],
  ];
  for (const [call, text] of cases) {
    test(text, () => {
      expect(thrownBy(call)).toBe(`DomainError: ${text}`);
    });
  }

  test("shapes that are none, dtypes that cannot hold fractions", () => {
    expect(thrownBy(() => rng.permutation(-1))).toBe(
      "ShapeError: permutation: each size must be a whole number from 0 on, got [-1].",
    );
    expect(thrownBy(() => rng.normal(3 as never))).toBe(
      "ShapeError: normal: shape must be a list of sizes, got 3. Write [3].",
    );
    expect(thrownBy(() => rng.uniform([2], { dtype: "int32" as "float32" }))).toBe(
      'DTypeError: uniform: dtype must be float32 or float64, got "int32".',
    );
  });
});
