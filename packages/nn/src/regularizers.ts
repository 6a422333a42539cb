import { DomainError, type Dynamic, formatReceived, full, type Tensor } from "@tapegrad/core";
import { byName, optionsOf } from "./arguments.ts";

/** What a regularizer is: from weights or activities of any shape to a penalty of shape `[]`. */
export type Regularizer = (x: Tensor) => Tensor<[]>;

/**
 * `λ Σ |w|`, added to the loss: draws weights to exactly 0.
 *
 * @param strength - λ, at least 0; 0 is no penalty.
 * @throws {@link DomainError} if λ is negative or not finite.
 * @example
 * ```ts
 * regularizers.l1(0.5)(tensor([1, -3])).item(); // => 2
 * ```
 */
export function l1(strength: number): Regularizer {
  checkStrength("l1", strength);
  return (x) => (strength === 0 ? none(x) : x.abs().sum().mul(strength));
}

/**
 * `λ Σ w²`, added to the loss: keeps weights small. Its gradient is `2 λ w`.
 *
 * @param strength - λ, at least 0; 0 is no penalty.
 * @throws {@link DomainError} if λ is negative or not finite.
 * @example
 * ```ts
 * regularizers.l2(0.5)(tensor([1, -3])).item(); // => 5
 * ```
 */
export function l2(strength: number): Regularizer {
  checkStrength("l2", strength);
  return (x) => (strength === 0 ? none(x) : x.square().sum().mul(strength));
}

/**
 * `λ₁ Σ |w| + λ₂ Σ w²`, the elastic net.
 *
 * @param strengths - `l1` and `l2`, each at least 0.
 * @throws {@link DomainError} if one is negative or not finite.
 * @example
 * ```ts
 * regularizers.l1l2({ l1: 0.5, l2: 0.5 })(tensor([1, -3])).item(); // => 7
 * ```
 */
export function l1l2(strengths: { readonly l1: number; readonly l2: number }): Regularizer {
  const { l1: first, l2: second } = optionsOf("l1l2", strengths, ["l1", "l2"]);
  checkStrength("l1l2", first, "l1");
  checkStrength("l1l2", second, "l2");
  if (first === 0) return l2(second);
  if (second === 0) return l1(first);
  return (x) => x.abs().sum().mul(first).add(x.square().sum().mul(second));
}

// Keras's strengths, where only a name is given.
const regularizers = {
  l1: /* @__PURE__ */ l1(0.01),
  l2: /* @__PURE__ */ l2(0.01),
  l1l2: /* @__PURE__ */ l1l2({ l1: 0.01, l2: 0.01 }),
} satisfies Record<string, Regularizer>;

/** The names an option takes in place of a regularizer: each has the strength 0.01, as in Keras. */
export type RegularizerName = keyof typeof regularizers;

/** The regularizer an option means. */
export function resolveRegularizer(
  where: string,
  argument: string,
  option: Regularizer | RegularizerName,
): Regularizer {
  return typeof option === "function"
    ? option
    : byName(where, argument, regularizers, option, "a function such as l2(0.01)");
}

/** Strength 0 is no penalty, whatever the weights: 0 · ∞ would be NaN. */
function none(x: Tensor): Tensor<[]> {
  return full([], 0, { dtype: x.dtype === "float64" ? "float64" : "float32" }) as Tensor<[], Dynamic>; // of either dtype
}

function checkStrength(where: string, strength: number, name = "the strength"): void {
  if (!Number.isFinite(strength) || strength < 0)
    throw new DomainError({
      where,
      argument: name,
      expected: "must be a finite number from 0 on",
      received: formatReceived(strength),
    });
}
