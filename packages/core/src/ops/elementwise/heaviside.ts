import { number } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Heaviside's step, element by element: `y = 0` where `x < 0`, 1 where `x > 0`, and `atZero` where `x = 0`.
 *
 * @param x - Any shape.
 * @param options - `atZero`: the value at 0; default 0.5, halfway.
 * @returns The shape of `x`; NaN where `x` is NaN.
 * @throws {@link DomainError} if `atZero` is not a finite number.
 *
 * **Derivative.** 0, at the jump as well.
 *
 * @example
 * ```ts
 * heaviside(tensor([-2, 0, 3])).toArray(); // => [0, 0.5, 1]
 * heaviside(tensor([-2, 0, 3]), { atZero: 1 }).toArray(); // => [0, 1, 1]
 * ```
 * @see NumPy, `heaviside`, whose second argument this option is. PyTorch's gives 0 for NaN.
 */
export interface Heaviside {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: HeavisideOptions): Tensor<A, ToFloat<D>>;
}

/** Options of {@link heaviside}. */
export interface HeavisideOptions {
  /** The value at 0; default 0.5. */
  readonly atZero?: number | undefined;
}

export const heaviside: Heaviside = /* @__PURE__ */ defineElementwise({
  name: "heaviside",
  inputs: ["x"],
  dtype: "float",
  args: [number("atZero", 0.5)],
  value: (e, { x }, { atZero }) => e.select(e.equal(x, 0), atZero, e.mul(0.5, e.add(e.sign(x), 1))),
  slope: { x: () => 0 },
});
