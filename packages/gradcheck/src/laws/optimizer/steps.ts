import type { FloatDType, Tensor } from "@tapegrad/core";
import { describeTensor, describeValue, requireClose, requireSame, Violation } from "../compare.ts";
import type { Law } from "../law.ts";
import type { OptimizerFacts, OptimizerSettings } from "./facts.ts";
import { lawOfOptimizer, type OptimizerCase, type OptimizerSubject, stepAlong, valuesOf } from "./subject.ts";

/** What a step does, and what it leaves alone. */
export function lawsOfSteps(subject: OptimizerSubject): Law[] {
  return [
    equations(subject, "float64"),
    equations(subject, "float32"),
    lawOfOptimizer(subject, "leaves a parameter without gradient alone, and its state too", (all) => {
      const { optimizer, another, gradients } = all;
      if (optimizer.parameters.length < 2) return;
      const start = valuesOf(optimizer);
      const [first, ...others] = start;
      const alone = another(others);
      for (const step of gradients) {
        stepAlong(optimizer, [null, ...step.slice(1)]);
        stepAlong(alone, step.slice(1));
      }
      requireSame("the parameter without gradient", [valuesOf(optimizer)[0]!], [first!]);
      requireSame("the others", valuesOf(optimizer).slice(1), valuesOf(alone));
      // Its state as well: from here on it moves as if nothing had been.
      const fresh = another([first!]);
      for (const step of gradients) {
        stepAlong(optimizer, [step[0]!, ...others.map(() => null)]);
        stepAlong(fresh, [step[0]!]);
      }
      requireSame("moved later", [valuesOf(optimizer)[0]!], valuesOf(fresh));
    }),
    lawOfOptimizer(subject, "changes nothing with a learning rate of 0", ({ optimizer, another, gradients }) => {
      const start = valuesOf(optimizer);
      const still = another(start, { learningRate: 0 });
      for (const step of gradients) stepAlong(still, step);
      requireSame("the parameters", valuesOf(still), start);
    }),
    lawOfOptimizer(subject, "makes no NaN of gradients of 0", ({ optimizer, gradients }) => {
      const zeros = gradients[0]!.map((gradient) => scaled(gradient, 0));
      for (const step of [zeros, zeros, ...gradients, zeros]) stepAlong(optimizer, step);
      for (const theta of valuesOf(optimizer))
        if (!theta.data.every((value: number) => Number.isFinite(value)))
          throw new Violation(`a parameter has become ${describeTensor(theta)}`);
    }),
    lawOfOptimizer(subject, "forgets gradients with zeroGrad(), and nothing else", ({ optimizer, gradients }) => {
      stepAlong(optimizer, gradients[0]!);
      const before = valuesOf(optimizer);
      optimizer.zeroGrad();
      if (optimizer.parameters.some(({ grad }) => grad !== null)) throw new Violation("a gradient is still there");
      optimizer.step();
      requireSame("a step without gradients", valuesOf(optimizer), before);
    }),
  ];
}

/** Few steps of numbers of order 1: some thousand roundings, which a small divisor may multiply. */
function equations(subject: OptimizerSubject, dtype: FloatDType): Law {
  const holds = ({ optimizer, settings, gradients }: OptimizerCase): void => {
    const at = valuesOf(optimizer).map(({ data }) => Array.from<number>(data));
    const states = at.map(() => newState(subject.facts));
    gradients.forEach((step, n) => {
      stepAlong(optimizer, step);
      step.forEach((gradient, i) => {
        at[i] = states[i]!(at[i]!, Array.from<number>(gradient.data), n + 1, settings);
      });
      valuesOf(optimizer).forEach((theta, i) => {
        if (theta.dtype !== dtype) throw new Violation(`parameter ${i} has become ${theta.dtype}`);
        try {
          requireClose(
            theta,
            at[i]!,
            (wanted) => (dtype === "float64" ? 2 ** -40 : 2 ** -13) * Math.max(1, Math.abs(wanted)),
          );
        } catch (error) {
          throw error instanceof Violation ? new Violation(`parameter ${i}, step ${n + 1}: ${error.message}`) : error;
        }
      });
    });
  };
  return lawOfOptimizer(subject, `steps as the published equations say, in ${dtype}`, holds, dtype);
}

/** The reference for one parameter, with its state. */
function newState({
  reference,
}: OptimizerFacts): (theta: number[], g: readonly number[], t: number, options: OptimizerSettings) => number[] {
  if ("whole" in reference) {
    const state: { [name: string]: number[] } = {};
    return (theta, g, t, options) => [...reference.whole(state, theta, g, t, options)];
  }
  const states: { [name: string]: number }[] = [];
  return (theta, g, t, options) =>
    theta.map((value, i) => {
      states[i] ??= {};
      const next = reference.element(states[i], value, g[i]!, t, options);
      if (typeof next !== "number") throw new Error(`the reference gives ${describeValue(next)}`);
      return next;
    });
}

function scaled(x: Tensor, factor: number): Tensor {
  return x.mul(factor);
}
