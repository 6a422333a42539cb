import type { Axes } from "../../shape/axes.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { equal } from "../elementwise/equal.ts";
import { counter } from "./_counting.ts";

/**
 * Are all elements along axes other than 0? NaN is not 0.
 *
 * @param x - Any shape.
 * @param axis - One axis, a list, or absent for all.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without those axes, bool; true where there are no elements.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** None: it is a step function.
 *
 * @example
 * ```ts
 * all(tensor([[0, 1], [2, 1]]), 1).toArray(); // => [false, true]
 * ```
 * @see The array API standard, `all`.
 */
export interface All {
  (x: Tensor): Tensor<[], "bool">;
  <A extends Shape, const I extends Axes, K extends boolean = false>(
    x: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "bool">;
}

const count = /* @__PURE__ */ counter("all", (x) => equal(x, 0) as Tensor);

export const all: All = (input: unknown, axis?: unknown, options?: unknown): Dynamic =>
  equal(count(input, axis, options), 0);
