import { formatShape, type Node, Parameter, TapegradError, type Tensor } from "@tapegrad/core";
import { DataLoader } from "@tapegrad/data";
import { noteOf } from "../losses/note.ts";
import { checkLabelValues } from "../losses/targets.ts";
import { type Batches, isPair, type Pair, readBatch } from "./batches.ts";
import type { Compiled } from "./compile.ts";
import { inUse } from "./mode.ts";
import { type LossOfBatch, lossOf, type Parts } from "./step.ts";
import { measure } from "./totals.ts";

// What can only be found by running the model is found before the first step: a mistake must not cost an epoch.

/**
 * To be called with the loss of the first batch, before anything is learned from it.
 *
 * @throws DomainError for a metric without a value and a label that is no class, TapegradError for a parameter that would not be
 * trained though the loss depends on it.
 */
export function inspectFirst(
  parts: Parts,
  compiled: Compiled,
  [, targets]: Pair,
  data: Pair | Batches,
  batch: LossOfBatch,
): void {
  checkLeaves(batch.withPenalties, parts);
  checkAllLabels(batch, data);
  measure("fit", compiled.metrics, batch, targets);
}

/** Looks at one example of the validation data, where one can be had without beginning a pass. */
export function tryValidation(parts: Parts, compiled: Compiled, data: Pair | Batches): void {
  const where = "fit: validationData";
  const example = firstOf(data);
  if (example === null) return;
  const pair = readBatch(where, example);
  inUse(parts.modules, () => checkAllLabels(lossOf(where, parts, compiled, pair), data));
}

function firstOf(data: Pair | Batches): unknown {
  if (isPair(data)) return data.map((values) => values.slice([[0, 1]]));
  if (Array.isArray(data)) return data[0];
  return data instanceof DataLoader ? data.dataset.get([0]) : null;
}

/** The labels of all examples, not only of the first batch. */
function checkAllLabels({ loss, predictions }: LossOfBatch, data: Pair | Batches): void {
  const name = "sparseCategoricalCrossEntropy";
  if (isPair(data) && noteOf(loss)?.loss === name) checkLabelValues(name, predictions.shape.at(-1)!, data[1]);
}

/**
 * Goes through the tape of a loss.
 *
 * @throws TapegradError for a leaf with a gradient that nobody trains or lists: it stands where no Module finds it.
 */
function checkLeaves(loss: Tensor, { parameters }: Parts): void {
  const seen = new Set<Node>();
  const waiting: Tensor[] = [loss];
  for (let x = waiting.pop(); x !== undefined; x = waiting.pop()) {
    if (!x.requiresGrad) continue;
    if (x.node !== null) {
      if (!seen.has(x.node)) waiting.push(...x.node.inputs);
      seen.add(x.node);
    } else if (!parameters.has(x as Parameter)) throw unlisted(x);
  }
}

function unlisted(x: Tensor): TapegradError {
  const called = x.name ? ` "${x.name}"` : "";
  const shape = formatShape(x.shape);
  const isParameter = x instanceof Parameter;
  return new TapegradError({
    where: "fit",
    argument: "the loss",
    expected: "must depend on no parameters but those that the model lists or the optimizer trains",
    received: isParameter
      ? `the Parameter${called} of shape ${shape}`
      : `a tensor${called} of shape ${shape} that requires a gradient`,
    advice: isParameter
      ? "Hold it in a property, a list, a plain object, a Map or a Set; where it stands in a #private field, make it with " +
        "addParameter(…) or pass its Module to addModule(…); or freeze() it."
      : "Make it with parameter(…).",
  });
}
