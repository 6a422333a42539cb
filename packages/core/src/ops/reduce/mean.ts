import { defineReduction } from "../../op/reduction.ts";
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
  value: (e, { x }, lane) => e.div(lane.sum(x), lane.n),
  vjp: {
    x(cotangent, { node, attrs: { axes } }) {
      const { shape } = node.inputs[0]!;
      const n = axes.reduce((product: number, axis) => product * shape[axis]!, 1);
      return broadcastTo(div(cotangent, n), shape);
    },
  },
  formula: { value: "y = (1/n) Σᵢ xᵢ", x: "x̄ᵢ = ȳ / n" },
});
