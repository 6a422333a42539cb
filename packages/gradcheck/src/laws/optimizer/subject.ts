import { type FloatDType, type Parameter, parameter, Tensor } from "@tapegrad/core";
import { type Source, upTo } from "../../arbitraries/draw.ts";
import { drawTensor } from "../../arbitraries/values.ts";
import { describeTensor, describeValue } from "../compare.ts";
import type { Law } from "../law.ts";
import { Failure, tryAtRandom } from "../random.ts";
import type { MakeOptimizer, OptimizerFacts, OptimizerLike, OptimizerSettings } from "./facts.ts";

/** A kind of optimizer, and what is true of it. */
export interface OptimizerSubject {
  readonly name: string;
  readonly make: MakeOptimizer;
  readonly facts: OptimizerFacts;
}

/** An optimizer before its first step, and gradients for some steps. */
export interface OptimizerCase {
  readonly optimizer: OptimizerLike;
  readonly parameters: readonly Parameter[];
  readonly settings: OptimizerSettings;
  /** For each step, a gradient for each parameter. */
  readonly gradients: readonly (readonly Tensor[])[];
  /** The same optimizer anew, for new parameters of those values. */
  readonly another: (values: readonly Tensor[], changed?: OptimizerSettings) => OptimizerLike;
}

const most = 20;

/** A law of an optimizer with any of its settings, on any parameters and gradients. */
export function lawOfOptimizer(
  { name, make, facts }: OptimizerSubject,
  title: string,
  holds: (optimizerCase: OptimizerCase) => void,
  dtype: FloatDType = "float64",
): Law {
  const attempt = (settings: OptimizerSettings) => (source: Source) => {
    const shapes = Array.from({ length: 1 + upTo(source, 1) }, () => [1 + upTo(source, 2)]);
    const start = shapes.map((shape) => drawTensor(source, { shape, dtype }));
    const gradients = Array.from({ length: 1 + upTo(source, 5) }, () =>
      shapes.map((shape) => drawTensor(source, { shape, dtype })),
    );
    const another = (values: readonly Tensor[], changed: OptimizerSettings = {}): OptimizerLike =>
      make(
        values.map((value) => parameter(value)),
        { ...settings, ...changed },
      );
    const optimizer = another(start);
    try {
      holds({ optimizer, parameters: optimizer.parameters, settings, gradients, another });
    } catch (error) {
      const lines = [start, ...gradients].map((tensors) => tensors.map(describeTensor).join(", "));
      throw new Failure(`${name} with ${describeValue(settings)}\n    from ${lines.join("\n    gradients ")}`, error);
    }
  };
  return {
    title,
    check(options) {
      for (const settings of facts.settings) {
        const trials = { name: `${name} ${describeValue(settings)} > ${title}`, atMost: most };
        tryAtRandom({ ...trials, attempt: attempt(settings) }, options);
      }
    },
  };
}

/** One step along the gradients given; `null` for a parameter without. */
export function stepAlong(optimizer: OptimizerLike, gradients: readonly (Tensor | null)[]): void {
  optimizer.parameters.forEach((theta, i) => {
    const gradient = gradients[i] ?? null;
    theta.grad = gradient === null ? null : copyOf(gradient);
  });
  optimizer.step();
}

/** The values of all parameters, as they are now. */
export function valuesOf({ parameters }: Pick<OptimizerLike, "parameters">): Tensor[] {
  return parameters.map(copyOf);
}

function copyOf({ shape, dtype, data }: Tensor): Tensor {
  return new Tensor(shape, dtype, data.slice());
}
