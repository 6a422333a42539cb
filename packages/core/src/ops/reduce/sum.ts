import { defineReduction } from "../../op/reduction.ts";
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
  value: (_, { x }, lane) => lane.sum(x),
  vjp: { x: (cotangent, { node }) => broadcastTo(cotangent, node.inputs[0]!.shape) },
  formula: { value: "y = Σᵢ xᵢ", x: "x̄ᵢ = ȳ" },
});
