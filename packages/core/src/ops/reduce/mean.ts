import { sumLane } from "../../kernels/js/reduce.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Axes } from "../../shape/axes.ts";
import type { Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { div } from "../elementwise/div.ts";
import { broadcastTo } from "../movement/broadcastTo.ts";

/**
 * Mean along axes: `y = (1/n) Σᵢ xᵢ`. Terms are added in float64 and the result rounded once; of integers it is float32.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes; NaN where there are no terms.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂y/∂xᵢ = 1/n`.
 *
 * @example
 * ```ts
 * mean(tensor([[1, 2], [3, 4]]), 0).toArray(); // => [2, 3]
 * ```
 * @see The array API standard, `mean`.
 */
export interface Mean {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
}

export const mean: Mean = /* @__PURE__ */ defineReduction({
  name: "mean",
  inputs: ["x"],
  dtype: "float",
  forward: (x, start, stride, n) => sumLane(x, start, stride, n) / n,
  vjp: {
    x(cotangent, { attrs: { axes, shape } }) {
      const n = axes.reduce((product, axis) => product * shape[axis]!, 1);
      return broadcastTo(div(cotangent, n), shape as number[]);
    },
  },
  formula: { value: "y = (1/n) Σᵢ xᵢ", x: "x̄ᵢ = ȳ / n" },
});

/** What is true of {@link mean}. */
export const meanSpec: OpSpec = {
  reference: { lane: (lane) => lane.reduceRight((total, x) => total + x / lane.length, 0) },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 1,
  sums: true,
  edges: [
    { inputs: [[]], output: NaN, gradients: [[]], because: "0/0: no terms" },
    { inputs: [[[], []]], args: [1], output: [NaN, NaN], because: "no terms in any row" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes to reduce" },
    {
      inputs: [
        [
          [1, 2],
          [3, 6],
        ],
      ],
      args: [1, { keepDims: true }],
      output: [[1.5], [4.5]],
      gradients: [
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ],
      because: "n is the length of the axis",
    },
    { inputs: [[Infinity, -Infinity]], output: NaN, because: "∞ − ∞ has no value" },
    { inputs: [[3e38, 3e38]], dtype: "float32", output: Math.fround(3e38), because: "the sum is beyond float32" },
    { inputs: [[1, 2]], dtype: "int32", output: 1.5, because: "integers give float32" },
    { inputs: [[true, false, false, false]], dtype: "bool", output: 0.25, because: "the share of true" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "mean: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    { inputs: [{ shape: [] }], args: [0], message: "mean: x is a scalar and has no axis, got axis 0." },
  ],
};
