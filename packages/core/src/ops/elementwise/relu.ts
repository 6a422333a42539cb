import { defineElementwise } from "../../op/elementwise.ts";
import type { OpSpec } from "../../op/spec.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { equal } from "./equal.ts";
import { where } from "./where.ts";

/**
 * Rectified linear unit, element by element: `y = max(x, 0)`.
 *
 * @param x - Any shape.
 * @returns The shape and dtype of `x`.
 * @throws {@link DTypeError} for bools.
 *
 * **Derivative.** 1 where `x > 0`, 0 where `x < 0` and at the kink `x = 0`.
 *
 * @example
 * ```ts
 * relu(tensor([-2, 0, 3])).toArray(); // => [0, 0, 3]
 * ```
 * @see PyTorch, `relu`.
 */
export interface Relu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<A, D>;
}

export const relu: Relu = /* @__PURE__ */ defineElementwise({
  name: "relu",
  inputs: ["x"],
  dtype: "same",
  takes: "numbers",
  forward: (x) => (x <= 0 ? 0 : x), // NaN is not ≤ 0, and stays
  // y = 0 exactly where x ≤ 0, so that the input need not be kept.
  vjp: { x: (cotangent, { output }) => where(equal(output, 0), 0, cotangent) },
  formula: { value: "y = max(x, 0)", x: "x̄ = ȳ [x > 0]" },
});

/** What is true of {@link relu}. */
export const reluSpec: OpSpec = {
  reference: { element: (x: number) => (x + Math.abs(x)) / 2 },
  domain: { x: { avoid: [0] } },
  ulps: 0.5,
  edges: [
    { inputs: [[0, -0]], output: [0, 0], gradients: [[0, 0]], because: "the kink" },
    {
      inputs: [[-Infinity, -1e-300, 1e-300, Infinity]],
      output: [0, 0, 1e-300, Infinity],
      gradients: [[0, 0, 1, 1]],
      because: "the slopes of both branches",
    },
    {
      inputs: [NaN],
      output: NaN,
      gradients: [1],
      because: "NaN stays, and passes gradients as in PyTorch",
    },
    { inputs: [[-3, 3]], dtype: "int32", output: [0, 3], because: "integers stay integers" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      message: 'relu: x must not be bool. Cast it first: cast(x, "int32").',
    },
  ],
};
