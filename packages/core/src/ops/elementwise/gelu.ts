import type { Algebra } from "../../op/algebra.ts";
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
  value: (e, { x }, { approximate }) => e.chain(share(e, x, approximate), x), // 0 · −∞ is 0, the limit
  slope: {
    x(e, { x }, { approximate }) {
      if (approximate === "tanh") {
        const z = cubic(e, x);
        const rise = e.mul(Math.sqrt(8 / Math.PI), e.add(1, e.mul(3 * 0.044715, e.square(x))));
        return e.add(e.sigmoid(z), e.chain(e.mul(e.sigmoid(z), e.sigmoid(e.neg(z))), e.mul(x, rise)));
      }
      // φ as (e^(−(x/2)²))²: x/√2 would be rounded, and its error multiplied by x².
      const density = e.mul(1 / Math.sqrt(2 * Math.PI), e.square(e.gauss(e.mul(0.5, x))));
      return e.add(share(e, x, approximate), e.chain(density, x));
    },
  },
});

/** What of x is let through: `Φ(x)`, or σ of a cubic, which is ½ (1 + tanh …) with its digits kept where it is small. */
function share<E, C>(e: Algebra<E, C>, x: E, approximate: "none" | "tanh"): E {
  return approximate === "tanh" ? e.sigmoid(cubic(e, x)) : e.mul(0.5, e.erfc(e.mul(-Math.SQRT1_2, x)));
}

function cubic<E, C>(e: Algebra<E, C>, x: E): E {
  return e.mul(Math.sqrt(8 / Math.PI), e.add(x, e.mul(0.044715, e.mul(x, e.square(x)))));
}
