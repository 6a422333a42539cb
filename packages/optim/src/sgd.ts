import { DomainError, defineUpdate } from "@tapegrad/core";
import type { Schedule } from "./learningRate.ts";
import { Optimizer } from "./optimizer.ts";
import { fraction, nonNegative, type OptionTable, rate, resolveOptions, toggle } from "./options.ts";
import type { ParameterTree } from "./parameters.ts";

/** Options of {@link SGD}. */
export interface SGDOptions {
  /** γ, from 0 on, or a schedule; default 0.001. */
  readonly learningRate?: number | Schedule;
  /** μ in 0 … 1: how much of the velocity is kept; default 0, no velocity. */
  readonly momentum?: number;
  /** τ in 0 … 1: how much of each further gradient is left out of the velocity; default 0. */
  readonly dampening?: number;
  /** Look ahead along the velocity? Needs momentum, and no dampening. Default false. */
  readonly nesterov?: boolean;
  /** λ, from 0 on: adds λθ to the gradient; default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent: `θ ← θ − γ g`, with momentum, Nesterov's momentum and weight decay.
 *
 * With momentum μ and dampening τ a velocity takes the gradient's place: `v ← μ v + (1 − τ) g`, `θ ← θ − γ v`; the first
 * velocity is `g`. Nesterov's form steps along `g + μ v`. Weight decay replaces g by `g + λθ` before anything else.
 *
 * @param params - The Parameters to train: see {@link ParameterTree}.
 * @param options - See {@link SGDOptions}.
 * @throws {@link DomainError} if an option is out of range, if there is no Parameter, or if one comes twice.
 *
 * @example
 * ```ts
 * const w = parameter([3, -2]);
 * const optimizer = new SGD([w], { learningRate: 0.5 });
 * w.square().sum().backward();
 * optimizer.step();
 * w.toArray(); // => [0, 0]
 * ```
 * @see Sutskever, Martens, Dahl & Hinton (2013), "On the importance of initialization and momentum in deep learning"; as in
 * PyTorch, the rate multiplies the velocity and is no part of it.
 */
export class SGD extends Optimizer {
  constructor(params: ParameterTree, options?: SGDOptions) {
    const { learningRate, ...rest } = resolveOptions("SGD", sgdOptions, options);
    const { nesterov, momentum, dampening } = rest;
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new DomainError(
        `SGD: nesterov needs a momentum above 0 and a dampening of 0, got ${momentum} and ${dampening}.`,
      );
    }
    super("SGD", params, learningRate, sgdUpdate(rest));
  }
}

const sgdOptions: OptionTable<SGDOptions> = {
  learningRate: rate(0.001),
  momentum: fraction(0),
  dampening: fraction(0),
  nesterov: toggle(false),
  weightDecay: nonNegative(0),
};

const sgdUpdate = /* @__PURE__ */ defineUpdate({
  name: "sgdUpdate",
  state: ["velocity"],
  options: ["momentum", "dampening", "nesterov", "weightDecay"],
  momentum: ["velocity"],
  decay: ["weightDecay"],
  symbols: { learningRate: "γ", momentum: "μ", dampening: "τ", weightDecay: "λ", velocity: "v" },
  update(e, { theta, gradient, velocity, learningRate, step }, { momentum, dampening, weightDecay }, on) {
    const g = on.weightDecay ? e.add(gradient, e.mul(weightDecay, theta)) : gradient;
    if (!on.momentum) return { theta: e.sub(theta, e.chain(learningRate, g)) };
    const later = e.add(e.mul(momentum, velocity), on.dampening ? e.mul(e.sub(1, dampening), g) : g);
    const v = e.select(e.equal(step, 1), g, later);
    const direction = on.nesterov ? e.add(g, e.mul(momentum, v)) : v;
    return { velocity: v, theta: e.sub(theta, e.chain(learningRate, direction)) };
  },
});
