import { choice } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Gaussian error linear unit, element by element: `y = x Φ(x)`, Φ the normal distribution function.
 *
 * @param x - Any shape.
 * @param options - `approximate`: `"none"`, or `"tanh"` for `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
 * @returns The shape of `x`; float32 for integers.
 *
 * **Derivative.** `∂y/∂x = Φ(x) + x φ(x)`, φ the normal density; of the approximation, its own.
 *
 * @example
 * ```ts
 * gelu(tensor([-Infinity, 0, 100])).toArray(); // => [0, 0, 100]
 * ```
 * @see Hendrycks & Gimpel (2016), arXiv:1606.08415; PyTorch, `gelu`.
 */
export interface Gelu {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    options?: { readonly approximate?: "none" | "tanh" },
  ): Tensor<A, ToFloat<D>>;
}

export const gelu: Gelu = /* @__PURE__ */ defineElementwise({
  name: "gelu",
  inputs: ["x"],
  dtype: "float",
  args: [choice("approximate", ["none", "tanh"])],
  value(e, { x }, { approximate }) {
    // ½ (1 + tanh z) is σ(2z), which keeps its digits where it is small.
    const z = e.mul(Math.sqrt(8 / Math.PI), e.add(x, e.mul(0.044715, e.mul(x, e.square(x)))));
    const share = approximate === "tanh" ? e.sigmoid(z) : e.mul(0.5, e.erfc(e.mul(-Math.SQRT1_2, x)));
    return e.chain(share, x); // 0 · −∞ is 0, the limit
  },
});
