import type { Algebra } from "../../op/algebra.ts";
import { choice } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Gaussian error linear unit, element by element: `y = x Φ(x) = ½ x (1 + erf(x/√2))`.
 *
 * With `approximate: "tanh"` it is `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`, as some published models were trained.
 *
 * @param x - Any shape.
 * @param options - `approximate`: `"none"` (the default) or `"tanh"`.
 * @returns The shape of `x`; 0 at −∞.
 * @throws {@link DomainError} if `approximate` is anything else.
 *
 * **Derivative.** `∂y/∂x = Φ(x) + x φ(x)`, with the normal density `φ(x) = e^(−x²/2) / √(2π)`.
 *
 * @example
 * ```ts
 * gelu(tensor([-100, 0, 1])).toArray(); // => [0, 0, 0.8413447737693787]
 * gelu(tensor([1]), { approximate: "tanh" }).toArray(); // => [0.8411920070648193]
 * ```
 * @see PyTorch, `gelu`, which gives NaN at −∞; Hendrycks & Gimpel (2016), arXiv:1606.08415.
 */
export interface Gelu {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, options?: GeluOptions): Tensor<A, ToFloat<D>>;
}

/** Options of {@link gelu}. */
export interface GeluOptions {
  /** `"none"` for the function itself, `"tanh"` for its approximation; default `"none"`. */
  readonly approximate?: "none" | "tanh" | undefined;
}

const cubic = 0.044715;
const twice = 1.5957691216057308; // 2 √(2/π)

export const gelu: Gelu = /* @__PURE__ */ defineElementwise({
  name: "gelu",
  inputs: ["x"],
  dtype: "float",
  args: [choice("approximate", ["none", "tanh"])],
  // ½ (1 + tanh u) = σ(2u) and 1 + erf z = erfc(−z), which do not cancel; where they are 0, so is the product, even with −∞.
  value: (e, { x }, { approximate }) =>
    approximate === "tanh"
      ? e.chain(e.sigmoid(exponent(e, x)), x)
      : e.chain(e.erfc(e.mul(-Math.SQRT1_2, x)), e.mul(0.5, x)),
  slope: {
    x: (e, { x }, { approximate }) => {
      if (approximate === "tanh") {
        const [s, rest] = [e.sigmoid(exponent(e, x)), e.sigmoid(e.neg(exponent(e, x)))];
        const slope = e.mul(twice, e.add(1, e.mul(3 * cubic, e.square(x)))); // of the exponent
        return e.chain(s, e.add(1, e.chain(rest, e.mul(x, slope))));
      }
      // e^(−x²/2) as a square: x/2 is exact, x/√2 would be rounded before the exponential multiplies its error.
      const density = e.mul(1 / Math.sqrt(2 * Math.PI), e.square(e.gauss(e.mul(0.5, x))));
      return e.add(e.mul(0.5, e.erfc(e.mul(-Math.SQRT1_2, x))), e.chain(density, x));
    },
  },
});

/** `2 √(2/π) (x + 0.044715 x³)` */
function exponent<E, C>(e: Algebra<E, C>, x: E): E {
  return e.mul(e.mul(twice, x), e.add(1, e.mul(cubic, e.square(x))));
}
