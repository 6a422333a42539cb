import { medianLane } from "../../kernels/js/median.ts";
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
 * Middle one of the sorted elements along axes, the lower one of two: `y = x₍ₖ₎` with `k = ⌊(n − 1) / 2⌋`. NaN if there is one.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes, in the dtype of `x`.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DTypeError} for bools.
 * @throws {@link DomainError} if there is no element to choose from.
 *
 * **Derivative.** 1 for the element that is the median, 0 for the others. At the kink, where `k` elements are equal to it, `1/k` for each;
 * where it is NaN, NaNs are.
 *
 * @example
 * ```ts
 * median(tensor([5, 1, 3, 100])).item(); // => 3
 * grad((x: Tensor) => median(x))(tensor([5, 1, 3])).toArray(); // => [0, 0, 1]
 * ```
 * @see PyTorch, `median`. The mean of two middle ones, as NumPy has it: `quantile(x, 0.5)`, see {@link quantile}.
 */
export interface Median {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], D>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, D>;
}

export const median: Median = /* @__PURE__ */ defineReduction({
  name: "median",
  inputs: ["x"],
  dtype: "number",
  needsElements: true,
  forward: medianLane,
  vjp: {
    x(cotangent, { x, output, attrs: { axes } }) {
      // What is not equal to itself is NaN, which is then what the median is.
      const chosen = where(equal(x, x), equal(x, output), 1);
      return where(chosen, div(cotangent, sum(chosen, axes, { keepDims: true })), 0);
    },
  },
  formula: { value: "y = sort(x)[k], k = floor((n − 1) / 2)", x: "x̄ᵢ = ȳ [xᵢ = y] / |{j: xⱼ = y}|" },
});
