import type { MakeOptimizer, OptimizerFacts, OptimizerSettings } from "@tapegrad/gradcheck/laws";
import { Adam, type Optimizer, RMSProp, SGD } from "@tapegrad/optim";

// The optimizers as their papers write them, one element at a time and in plain numbers. An optimizer that is exported and stands
// here under no class fails the laws' test.

/** An optimizer and what is true of it. */
export interface OptimizerCase {
  readonly of: new (...args: never) => Optimizer;
  readonly make: MakeOptimizer;
  readonly facts: OptimizerFacts;
}

/** The options with the defaults that a reference states. */
function withDefaults<const D extends object>(
  options: OptimizerSettings,
  defaults: D,
): { [K in keyof D]: D[K] extends boolean ? boolean : number } {
  return { ...defaults, ...options } as never; // of the settings below
}

/** What every optimizer refuses of a rate and a decay. */
function sharedErrors(name: string): OptimizerFacts["errors"] {
  return [
    {
      options: { learningRate: -1 },
      message: `${name}: learningRate must be a finite number from 0 on, or a schedule (step) => rate, got -1.`,
    },
    {
      options: { learningRate: Number.NaN },
      message: `${name}: learningRate must be a finite number from 0 on, or a schedule (step) => rate, got NaN.`,
    },
    { options: { weightDecay: -1 }, message: `${name}: weightDecay must be a finite number from 0 on, got -1.` },
  ];
}

export const optimizerCases: readonly OptimizerCase[] = [
  {
    of: SGD,
    make: (parameters, options) => new SGD(parameters, options),
    facts: {
      settings: [
        {},
        { learningRate: 0.5, weightDecay: 0.1 },
        { learningRate: 0.1, momentum: 0.9 },
        { learningRate: 0.1, momentum: 0.5, dampening: 0.25, weightDecay: 0.1 },
        { learningRate: 0.1, momentum: 0.9, nesterov: true },
      ],
      // Sutskever et al. (2013), with the rate outside of the velocity: v ← μ v + (1 − τ) g, the first v = g; θ ← θ − γ v, or −γ (g + μ v).
      reference: {
        element(state, theta, gradient, t, options) {
          const defaults = { learningRate: 0.001, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0 };
          const { learningRate, momentum, dampening, nesterov, weightDecay } = withDefaults(options, defaults);
          const g = gradient + weightDecay * theta;
          const v = t === 1 ? g : momentum * state.v! + (1 - dampening) * g;
          state.v = v;
          if (momentum === 0) return theta - learningRate * g;
          return theta - learningRate * (nesterov ? g + momentum * v : v);
        },
      },
      errors: [
        ...sharedErrors("SGD"),
        { options: { momentum: 1.5 }, message: "SGD: momentum must be a number in 0 … 1, got 1.5." },
        { options: { dampening: -0.5 }, message: "SGD: dampening must be a number in 0 … 1, got -0.5." },
        { options: { nesterov: 1 }, message: "SGD: nesterov must be true or false, got 1." },
        {
          options: { nesterov: true },
          message: "SGD: nesterov needs a momentum above 0 and a dampening of 0, got 0 and 0.",
        },
      ],
    },
  },
  {
    of: RMSProp,
    make: (parameters, options) => new RMSProp(parameters, options),
    facts: {
      settings: [
        {},
        { learningRate: 0.1, decay: 0.5, weightDecay: 0.1 },
        { momentum: 0.9 },
        // Centered, v − ḡ² can be all rounding: the ε keeps its digits out of what is compared.
        { centered: true, epsilon: 0.01 },
        { centered: true, momentum: 0.5, epsilon: 0.01 },
      ],
      // Tieleman & Hinton (2012): v ← α v + (1 − α) g², θ ← θ − γ g / (√v + ε). Graves (2013) subtracts the square of the mean of g.
      reference: {
        element(state, theta, gradient, _t, options) {
          const defaults = {
            learningRate: 0.01,
            decay: 0.99,
            epsilon: 1e-8,
            momentum: 0,
            centered: false,
            weightDecay: 0,
          };
          const { learningRate, decay, epsilon, momentum, centered, weightDecay } = withDefaults(options, defaults);
          const g = gradient + weightDecay * theta;
          state.v = decay * (state.v ?? 0) + (1 - decay) * g ** 2;
          state.mean = decay * (state.mean ?? 0) + (1 - decay) * g;
          const variance = centered ? Math.max(0, state.v - state.mean ** 2) : state.v;
          state.b = momentum * (state.b ?? 0) + g / (Math.sqrt(variance) + epsilon);
          return theta - learningRate * state.b;
        },
      },
      errors: [
        ...sharedErrors("RMSProp"),
        { options: { decay: 2 }, message: "RMSProp: decay must be a number in 0 … 1, got 2." },
        { options: { epsilon: -1 }, message: "RMSProp: epsilon must be a finite number from 0 on, got -1." },
        { options: { momentum: "0.9" }, message: 'RMSProp: momentum must be a number in 0 … 1, got "0.9".' },
        { options: { centered: 0 }, message: "RMSProp: centered must be true or false, got 0." },
      ],
    },
  },
  {
    of: Adam,
    make: (parameters, options) => new Adam(parameters, options),
    facts: {
      settings: [
        {},
        { learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 1e-3 },
        { learningRate: 0.1, weightDecay: 0.1 },
        { learningRate: 0.1, amsgrad: true, beta2: 0.5 },
      ],
      // Kingma & Ba (2015), algorithm 1; Reddi et al. (2018) take the largest v so far.
      reference: {
        element(state, theta, gradient, t, options) {
          const defaults = {
            learningRate: 0.001,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weightDecay: 0,
            amsgrad: false,
          };
          const { learningRate, beta1, beta2, epsilon, weightDecay, amsgrad } = withDefaults(options, defaults);
          const g = gradient + weightDecay * theta;
          state.m = beta1 * (state.m ?? 0) + (1 - beta1) * g;
          state.v = beta2 * (state.v ?? 0) + (1 - beta2) * g ** 2;
          state.largest = Math.max(state.largest ?? 0, state.v);
          const mean = state.m / (1 - beta1 ** t);
          const square = (amsgrad ? state.largest : state.v) / (1 - beta2 ** t);
          return theta - (learningRate * mean) / (Math.sqrt(square) + epsilon);
        },
      },
      errors: [
        ...sharedErrors("Adam"),
        { options: { beta1: 1 }, message: "Adam: beta1 must be a number from 0 on and below 1, got 1." },
        { options: { beta2: -0.1 }, message: "Adam: beta2 must be a number from 0 on and below 1, got -0.1." },
        {
          options: { epsilon: Number.POSITIVE_INFINITY },
          message: "Adam: epsilon must be a finite number from 0 on, got Infinity.",
        },
        { options: { amsgrad: "yes" }, message: 'Adam: amsgrad must be true or false, got "yes".' },
      ],
    },
  },
];
