import { lift } from "../../op/lift.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape, TransposeShape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { permute } from "./permute.ts";

/**
 * All axes in the opposite order: `y[k, …, j, i] = x[i, j, …, k]`; of a matrix, its transpose.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, read backwards; `x` itself if it has fewer than two axes.
 *
 * **Derivative.** `x̄ = ȳ`, all its axes in the opposite order.
 *
 * @example
 * ```ts
 * transpose(tensor([[1, 2, 3], [4, 5, 6]])).toArray(); // => [[1, 4], [2, 5], [3, 6]]
 * ```
 * @see NumPy's `transpose`. For two of many axes: {@link matrixTranspose}, {@link permute}.
 */
export interface Transpose {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<TransposeShape<A>, D>;
}

export const transpose: Transpose = (input) => {
  const [x] = lift("transpose", ["x"], [input]);
  return permute(x!, x!.shape.map((_, axis) => axis).reverse());
};

/** What is true of {@link transpose}. */
export const transposeSpec: OpSpec = {
  reference: {
    whole: (x: NestedArray) => nestedOf(nestedShape(x).reverse(), (index) => nestedAt(x, index.reverse())),
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
      output: [
        [[1], [3]],
        [[2], [4]],
      ],
      gradients: [
        [
          [
            [1, 1],
            [1, 1],
          ],
        ],
      ],
      because: "all axes, not the last two",
    },
    { inputs: [[1, 2]], output: [1, 2], gradients: [[1, 1]], because: "one axis has one order" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes" },
    { inputs: [[[], []]], output: [], shape: [0, 2], because: "an empty axis moves too" },
    { inputs: [[[1], [2]]], dtype: "int32", output: [[1, 2]], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ literal: [[1, 2]] }],
      message: "transpose: x must be a tensor or a number, got an array of 1. Wrap it in tensor(…).",
    },
  ],
};
