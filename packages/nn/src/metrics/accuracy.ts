import { DomainError, formatReceived, formatShape, ShapeError, Tensor } from "@tapegrad/core";
import { sameShape } from "../sameShape.ts";

/** How predictions become decisions. */
export interface AccuracyOptions {
  /**
   * `"labels"`: the largest of the last axis against a class label; `"oneHot"`: against the largest of the targets;
   * `"threshold"`: each number against a target of 0 or 1. By default what the shapes say.
   */
  readonly compare?: "labels" | "oneHot" | "threshold";
  /** Above it a prediction means yes; default 0.5, which for logits is to be 0. */
  readonly threshold?: number;
}

/**
 * The share of predictions that are right.
 *
 * @param predictions - Shape `[..., classes]`, or any shape for decisions by threshold.
 * @param targets - Labels `[...]`, one-hot `[..., classes]`, or 0 and 1 in the shape of the predictions. A last axis of size 1
 * may be there or not.
 * @param options - `compare`, `threshold`.
 * @returns In 0 … 1; NaN for no predictions.
 * @throws {@link ShapeError} if the shapes do not go together.
 * @example
 * ```ts
 * metrics.accuracy(tensor([[0.9, 0.1], [0.2, 0.8]]), tensor([0, 0])); // => 0.5
 * ```
 */
export function accuracy(predictions: Tensor, targets: Tensor, options: AccuracyOptions = {}): number {
  for (const [what, value] of Object.entries({ predictions, targets })) {
    if (!(value instanceof Tensor))
      throw new ShapeError(`accuracy: ${what} must be a tensor, got ${formatReceived(value)}.`);
  }
  const compare = options.compare ?? guess(predictions, targets);
  if (compare !== "labels" && compare !== "oneHot" && compare !== "threshold") {
    const wanted = '"labels", "oneHot" or "threshold"';
    throw new DomainError(`accuracy: compare must be ${wanted}, got ${formatReceived(compare)}.`);
  }
  if (compare !== "threshold" && predictions.ndim === 0)
    throw new ShapeError("accuracy: predictions must have a last axis of classes, got a scalar.");
  const wanted: readonly number[] = compare === "labels" ? predictions.shape.slice(0, -1) : predictions.shape;
  if (!sameShape(squeezed(targets.shape), squeezed(wanted))) {
    throw new ShapeError(
      `accuracy: targets must have shape ${formatShape(wanted)} for predictions of shape ${formatShape(predictions.shape)}, ` +
        `got ${formatShape(targets.shape)}.`,
    );
  }
  if (compare === "threshold") {
    const threshold = options.threshold ?? 0.5;
    let right = 0;
    for (let i = 0; i < predictions.size; i++) if (predictions.data[i]! > threshold === targets.data[i]! > 0.5) right++;
    return right / predictions.size;
  }
  const decided = predictions.argmax(-1).data;
  const truth = compare === "labels" ? targets.data : targets.argmax(-1).data;
  let right = 0;
  for (let i = 0; i < decided.length; i++) if (decided[i] === truth[i]) right++;
  return right / decided.length;
}

/** The shape without a last axis of size 1. */
function squeezed(shape: readonly number[]): readonly number[] {
  return shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}

function guess(predictions: Tensor, targets: Tensor): "labels" | "oneHot" | "threshold" {
  const classes: number = predictions.shape.at(-1) ?? 1;
  // One number for each example is no choice between classes; neither are numbers for one example with a target each.
  if (classes === 1 || (predictions.ndim === 1 && targets.ndim > 0)) return "threshold";
  return targets.ndim < predictions.ndim || targets.shape.at(-1) === 1 ? "labels" : "oneHot";
}
