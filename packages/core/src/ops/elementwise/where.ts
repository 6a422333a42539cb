import { defineElementwise } from "../../op/elementwise.ts";
import { condition } from "../../op/inputs.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * One of two, element by element: `x` where `condition` holds, `y` elsewhere.
 *
 * Both are computed before one is taken. If the one not taken has an infinite derivative, give it a safe argument as well:
 * `where(c, log(where(c, x, 1)), 0)`, because `0 · ∞` is NaN in the rule of `log`, which `where` knows nothing of.
 *
 * @param condition - bool, any shape.
 * @param x - A shape that broadcasts with that of `condition`, or a number.
 * @param y - A shape that broadcasts with both, or a number.
 * @returns The broadcast shape, in the promoted dtype of `x` and `y`.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 * @throws {@link DTypeError} if `condition` is not bool.
 *
 * **Derivative.** 1 for the one taken, 0 for the other; none for `condition`.
 *
 * @example
 * ```ts
 * const x = tensor([-2, 3]);
 * where(greater(x, 0), x, 0).toArray(); // => [0, 3]
 * ```
 * @see The array API standard, `where`.
 */
export interface Where {
  <C extends Shape, A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    condition: Tensor<C, "bool">,
    x: Ok<number | Tensor<A, DA>, BroadcastError<C, A>>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<Broadcast<C, A>, B>>,
  ): Tensor<Broadcast<Broadcast<C, A>, B>, Chosen<DA, DB>>;
}

/** The promoted dtype; two plain numbers, which have none, are float32. */
export type Chosen<DA extends DType, DB extends DType> = [DA | DB] extends [never] ? "float32" : Promote<DA, DB>;

export const where: Where = /* @__PURE__ */ defineElementwise({
  name: "where",
  inputs: [condition("condition"), "x", "y"],
  dtype: "same",
  value: (e, { condition, x, y }) => e.select(condition, x, y),
  slope: {
    x: (e, { condition }) => e.select(condition, 1, 0),
    y: (e, { condition }) => e.select(condition, 0, 1),
  },
});
