import { sumLane } from "../../kernels/js/reduce.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Axes } from "../../shape/axes.ts";
import type { Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToNumeric } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { broadcastTo } from "../movement/broadcastTo.ts";

/**
 * Sum along axes: `y = Σᵢ xᵢ`. Terms are added in float64 and rounded once; a bool counts as 0 or 1.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes; 0 where there are no terms.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂y/∂xᵢ = 1`.
 *
 * @example
 * ```ts
 * sum(tensor([[1, 2], [3, 4]]), 0).toArray(); // => [4, 6]
 * ```
 * @see The array API standard, `sum`.
 */
export interface Sum {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], ToNumeric<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToNumeric<D>>;
}

export const sum: Sum = /* @__PURE__ */ defineReduction({
  name: "sum",
  inputs: ["x"],
  dtype: "numeric",
  forward: sumLane,
  vjp: { x: (cotangent, { attrs }) => broadcastTo(cotangent, attrs.shape as number[]) },
  formula: { value: "y = Σᵢ xᵢ", x: "x̄ᵢ = ȳ" },
});

/** What is true of {@link sum}. */
export const sumSpec: OpSpec = {
  reference: { lane: (lane) => lane.reduceRight((total, x) => x + total, 0) },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 1,
  sums: true,
  edges: [
    { inputs: [[]], args: [0], output: 0, gradients: [[]], because: "no terms" },
    { inputs: [[[], []]], args: [1], output: [0, 0], because: "no terms in any row" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes to reduce" },
    { inputs: [[Infinity, -Infinity]], output: NaN, gradients: [[1, 1]], because: "∞ − ∞ has no value" },
    { inputs: [[true, true, false]], dtype: "bool", output: 2, because: "bools are counted" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[]],
      output: [
        [1, 2],
        [3, 4],
      ],
      because: "an empty list reduces nothing",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "sum: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, -2]],
      message: "sum: each axis may be named once, got [0, -2].",
    },
    { inputs: [{ shape: [] }], args: [0], message: "sum: x is a scalar and has no axis, got axis 0." },
  ],
};
