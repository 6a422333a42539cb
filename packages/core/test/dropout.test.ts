import { defaultGenerator, dropout, grad, manualSeed, ones, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";

describe("dropout", () => {
  test.each([0.1, 0.5, 0.9])("drops a share of %d and keeps the mean", (p) => {
    const n = 40000;
    const y = dropout(ones([n], { dtype: "float64" }), { p, rng: new Rng(11) });
    const dropped = y.data.filter((value) => value === 0).length / n;
    // Five standard deviations of a share: wrong once in a million seeds, and this seed is fixed.
    const margin = 5 * Math.sqrt((p * (1 - p)) / n);
    expect(Math.abs(dropped - p)).toBeLessThan(margin);
    expect(Math.abs(y.sum().item() / n - 1)).toBeLessThan(margin / (1 - p));
  });

  test("has the mask of its own call in the derivative, whatever is drawn later", () => {
    const rng = new Rng(5);
    const x = ones([50], { dtype: "float64", requiresGrad: true });
    const y = dropout(x, { rng });
    const other = dropout(x, { rng });
    y.sum().backward();
    expect(other.toArray()).not.toEqual(y.toArray());
    expect(x.grad!.toArray()).toEqual(y.toArray()); // of ones, y is m / (1 − p)
  });

  test("draws from the default generator, which manualSeed sets, one number for each element", () => {
    manualSeed(42);
    const first = dropout(ones([6])).toArray();
    const after = defaultGenerator().next();
    expect(first).toEqual(dropout(ones([6]), { rng: new Rng(42) }).toArray());
    const rng = new Rng(42);
    for (let i = 0; i < 6; i++) rng.next();
    expect(after).toBe(rng.next());
  });

  test("with p = 0 has the values of x, in a storage of its own, and draws nothing", () => {
    const rng = new Rng(1);
    const x = parameter([1, 2]);
    const y = dropout(x, { p: 0, rng });
    x.assign([5, 5]);
    expect(y.toArray()).toEqual([1, 2]);
    expect(rng.state()).toEqual(new Rng(1).state());
  });

  test("that fails draws nothing", () => {
    const rng = new Rng(1);
    expect(() => dropout(tensor([1, 2]), { p: 1, rng })).toThrow("dropout: p must be in 0 … 1, 1 excluded, got 1.");
    expect(rng.state()).toEqual(new Rng(1).state());
  });

  test("passes second derivatives through the mask: of Σ y², 2 m² / (1 − p)²", () => {
    const f = (x: Tensor): Tensor =>
      dropout(x, { rng: new Rng(42) })
        .square()
        .sum();
    const curvature = grad((x: Tensor) => grad(f)(x).sum())(tensor([1, 2, 3, 4], { dtype: "float64" }));
    expect(curvature.toArray()).toEqual([8, 8, 8, 0]);
  });
});
