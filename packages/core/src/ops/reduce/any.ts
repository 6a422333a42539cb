import type { Axes } from "../../shape/axes.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { greater } from "../elementwise/greater.ts";
import { notEqual } from "../elementwise/notEqual.ts";
import { counter } from "./_counting.ts";

/**
 * Is any element along axes not 0? NaN is not 0.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes, bool; false where there are no elements.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** None: it is a step function.
 *
 * @example
 * ```ts
 * any(tensor([[0, 1], [0, 0]]), 1).toArray(); // => [true, false]
 * ```
 * @see The array API standard, `any`.
 */
export interface Any {
  (x: Tensor): Tensor<[], "bool">;
  <A extends Shape, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "bool">;
}

const count = /* @__PURE__ */ counter("any", (x) => notEqual(x, 0) as Tensor);

export const any: Any = (input: unknown, axis?: unknown, options?: unknown): Dynamic =>
  greater(count(input, axis, options), 0);
