import { concat, type Tensor } from "@tapegrad/core";
import { optionsOf, requireTensor, requireWhole } from "../arguments.ts";
import type { Module } from "../module/module.ts";
import { type Batches, evaluationBatch, inOrder, type Pair, readBatch } from "./batches.ts";
import type { Compiled } from "./compile.ts";
import { inUse } from "./mode.ts";
import { lossOf, type Parts, partsOf } from "./step.ts";
import { Totals } from "./totals.ts";
import type { Turns } from "./turns.ts";

/** How to look at examples that are not trained on. */
export interface LookOptions {
  /** How many at once; default 1024. For tensors. */
  readonly batchSize?: number;
}

/** Loss and metrics over all examples, nothing trained: what `Model.evaluate` gives. */
export function evaluate(
  model: Module,
  compiled: Compiled,
  data: Pair | Batches,
  options: LookOptions = {},
): Record<string, number> {
  const { batchSize = evaluationBatch } = optionsOf("evaluate", options, ["batchSize"]);
  requireWhole("evaluate", "batchSize", batchSize);
  const parts = partsOf(model);
  const seen = new Totals("evaluate", compiled);
  for (const batch of inOrder(data, batchSize)) look("evaluate", parts, compiled, batch, seen);
  return seen.logs();
}

/** As {@link evaluate}, with turns for others between the batches. */
export async function validate(
  model: Module,
  compiled: Compiled,
  data: Pair | Batches,
  turns: Turns,
): Promise<Record<string, number>> {
  const where = "fit: validationData";
  const parts = partsOf(model);
  const seen = new Totals(where, compiled);
  for (const batch of inOrder(data)) {
    look(where, parts, compiled, batch, seen);
    await turns.next();
  }
  return seen.logs();
}

/** Adds one batch to what was seen, nothing trained. */
function look(where: string, parts: Parts, compiled: Compiled, batch: unknown, seen: Totals): void {
  const pair = readBatch(where, batch);
  inUse(parts.modules, () => seen.add(lossOf(where, parts, compiled, pair), pair));
}

/** What a model gives for any number of examples, in batches that fit the cache: what `Model.predict` gives. */
export function predict(model: Module, x: Tensor, options: LookOptions = {}): Tensor {
  requireTensor("predict", "x", x);
  const { batchSize = evaluationBatch } = optionsOf("predict", options, ["batchSize"]);
  requireWhole("predict", "batchSize", batchSize);
  const { forward: run, modules } = partsOf(model);
  const forward = (examples: Tensor): Tensor =>
    requireTensor("predict", "what forward of the model gives", run(examples));
  return inUse(modules, () => {
    // One axis, or none, is one example: its numbers belong together.
    const examples: number = x.ndim < 2 ? 1 : x.shape[0]!;
    if (examples <= batchSize) return forward(x);
    const starts = Array.from({ length: Math.ceil(examples / batchSize) }, (_, i) => i * batchSize);
    return concat(
      starts.map((start) => forward(x.slice([[start, Math.min(start + batchSize, examples)]]))),
      0,
    );
  });
}
