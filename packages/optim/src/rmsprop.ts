import { defineMutation, type Parameter, type Tensor } from "@tapegrad/core";
import type { Schedule } from "./learningRate.ts";
import { Optimizer } from "./optimizer.ts";
import type { ParameterTree } from "./parameters.ts";
import { requireBoolean, requireFraction, requireNonNegative } from "./ranges.ts";

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
export class RMSProp extends Optimizer<RMSPropAttrs> {
  private readonly options: Omit<RMSPropAttrs, "learningRate">;

  constructor(params: ParameterTree, options: RMSPropOptions = {}) {
    const { learningRate = 0.01, decay = 0.99, epsilon = 1e-8 } = options;
    const { momentum = 0, centered = false, weightDecay = 0 } = options;
    requireFraction("RMSProp", "decay", decay);
    requireNonNegative("RMSProp", "epsilon", epsilon);
    requireFraction("RMSProp", "momentum", momentum);
    requireBoolean("RMSProp", "centered", centered);
    requireNonNegative("RMSProp", "weightDecay", weightDecay);
    super("RMSProp", params, learningRate, { v: true, mean: centered, velocity: momentum > 0 });
    this.options = { decay, epsilon, momentum, centered, weightDecay };
  }

  protected override attrs(_step: number, learningRate: number): RMSPropAttrs {
    const { decay, epsilon, momentum, centered, weightDecay } = this.options;
    return { learningRate, decay, epsilon, momentum, centered, weightDecay };
  }

  protected override update(
    theta: Parameter,
    gradient: Tensor,
    [v, mean, velocity]: readonly [Parameter, Parameter, Parameter],
    attrs: RMSPropAttrs,
  ): void {
    rmsPropUpdate(theta, gradient, v, mean, velocity, attrs);
  }
}

interface RMSPropAttrs {
  readonly learningRate: number;
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly centered: boolean;
  readonly weightDecay: number;
}

type RMSPropUpdate = (
  theta: Parameter,
  gradient: Tensor,
  v: Parameter,
  mean: Parameter,
  velocity: Parameter,
  attrs: RMSPropAttrs,
) => void;

/** One step of one parameter; `mean` is empty unless centered, `velocity` without momentum. */
const rmsPropUpdate: RMSPropUpdate = /* @__PURE__ */ defineMutation({
  name: "rmsPropUpdate",
  inputs: ["theta", "gradient", "v", "mean", "velocity"],
  mutates: ["theta", "v", "mean", "velocity"],
  attrs: (_inputs, attrs: RMSPropAttrs) => attrs,
  check: () => {}, // step() checked every gradient before it updated the first parameter
  forward({ data: theta }, { data: gradient }, { data: v }, { data: mean }, { data: velocity }, attrs) {
    const { learningRate, decay, epsilon, momentum, centered, weightDecay } = attrs;
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i]! + weightDecay * theta[i]!;
      const square = decay * v[i]! + (1 - decay) * g * g;
      v[i] = square;
      let variance = square;
      if (centered) {
        const average = decay * mean[i]! + (1 - decay) * g;
        mean[i] = average;
        // Of equal gradients the two terms are equal up to rounding, and the root of −1e-17 would be NaN.
        variance = Math.max(0, square - average * average);
      }
      let direction = g / (Math.sqrt(variance) + epsilon);
      if (momentum > 0) {
        direction += momentum * velocity[i]!;
        velocity[i] = direction;
      }
      theta[i] = theta[i]! - learningRate * direction;
    }
  },
  formula: { value: "v ← α v + (1 − α) g², θ ← θ − γ g / (√v + ε)" },
});
