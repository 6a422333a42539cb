import { formatReceived, formatShape, ShapeError, TapegradError, Tensor } from "@tapegrad/core";
import { labelOf } from "./label.ts";
import type { Module } from "./module.ts";

/** Activity penalties of the pass that is running, or `null` outside {@link withPenalties}. Synchronous, so never left set. */
let activities: Tensor<[]>[] | null = null;

/** Is somebody collecting activity penalties? */
export function collectsActivity(): boolean {
  return activities !== null;
}

/** Adds a layer's activity penalty to the loss that is being computed. */
export function addActivity(where: string, penalty: Tensor<[]>): void {
  checkPenalty(where, penalty);
  activities?.push(penalty);
}

/** @throws ShapeError unless it is a scalar. */
function checkPenalty(where: string, penalty: unknown): void {
  if (penalty instanceof Tensor && penalty.ndim === 0) return;
  const got = penalty instanceof Tensor ? formatShape(penalty.shape) : formatReceived(penalty);
  throw new ShapeError({
    where,
    argument: "a penalty",
    expected: "must be a tensor of shape []",
    received: got,
    advice: "End its regularizer with .sum().",
  });
}

/**
 * A loss with all that regularizers add to it: the penalties of every kernel and bias of `model`, and of the activities of the
 * layers that run in `loss`. It is what `fit` minimizes.
 *
 * @param model - The Module whose penalties count, with all Modules within it; each once.
 * @param loss - Computes the loss of the data, synchronously. Shape `[]`.
 * @returns The sum. Shape `[]`.
 * @example
 * ```ts
 * const layer = new Dense(1, 1, { kernelInitializer: "ones", kernelRegularizer: regularizers.l2(0.5) });
 * withPenalties(layer, () => layer.forward(tensor([[2]])).sum()).item(); // => 2.5
 * ```
 */
export function withPenalties(model: Module, loss: () => Tensor<[]>): Tensor<[]> {
  if (typeof model?.namedModules !== "function")
    throw new TapegradError({
      where: "withPenalties",
      argument: "model",
      expected: "must be a Module",
      received: formatReceived(model),
    });
  if (typeof loss !== "function")
    throw new TapegradError({
      where: "withPenalties",
      argument: "loss",
      expected: "must be a function",
      received: formatReceived(loss),
    });
  return addPenalties(
    model.namedModules().map(([, module]) => module),
    loss,
  );
}

/** As {@link withPenalties}, of Modules that were looked up before. */
export function addPenalties(modules: readonly Module[], loss: () => Tensor<[]>): Tensor<[]> {
  const outer = activities;
  activities = [];
  try {
    let total = loss();
    if (!((total as unknown) instanceof Tensor))
      throw new TapegradError({
        where: "withPenalties",
        argument: "loss",
        expected: "must give a tensor of shape []",
        received: formatReceived(total),
      });
    for (const penalty of activities) total = total.add(penalty);
    for (const module of modules) {
      const penalty = module.penalty();
      if (penalty === null) continue;
      checkPenalty(labelOf(module), penalty);
      total = total.add(penalty);
    }
    return total;
  } finally {
    activities = outer;
  }
}
