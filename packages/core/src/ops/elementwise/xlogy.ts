import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Product with a logarithm, element by element: `z = x ln y`, and 0 where `x = 0`, whatever `y` is but NaN.
 *
 * @param x - Any shape, or a number.
 * @param y - A shape that broadcasts with that of `x`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂z/∂x = ln y`, 0 where `x = 0` and `y ≤ 0`; `∂z/∂y = x / y`, 0 where `x = 0`.
 *
 * @example
 * ```ts
 * xlogy(tensor([0, 2]), tensor([0, 1])).toArray(); // => [0, 0]
 * ```
 * @see PyTorch, `xlogy`.
 */
export interface Xlogy {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    x: number | Tensor<A, DA>,
    y: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
}

export const xlogy: Xlogy = /* @__PURE__ */ defineElementwise({
  name: "xlogy",
  inputs: ["x", "y"],
  dtype: "float",
  value: (e, { x, y }) => e.select(e.isNan(y), y, e.chain(x, e.log(y))),
  slope: {
    x: (e, { x, y }) => e.select(e.and(e.equal(x, 0), e.lessEqual(y, 0)), 0, e.log(y)),
    y: (e, { x, y }) => e.chain(x, e.div(1, y)),
  },
});
