import { defineUpdate } from "@tapegrad/core";
import type { Schedule } from "./learningRate.ts";
import { Optimizer } from "./optimizer.ts";
import { fraction, nonNegative, type OptionTable, rate, resolveOptions, toggle } from "./options.ts";
import type { ParameterTree } from "./parameters.ts";

/** Options of {@link RMSProp}. */
export interface RMSPropOptions {
  /** γ, from 0 on, or a schedule; default 0.01. */
  readonly learningRate?: number | Schedule;
  /** α in 0 … 1: how much of the mean of squares is kept; default 0.99. PyTorch calls it alpha, Keras rho. */
  readonly decay?: number;
  /** ε, from 0 on, keeps the divisor away from 0; default 1e-8. */
  readonly epsilon?: number;
  /** μ in 0 … 1: how much of the velocity is kept; default 0, no velocity. */
  readonly momentum?: number;
  /** Divide by an estimate of the standard deviation, not of the root mean square? Default false. */
  readonly centered?: boolean;
  /** λ, from 0 on: adds λθ to the gradient; default 0. */
  readonly weightDecay?: number;
}

/**
 * RMSProp: steps along the gradient, divided by the root of a running mean of its squares.
 *
 * One update, with `g + λθ` in place of g if there is weight decay:
 *
 * - `v ← α v + (1 − α) g²`
 * - `ṽ = v`; if centered, `ḡ ← α ḡ + (1 − α) g` and `ṽ = v − ḡ²`
 * - `θ ← θ − γ g / (√ṽ + ε)`; with momentum, `b ← μ b + g / (√ṽ + ε)` and `θ ← θ − γ b`
 *
 * @param params - The Parameters to train: see {@link ParameterTree}.
 * @param options - See {@link RMSPropOptions}.
 * @throws {@link DomainError} if an option is out of range, if there is no Parameter, or if one comes twice.
 *
 * @example
 * ```ts
 * const w = parameter([1, -1], { dtype: "float64" });
 * const optimizer = new RMSProp([w], { learningRate: 0.25, decay: 0.75, epsilon: 0 });
 * w.square().sum().backward();
 * optimizer.step(); // g / √v = ±2
 * w.toArray(); // => [0.5, -0.5]
 * ```
 * @see Tieleman & Hinton (2012), Coursera lecture 6.5; Graves (2013), arXiv:1308.0850, for the centered form. As in PyTorch, ε
 * stands outside the root. Unlike there, rounding never makes `ṽ` negative: it is 0 then, and the step is no NaN.
 */
export class RMSProp extends Optimizer {
  constructor(params: ParameterTree, options?: RMSPropOptions) {
    const { learningRate, ...rest } = resolveOptions("RMSProp", rmsPropOptions, options);
    super("RMSProp", params, learningRate, rmsPropUpdate(rest));
  }
}

const rmsPropOptions: OptionTable<RMSPropOptions> = {
  learningRate: rate(0.01),
  decay: fraction(0.99),
  epsilon: nonNegative(1e-8),
  momentum: fraction(0),
  centered: toggle(false),
  weightDecay: nonNegative(0),
};

const rmsPropUpdate = /* @__PURE__ */ defineUpdate({
  name: "rmsPropUpdate",
  state: ["v", "mean", "velocity"],
  options: ["decay", "epsilon", "momentum", "centered", "weightDecay"],
  momentum: ["velocity"],
  decay: ["weightDecay"],
  symbols: { learningRate: "γ", decay: "α", epsilon: "ε", momentum: "μ", weightDecay: "λ", mean: "ḡ", velocity: "b" },
  update(e, { theta, gradient, v, mean, velocity, learningRate }, { decay, epsilon, momentum, weightDecay }, on) {
    const g = on.weightDecay ? e.add(gradient, e.mul(weightDecay, theta)) : gradient;
    const square = e.add(e.mul(decay, v), e.mul(e.sub(1, decay), e.square(g)));
    const average = e.add(e.mul(decay, mean), e.mul(e.sub(1, decay), g));
    // Of equal gradients both terms are equal up to rounding, and the root of −1e-17 would be NaN.
    const variance = on.centered ? e.maximum(0, e.sub(square, e.square(average))) : square;
    // A gradient of 0 moves nothing, also where the divisor is 0 because ε is.
    const scaled = e.chain(g, e.div(1, e.add(e.sqrt(variance), epsilon)));
    const direction = on.momentum ? e.add(e.mul(momentum, velocity), scaled) : scaled;
    return {
      v: square,
      ...(on.centered ? { mean: average } : {}),
      ...(on.momentum ? { velocity: direction } : {}),
      theta: e.sub(theta, e.chain(learningRate, direction)),
    };
  },
});
