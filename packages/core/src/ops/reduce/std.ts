import { number } from "../../op/args.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { Axes } from "../../shape/axes.ts";
import type { Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { chain } from "../elementwise/_chain.ts";
import { div } from "../elementwise/div.ts";
import { equal } from "../elementwise/equal.ts";
import { mul } from "../elementwise/mul.ts";
import { where } from "../elementwise/where.ts";
import { centered } from "./_centered.ts";
import { spread } from "./_spread.ts";

/**
 * Standard deviation along axes: `y = √(Σᵢ (xᵢ − μ)² / (n − correction))`, μ the mean; in two passes, in float64.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `correction`, default 1: what is taken off the number of elements. `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes; float32 for integers.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `∂y/∂xᵢ = (xᵢ − μ) / ((n − correction) y)`, 0 at a constant.
 *
 * @example
 * ```ts
 * std(tensor([1, 2, 3, 6]), undefined, { correction: 0 }).square().item().toFixed(5); // => "3.50000"
 * ```
 * @see The array API standard, `std`; PyTorch, whose default correction 1 this is.
 */
export interface Std {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<[], ToFloat<D>>;
  <A extends Shape, D extends DType, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, D>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly correction?: number; readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, ToFloat<D>>;
}

export const std: Std = /* @__PURE__ */ defineReduction({
  name: "std",
  inputs: ["x"],
  dtype: "float",
  args: [number("correction", 1)],
  value: (e, { x }, lane, { correction }) => e.sqrt(spread(e, x, lane, correction)),
  vjp: {
    x(cotangent, { x, output, attrs: { axes, correction } }) {
      const n = axes.reduce((product: number, axis) => product * x.shape[axis]!, 1);
      // Where nothing varies the root has a kink: 0 there, and no division by 0 whose derivative would be NaN.
      const still = equal(output, 0);
      const away = centered(x, axes);
      const scaled = div(away, mul(Math.max(0, n - correction), where(still, 1, output)));
      return chain(where(still, 0, cotangent), scaled);
    },
  },
  formula({ correction = "c" }: { readonly correction?: number | string }) {
    const n = correction === 0 ? "n" : `(n − ${correction})`;
    return { value: `y = √(Σᵢ (xᵢ − μ)² / ${n})`, x: `x̄ᵢ = ȳ (xᵢ − μ) / (${n} y)` };
  },
});
