import type { Algebra } from "../../op/algebra.ts";
import { choice } from "../../op/args.ts";
import { defineElementwise } from "../../op/elementwise.ts";
import { errorFunctions } from "../../op/readers/specialFunctions.ts";
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

export const gelu: Gelu = /* @__PURE__ */ defineElementwise({
  name: "gelu",
  inputs: ["x"],
  uses: errorFunctions,
  dtype: "float",
  args: [choice("approximate", ["none", "tanh"])],
  // ½ (1 + tanh z) is σ(2z), which keeps its digits where it is small. A product that is 0 where its first factor is: so −∞ gives 0.
  value: (e, { x }, { approximate }) => e.chain(approximate === "tanh" ? e.sigmoid(exponent(e, x)) : e.normalCdf(x), x),
});

/** `2 √(2/π) (x + 0.044715 x³)`; beyond ±40, where σ of it is 0 or 1, it is constant, since 0 · ∞ has no slope. */
function exponent<E, C>(e: Algebra<E, C>, x: E): E {
  const z = e.minimum(e.maximum(x, -40), 40);
  return e.mul(Math.sqrt(8 / Math.PI), e.add(z, e.mul(0.044715, e.mul(z, e.square(z)))));
}
