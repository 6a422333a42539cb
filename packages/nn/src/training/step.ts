import { formatReceived, formatShape, type Parameter, ShapeError, Tensor } from "@tapegrad/core";
import type { Module } from "../module/module.ts";
import { addPenalties } from "../module/penalties.ts";
import type { Pair } from "./batches.ts";
import type { Compiled } from "./compile.ts";

/** A model as the loops here need it: all in it is looked up once for many steps. */
export interface Parts {
  readonly forward: (x: Tensor) => Tensor;
  readonly modules: readonly Module[];
  /** Whatever gradients are found for: parameters of the model and of the optimizer. */
  readonly parameters: ReadonlySet<Parameter>;
}

export function partsOf(model: Module, compiled?: Compiled): Parts {
  return {
    forward: model.forward as (x: Tensor) => Tensor, // of one input: what can be trained this way
    modules: model.namedModules().map(([, module]) => module),
    parameters: new Set([...model.parameters(), ...(compiled?.optimizer.parameters ?? [])]),
  };
}

/** What a batch costs. */
export interface LossOfBatch {
  /** As the loss function gave it. */
  readonly loss: Tensor<[]>;
  /** With all that regularizers add: what is made small. */
  readonly withPenalties: Tensor<[]>;
  readonly predictions: Tensor;
}

/** Runs the model on a batch, and the loss on what comes out. */
export function lossOf(where: string, { forward, modules }: Parts, compiled: Compiled, [x, y]: Pair): LossOfBatch {
  let loss: Tensor<[]> | null = null;
  let predictions: Tensor | null = null;
  const withPenalties = addPenalties(modules, () => {
    predictions = forward(x);
    if (!((predictions as unknown) instanceof Tensor)) {
      const got = formatReceived(predictions);
      throw new ShapeError({ where, argument: "forward of the model", expected: "must give a tensor", received: got });
    }
    const value: unknown = compiled.loss(predictions, y);
    if (!(value instanceof Tensor) || value.ndim !== 0) {
      const got = value instanceof Tensor ? `shape ${formatShape(value.shape)}` : formatReceived(value);
      const hint = "End it with .mean() or .sum().";
      throw new ShapeError({
        where,
        argument: "the loss",
        expected: "must be a tensor of shape []",
        received: got,
        advice: hint,
      });
    }
    loss = value as Tensor<[]>; // just checked
    return loss;
  });
  return { loss: loss!, withPenalties, predictions: predictions! };
}

/** Looks at the first batch before anything is learned from it. */
export type Inspection = (batch: LossOfBatch) => void;

/** Loss with penalties, its gradients, and the optimizer's update. */
export function learnFrom(parts: Parts, compiled: Compiled, pair: Pair, inspect: Inspection | null): LossOfBatch {
  clearGradients(parts);
  const batch = lossOf("fit", parts, compiled, pair);
  inspect?.(batch);
  batch.withPenalties.backward();
  compiled.optimizer.step();
  return batch;
}

/** Forgets the gradients, also of what the optimizer does not train: they would be summed up from step to step. */
export function clearGradients({ parameters }: Parts): void {
  for (const value of parameters) value.grad = null;
}
