import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import { zerosLike } from "../../tensor/create.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Sign, element by element: `y = −1` where `x < 0`, `0` where `x = 0`, `1` where `x > 0`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`; NaN where `x` is NaN.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 0, at the jump `x = 0` as well.
 *
 * @example
 * ```ts
 * sign(tensor([-3, 0, 5])).toArray(); // => [-1, 0, 1]
 * ```
 * @see The array API standard, `sign`.
 */
export interface Sign {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const sign: Sign = /* @__PURE__ */ defineElementwise({
  name: "sign",
  inputs: ["x"],
  dtype: "same",
  takes: "numbers",
  forward: (x) => Math.sign(x) + 0, // + 0: of −0 too the sign is 0
  vjp: { x: (cotangent) => zerosLike(cotangent) },
  formula: { value: "y = sign x", x: "x̄ = 0" },
});

/** What is true of {@link sign}. */
export const signSpec: OpSpec = {
  reference: { element: (x: number) => (x === 0 ? 0 : x / Math.abs(x)) },
  domain: { x: { avoid: [0] } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[-Infinity, -1e-300, -0, 0, 1e-300, Infinity]],
      output: [-1, -1, 0, 0, 1, 1],
      gradients: [[0, 0, 0, 0, 0, 0]],
      because: "constant on either side of 0",
    },
    { inputs: [NaN], output: NaN, gradients: [0], because: "NaN stays" },
    { inputs: [[-7, 0, 7]], dtype: "int32", output: [-1, 0, 1], because: "integers stay integers" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      message: 'sign: x must not be bool. Cast it first: cast(x, "int32").',
    },
  ],
};
