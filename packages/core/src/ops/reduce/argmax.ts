import { argmaxLane } from "../../kernels/js/maximum.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Position of the largest element along an axis: `y = argmaxᵢ xᵢ`, the first of equals. The first NaN if there is one.
 *
 * @param x - Any shape.
 * @param axis - One axis; absent for the position in all of `x`, in row-major order.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without that axis; int32, in `0 … n − 1`.
 * @throws {@link ShapeError} if `x` has no such axis.
 * @throws {@link DomainError} if there is no element to choose from.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * argmax(tensor([[1, 5], [4, 2]]), 1).toArray(); // => [1, 0]
 * argmax(tensor([[1, 5], [4, 7]])).item(); // => 3
 * ```
 * @see The array API standard, `argmax`.
 */
export interface ArgMax {
  (x: Tensor): Tensor<[], "int32">;
  <A extends Shape, const I extends number | undefined, K extends boolean = false>(
    x: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
}

export const argmax: ArgMax = /* @__PURE__ */ defineReduction({
  name: "argmax",
  inputs: ["x"],
  dtype: "int32",
  needsElements: true,
  oneAxis: true,
  forward: argmaxLane,
  vjp: { x: "nondifferentiable" },
  formula: { value: "y = argmaxᵢ xᵢ" },
});

/** What is true of {@link argmax}. */
export const argmaxSpec: OpSpec = {
  reference: { lane: (lane) => lane.indexOf(Math.max(...lane)) },
  cases: (draw) => {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.boolean() ? draw.axis(shape) : undefined;
    return { inputs: [{ shape }], args: [axis, { keepDims: draw.boolean() }] };
  },
  samples: [{ inputs: [{ shape: [6, 5], range: [0, 2], dtype: "int32" }], args: [1] }],
  ulps: 0.5,
  edges: [
    { inputs: [[1, 3, 3, 2]], output: 1, gradients: [null], because: "the first of equals; no derivative" },
    {
      inputs: [
        [
          [1, 2, 3],
          [6, 5, 4],
        ],
      ],
      output: 3,
      because: "counted through all rows",
    },
    { inputs: [[1, NaN, 2, NaN]], output: 1, because: "the first NaN, as in NumPy" },
    { inputs: [[-Infinity, -Infinity]], output: 0, because: "nothing larger than −∞" },
    { inputs: [7], output: 0, because: "a scalar has one place" },
    { inputs: [[[], []]], args: [0], output: [], shape: [0], because: "no lanes, so none is empty" },
    { inputs: [[false, true, true]], dtype: "bool", output: 1, because: "the first that is true" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "argmax: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 1]],
      message: "argmax: axis must be in -2 … 1 for x of shape [2, 3], got [0, 1].",
    },
    {
      inputs: [{ shape: [0, 3] }],
      args: [0],
      message: "argmax: x must have at least one element along axis 0, got shape [0, 3].",
    },
  ],
};
