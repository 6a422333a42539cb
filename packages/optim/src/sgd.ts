import { DomainError, defineMutation, type Parameter, type Tensor } from "@tapegrad/core";
import type { Schedule } from "./learningRate.ts";
import { Optimizer } from "./optimizer.ts";
import type { ParameterTree } from "./parameters.ts";
import { requireBoolean, requireFraction, requireNonNegative } from "./ranges.ts";

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
export class SGD extends Optimizer<SGDAttrs> {
  private readonly options: Omit<SGDAttrs, "learningRate" | "first">;

  constructor(params: ParameterTree, options: SGDOptions = {}) {
    const { learningRate = 0.001, momentum = 0, dampening = 0, nesterov = false, weightDecay = 0 } = options;
    requireFraction("SGD", "momentum", momentum);
    requireFraction("SGD", "dampening", dampening);
    requireBoolean("SGD", "nesterov", nesterov);
    requireNonNegative("SGD", "weightDecay", weightDecay);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new DomainError(
        `SGD: nesterov needs a momentum above 0 and a dampening of 0, got ${momentum} and ${dampening}.`,
      );
    }
    super("SGD", params, learningRate, { velocity: momentum > 0 });
    this.options = { momentum, dampening, nesterov, weightDecay };
  }

  protected override attrs(step: number, learningRate: number): SGDAttrs {
    const { momentum, dampening, nesterov, weightDecay } = this.options;
    return { learningRate, momentum, dampening, nesterov, weightDecay, first: step === 1 };
  }

  protected override update(
    theta: Parameter,
    gradient: Tensor,
    [velocity]: readonly [Parameter],
    attrs: SGDAttrs,
  ): void {
    sgdUpdate(theta, gradient, velocity, attrs);
  }
}

interface SGDAttrs {
  readonly learningRate: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Is this the parameter's first update? */
  readonly first: boolean;
}

type SGDUpdate = (theta: Parameter, gradient: Tensor, velocity: Parameter, attrs: SGDAttrs) => void;

/** One step of one parameter; `velocity` is empty without momentum. */
const sgdUpdate: SGDUpdate = /* @__PURE__ */ defineMutation({
  name: "sgdUpdate",
  inputs: ["theta", "gradient", "velocity"],
  mutates: ["theta", "velocity"],
  attrs: (_inputs, attrs: SGDAttrs) => attrs,
  check: () => {}, // step() checked every gradient before it updated the first parameter
  forward({ data: theta }, { data: gradient }, { data: velocity }, attrs) {
    const { learningRate, momentum, dampening, nesterov, weightDecay, first } = attrs;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i]! + weightDecay * theta[i]!;
      let direction = g;
      if (momentum > 0) {
        const v = first ? g : momentum * velocity[i]! + (1 - dampening) * g;
        velocity[i] = v;
        direction = nesterov ? g + momentum * v : v;
      }
      theta[i] = theta[i]! - learningRate * direction;
    }
  },
  formula: { value: "v ← μ v + (1 − τ) (g + λθ), θ ← θ − γ v" },
});
