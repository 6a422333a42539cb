import { formatShape, ShapeError, type Tensor } from "@tapegrad/core";

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
 * @param targets - Labels `[...]`, one-hot `[..., classes]`, or 0 and 1 in the shape of the predictions.
 * @param options - `compare`, `threshold`.
 * @returns In 0 … 1; NaN for no predictions.
 * @throws {@link ShapeError} if the shapes do not go together.
 * @example
 * ```ts
 * metrics.accuracy(tensor([[0.9, 0.1], [0.2, 0.8]]), tensor([0, 0])); // => 0.5
 * ```
 */
export function accuracy(predictions: Tensor, targets: Tensor, options: AccuracyOptions = {}): number {
  const compare = options.compare ?? guess(predictions, targets);
  const wanted: readonly number[] = compare === "labels" ? predictions.shape.slice(0, -1) : predictions.shape;
  if (formatShape(targets.shape) !== formatShape(wanted) && targets.size !== wanted.reduce((p, n) => p * n, 1)) {
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

function guess(predictions: Tensor, targets: Tensor): "labels" | "oneHot" | "threshold" {
  const classes = predictions.ndim === 0 ? 1 : predictions.shape[predictions.ndim - 1]!;
  if (classes === 1 || predictions.ndim === 0) return "threshold";
  if (targets.ndim < predictions.ndim) return predictions.ndim === 1 && targets.ndim === 1 ? "threshold" : "labels";
  return predictions.ndim === 1 ? "threshold" : "oneHot";
}
