import type { Axes } from "../../shape/axes.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { notEqual } from "../elementwise/notEqual.ts";
import { counter } from "./_counting.ts";

/**
 * How many elements along axes are not 0: `y = Σᵢ [xᵢ ≠ 0]`. NaN is not 0.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes, int32; 0 where there are no elements.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** None: it is a step function.
 *
 * @example
 * ```ts
 * countNonzero(tensor([[0, 1], [2, 0]]), 0).toArray(); // => [1, 1]
 * ```
 * @see NumPy and PyTorch, `count_nonzero`.
 */
export interface CountNonzero {
  (x: Tensor): Tensor<[], "int32">;
  <A extends Shape, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
}

const count = /* @__PURE__ */ counter("countNonzero", (x) => notEqual(x, 0) as Tensor);

export const countNonzero: CountNonzero = (input: unknown, axis?: unknown, options?: unknown): Dynamic =>
  count(input, axis, options);
