import { affine, type DType, grad, matmul, Rng, type Tensor, tensor, zeros } from "@tapegrad/core";
import { describe, expect, test } from "vitest";

const dtypes = ["float32", "float64", "int32", "bool"] as const;

/** Numbers with as many digits as the dtype holds. */
function values(rng: Rng, shape: readonly number[], dtype: DType): Tensor {
  if (dtype === "bool") return rng.bernoulli([...shape], 0.5).cast("bool");
  if (dtype === "int32") return rng.integers([...shape], { low: -(2 ** 30), high: 2 ** 30 }).cast("int32");
  return rng.normal([...shape]).cast(dtype);
}

describe("affine", () => {
  test("is the product and the sum, to the last bit, for all dtypes and all leading axes", () => {
    const rng = new Rng(7);
    for (const leading of [[], [1], [5], [2, 3], [2, 1, 2]])
      for (const a of dtypes)
        for (const w of dtypes)
          for (const b of dtypes) {
            if (a === "bool" && w === "bool" && b === "bool") continue; // refused by both
            const [x, weight, bias] = [
              values(rng, [...leading, 9], a),
              values(rng, [9, 6], w),
              values(rng, [6], b),
            ] as const;
            const expected: Tensor = matmul(x, weight).add(bias);
            const got: Tensor = affine(x, weight, bias);
            expect(got.dtype).toBe(expected.dtype);
            expect(got.shape).toEqual(expected.shape);
            expect(got.data).toEqual(expected.data);
          }
  });

  test("has the gradients of the product and the sum, in the dtypes of its inputs", () => {
    const rng = new Rng(8);
    for (const [a, w, b] of [
      ["float64", "float64", "float64"],
      ["float32", "float32", "float64"],
      ["float32", "float64", "float32"],
      ["float64", "float32", "float32"],
    ] as const) {
      const inputs = [values(rng, [2, 3, 4], a), values(rng, [4, 5], w), values(rng, [5], b)] as const;
      const weights = values(rng, [2, 3, 5], "float64");
      const of = (f: (x: Tensor, weight: Tensor, bias: Tensor) => Tensor): Tensor[] =>
        grad((x: Tensor, weight: Tensor, bias: Tensor) => f(x, weight, bias).mul(weights).sum() as Tensor<[]>, {
          argnums: [0, 1, 2],
        })(...inputs);
      const expected = of((x, weight, bias) => matmul(x, weight).add(bias));
      const got = of((x, weight, bias) => affine(x, weight, bias));
      for (const [i, gradient] of got.entries()) {
        expect(gradient.dtype).toBe(inputs[i]!.dtype);
        expect(gradient.shape).toEqual(inputs[i]!.shape);
        for (const [k, value] of gradient.data.entries())
          expect(value).toBeCloseTo(expected[i]!.data[k]!, gradient.dtype === "float64" ? 12 : 5);
      }
    }
  });

  test("of no rows, and of rows of nothing, has the shapes that it must have, and zeros or the bias in it", () => {
    const bias = tensor([3, 4]);
    expect(affine(zeros([0, 5]), zeros([5, 2]), bias).shape).toEqual([0, 2]);
    expect(affine(zeros([2, 0]), zeros([0, 2]), bias).toArray()).toEqual([
      [3, 4],
      [3, 4],
    ]);
    const [x, weight] = grad((x: Tensor, w: Tensor) => affine(x, w, bias).sum() as Tensor<[]>, { argnums: [0, 1] })(
      zeros([0, 5]) as Tensor,
      zeros([5, 2]) as Tensor,
    );
    expect(x.shape).toEqual([0, 5]);
    expect(weight.sum().item()).toBe(0);
  });
});
