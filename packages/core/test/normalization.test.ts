import { batchNorm, grad, groupNorm, layerNorm, mean, Rng, sum, type Tensor, tensor, variance } from "@tapegrad/core";
import { describe, expect, test } from "vitest";

describe("normalizations", () => {
  const f64 = { dtype: "float64" } as const;
  const x = new Rng(1).normal([4, 6, 3], f64);
  const close = (a: Tensor, b: Tensor): void => {
    expect(a.shape).toEqual(b.shape);
    a.data.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(b.data[i]!, 12);
    });
  };

  test("a bias without a weight is added", () => {
    const bias = tensor([1, 2, 3], f64);
    close(layerNorm(x, 3, { bias }), layerNorm(x, 3).add(bias));
  });

  test("one group is the layer without its batch, as many groups as channels one batch norm for each example", () => {
    close(groupNorm(x, 1), layerNorm(x, [6, 3]));
    const first = x.slice([[0, 1]]) as Tensor;
    close(groupNorm(first, 6), batchNorm(first));
  });

  test("the batch's own statistics, given, give the same, and the same gradient", () => {
    const w = new Rng(2).normal([4, 6, 3], f64);
    const own = (z: Tensor): Tensor => sum(batchNorm(z).mul(w));
    const given = (z: Tensor): Tensor =>
      sum(batchNorm(z, mean(z, [0, 2]), variance(z, [0, 2], { correction: 0 })).mul(w));
    close(own(x), given(x));
    close(grad(own)(x), grad(given)(x));
  });

  test("nothing changes with an offset, up to its rounding, or with a factor where ε is 0", () => {
    const z = tensor(
      [
        [1, 4, 2],
        [7, 7, 1],
      ],
      f64,
    );
    expect(layerNorm(z.add(2 ** 40), 3).toArray()).toEqual(layerNorm(z, 3).toArray());
    expect(layerNorm(z.mul(2 ** 40), 3, { epsilon: 0 }).toArray()).toEqual(layerNorm(z, 3, { epsilon: 0 }).toArray());
  });
});
