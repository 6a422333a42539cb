import type { Tensor } from "@tapegrad/core";
import type { Module } from "./module.ts";

/** Activity penalties of the pass that is running, or `null` outside {@link withPenalties}. Synchronous, so never left set. */
let activities: Tensor<[]>[] | null = null;

/** Is somebody collecting activity penalties? */
export function collectsActivity(): boolean {
  return activities !== null;
}

/** Adds a layer's activity penalty to the loss that is being computed. */
export function addActivity(penalty: Tensor<[]>): void {
  activities?.push(penalty);
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
    for (const penalty of activities) total = total.add(penalty);
    for (const module of modules) {
      const penalty = module.penalty();
      if (penalty !== null) total = total.add(penalty);
    }
    return total;
  } finally {
    activities = outer;
  }
}
