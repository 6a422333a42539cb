import { defineElementwise } from "../../op/elementwise.ts";
import type { Broadcast, BroadcastError, Ok, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Angle of a point with the x-axis, element by element: `z = arctan(y / x)` in the right quadrant, in −π … π.
 *
 * @param y - Any shape, or a number.
 * @param x - A shape that broadcasts with that of `y`, or a number.
 * @returns The broadcast shape, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes do not broadcast.
 *
 * **Derivative.** `∂z/∂y = x / (x² + y²)`, `∂z/∂x = −y / (x² + y²)`; NaN at the origin, where there is no angle.
 *
 * @example
 * ```ts
 * atan2(tensor([0, 1]), tensor([1, 0], { dtype: "float64" })).toArray(); // => [0, 1.5707963267948966]
 * ```
 * @see The array API standard, `atan2`.
 */
export interface Atan2 {
  <A extends Shape = [], DA extends DType = never, B extends Shape = [], DB extends DType = DA>(
    y: number | Tensor<A, DA>,
    x: Ok<number | Tensor<B, DB>, BroadcastError<A, B>>,
  ): Tensor<Broadcast<A, B>, ToFloat<Promote<DA, DB>>>;
}

export const atan2: Atan2 = /* @__PURE__ */ defineElementwise({
  name: "atan2",
  inputs: ["y", "x"],
  dtype: "float",
  value: (e, { y, x }) => e.atan2(y, x),
  // Not over x² + y²: that overflows, or vanishes, where its root does not.
  slope: {
    y: (e, { y, x }) => e.div(e.div(x, e.hypot(y, x)), e.hypot(y, x)),
    x: (e, { y, x }) => e.neg(e.div(e.div(y, e.hypot(y, x)), e.hypot(y, x))),
  },
});
