import { defineUpdate } from "@tapegrad/core";
import type { Schedule } from "./learningRate.ts";
import { Optimizer } from "./optimizer.ts";
import { beta, nonNegative, type OptionTable, rate, resolveOptions, toggle } from "./options.ts";
import type { ParameterTree } from "./parameters.ts";

/** Options of {@link Adam}. */
export interface AdamOptions {
  /** α, from 0 on, or a schedule; default 0.001. */
  readonly learningRate?: number | Schedule;
  /** β₁ in 0 … 1, without 1: how much of the mean of gradients is kept; default 0.9. */
  readonly beta1?: number;
  /** β₂ in 0 … 1, without 1: how much of the mean of their squares is kept; default 0.999. */
  readonly beta2?: number;
  /** ε, from 0 on, keeps the divisor away from 0; default 1e-8. */
  readonly epsilon?: number;
  /** λ, from 0 on: adds λθ to the gradient; default 0. */
  readonly weightDecay?: number;
  /** Divide by the largest v so far, so that no step grows again? Default false. */
  readonly amsgrad?: boolean;
}

/**
 * Adam: steps along a running mean of gradients, divided by the root of that of their squares.
 *
 * The t-th update of a parameter, with `g + λθ` in place of g if there is weight decay:
 *
 * - `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`
 * - `m̂ = m / (1 − β₁ᵗ)`, `v̂ = v / (1 − β₂ᵗ)`, since both means start at 0
 * - `θ ← θ − α m̂ / (√v̂ + ε)`
 *
 * With `amsgrad` the largest v so far takes v's place in v̂.
 *
 * @param params - The Parameters to train: see {@link ParameterTree}.
 * @param options - See {@link AdamOptions}.
 * @throws {@link DomainError} if an option is out of range, if there is no Parameter, or if one comes twice.
 *
 * @example
 * ```ts
 * const w = parameter([1, -1], { dtype: "float64" });
 * const optimizer = new Adam([w], { learningRate: 0.25, epsilon: 0 });
 * w.square().sum().backward();
 * optimizer.step(); // the first step has the length of the rate, whatever the gradient
 * w.toArray(); // => [0.75, -0.75]
 * ```
 * @see Kingma & Ba (2015), arXiv:1412.6980, Algorithm 1; Reddi, Kale & Kumar (2018), arXiv:1904.09237, for AMSGrad, whose
 * largest v is taken before its correction, as in PyTorch.
 */
export class Adam extends Optimizer {
  constructor(params: ParameterTree, options?: AdamOptions) {
    const { learningRate, ...rest } = resolveOptions("Adam", adamOptions, options);
    super("Adam", params, learningRate, adamUpdate(rest));
  }
}

const adamOptions: OptionTable<AdamOptions> = {
  learningRate: rate(0.001),
  beta1: beta(0.9),
  beta2: beta(0.999),
  epsilon: nonNegative(1e-8),
  weightDecay: nonNegative(0),
  amsgrad: toggle(false),
};

const adamUpdate = /* @__PURE__ */ defineUpdate({
  name: "adamUpdate",
  state: ["m", "v", "vMax"],
  options: ["beta1", "beta2", "epsilon", "weightDecay", "amsgrad"],
  momentum: ["m"],
  decay: ["weightDecay"],
  symbols: { learningRate: "α", beta1: "β₁", beta2: "β₂", epsilon: "ε", weightDecay: "λ" },
  update(e, { theta, gradient, m, v, vMax, learningRate, step }, { beta1, beta2, epsilon, weightDecay }, on) {
    const g = on.weightDecay ? e.add(gradient, e.mul(weightDecay, theta)) : gradient;
    const mean = e.add(e.mul(beta1, m), e.mul(e.sub(1, beta1), g));
    const square = e.add(e.mul(beta2, v), e.mul(e.sub(1, beta2), e.square(g)));
    const largest = on.amsgrad ? e.maximum(vMax, square) : square;
    const corrected = e.div(mean, e.sub(1, e.pow(beta1, step)));
    const root = e.sqrt(e.div(largest, e.sub(1, e.pow(beta2, step))));
    // A mean of 0 moves nothing, also where the divisor is 0 because ε is.
    const move = e.chain(e.mul(learningRate, corrected), e.div(1, e.add(root, epsilon)));
    return { m: mean, v: square, ...(on.amsgrad ? { vMax: largest } : {}), theta: e.sub(theta, move) };
  },
});
