import { defineReduction } from "../../op/reduction.ts";
import type { Axes } from "../../shape/axes.ts";
import type { Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { div } from "../elementwise/div.ts";
import { equal } from "../elementwise/equal.ts";
import { where } from "../elementwise/where.ts";
import { sum } from "./sum.ts";

/**
 * Smallest element along axes: `y = minᵢ xᵢ`. NaN if there is one.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes.
 * @throws {@link ShapeError} if `x` has no such axis.
 * @throws {@link DomainError} if there is no element to choose from.
 *
 * **Derivative.** 1 for the smallest element, 0 for the others. At the kink, where `k` elements are equally small, `1/k` for
 * each; NaNs count as the smallest.
 *
 * @example
 * ```ts
 * min(tensor([[1, 5], [4, 2]]), 1).toArray(); // => [1, 2]
 * grad((x: Tensor) => min(x))(tensor([1, 1, 3])).toArray(); // => [0.5, 0.5, 0]
 * ```
 * @see The array API standard, `min`; PyTorch's `amin`, which shares ties the same way.
 */
export interface Min {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], D>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, D>;
}

export const min: Min = /* @__PURE__ */ defineReduction({
  name: "min",
  inputs: ["x"],
  dtype: "same",
  needsElements: true,
  value: (_, { x }, lane) => lane.min(x),
  vjp: {
    x(cotangent, { x, output, attrs: { axes } }) {
      // An element that is not equal to itself is NaN, which is then what the minimum is.
      const smallest = where(equal(x, x), equal(x, output), 1);
      return where(smallest, div(cotangent, sum(smallest, axes, { keepDims: true })), 0);
    },
  },
  formula: { value: "y = minᵢ xᵢ", x: "x̄ᵢ = ȳ [xᵢ = y] / |{j: xⱼ = y}|" },
});
