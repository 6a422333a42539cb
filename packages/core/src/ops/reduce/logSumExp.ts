import { shiftedExponentials } from "../../op/exponentials.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { Axes } from "../../shape/axes.ts";
import type { Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { chain } from "../elementwise/_chain.ts";
import { div } from "../elementwise/div.ts";
import { equal } from "../elementwise/equal.ts";
import { exp } from "../elementwise/exp.ts";
import { maximum } from "../elementwise/maximum.ts";
import { sub } from "../elementwise/sub.ts";
import { where } from "../elementwise/where.ts";
import { sum } from "./sum.ts";

/**
 * Logarithm of a sum of exponentials along axes: `y = ln Σᵢ exp(xᵢ)`.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes; `-Infinity` where there are no terms.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂y/∂xᵢ = exp(xᵢ − y)`, the softmax of `x`. 0 where every `xᵢ = −∞`; where `k` of them are `+∞`, `1/k` for
 * each of these.
 *
 * @example
 * ```ts
 * logSumExp(tensor([1000, 1000], { dtype: "float64" }), 0).item(); // => 1000.6931471805599
 * ```
 * @see Blanchard, Higham & Higham (2021), doi:10.1093/imanum/draa038, algorithm 4.1: the shift by the maximum, and log1p of
 *   what is left of the sum without it.
 */
export interface LogSumExp {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
}

export const logSumExp: LogSumExp = /* @__PURE__ */ defineReduction({
  name: "logSumExp",
  inputs: ["x"],
  dtype: "float",
  value(e, { x }, lane) {
    const { max, others } = shiftedExponentials(e, x, lane);
    // An infinite maximum is already the answer; with −∞ there is none of the terms that log1p counts on.
    return e.select(e.isFinite(max), e.add(max, e.log1p(others)), max);
  },
  vjp: {
    // exp(xᵢ − y), with both cases of ∞ − ∞ kept out of it (and not replaced afterwards, or NaN would come back from the
    // derivative of exp): y = −∞ is replaced by 0, so that every weight is 0; terms +∞ share the weight 1.
    x(cotangent, { x, output, attrs: { axes } }) {
      const infinite = equal(x, Infinity);
      const sharers = maximum(sum(infinite, axes, { keepDims: true }), 1);
      const exponent = where(infinite, 0, sub(x, where(equal(output, -Infinity), 0, output)));
      return chain(cotangent, div(exp(exponent), sharers));
    },
  },
  formula: { value: "y = ln Σᵢ exp(xᵢ)", x: "x̄ = ȳ exp(x − y)" },
});
