import { DomainError, formatReceived, formatShape, ShapeError, type Tensor } from "@tapegrad/core";
import { optionsOf, requireTensor } from "../arguments.ts";
import { checkSeveralClasses } from "../losses/targets.ts";
import { sameShape } from "../sameShape.ts";

/** How predictions become decisions. */
export interface AccuracyOptions {
  /**
   * `"labels"`: the largest of the last axis against a class label; `"oneHot"`: against the largest of the targets;
   * `"threshold"`: each number against a target of 0 or 1. By default what the shapes say.
   */
  readonly compare?: "labels" | "oneHot" | "threshold";
  /** Above it a prediction means yes; default 0.5, and then predictions are in 0 … 1. For logits it is to be 0. */
  readonly threshold?: number;
}

/**
 * The share of predictions that are right.
 *
 * @param predictions - Shape `[..., classes]`, or any shape for decisions by threshold.
 * @param targets - Labels `[...]`, one-hot `[..., classes]`, or 0 and 1 in the shape of the predictions. A last axis of size 1
 * may be there or not.
 * @param options - `compare`, `threshold`.
 * @returns In 0 … 1; NaN for no predictions. Where NaN is among the scores of an example, it is not right.
 * @throws {@link ShapeError} if the shapes do not go together; {@link DomainError} for targets that name no class, as those of a
 * regression do not, and for logits without a threshold.
 * @example
 * ```ts
 * metrics.accuracy(tensor([[0.9, 0.1], [0.2, 0.8]]), tensor([0, 0])); // => 0.5
 * ```
 */
export function accuracy(predictions: Tensor, targets: Tensor, options: AccuracyOptions = {}): number {
  optionsOf("accuracy", options, ["compare", "threshold"]);
  requireTensor("accuracy", "predictions", predictions);
  requireTensor("accuracy", "targets", targets);
  const compare = options.compare ?? guess(predictions, targets);
  if (compare !== "labels" && compare !== "oneHot" && compare !== "threshold") {
    const wanted = '"labels", "oneHot" or "threshold"';
    throw new DomainError({
      where: "accuracy",
      argument: "compare",
      expected: `must be ${wanted}`,
      received: formatReceived(compare),
    });
  }
  if (compare !== "threshold" && predictions.ndim === 0)
    throw new ShapeError("accuracy: predictions must have a last axis of classes, got a scalar.");
  const wanted: readonly number[] = compare === "labels" ? predictions.shape.slice(0, -1) : predictions.shape;
  if (!sameShape(squeezed(targets.shape), squeezed(wanted))) {
    throw new ShapeError({
      where: "accuracy",
      argument: "targets",
      expected: `must have shape ${formatShape(wanted)} for predictions of shape ${formatShape(predictions.shape)}`,
      received: formatShape(targets.shape),
    });
  }
  if (compare === "threshold") return shareByThreshold(predictions, targets, options.threshold);
  const classes: number = predictions.shape[predictions.ndim - 1]!;
  if (compare === "oneHot")
    checkSeveralClasses("accuracy", predictions, 'For yes or no pass { compare: "threshold" }.');
  const decided = predictions.argmax(-1).data;
  if (compare === "labels") {
    const isLabel = (label: number): boolean => Number.isInteger(label) && label >= 0 && label < classes;
    checkTargets(targets, isLabel, `whole numbers in 0 … ${classes - 1}, the classes of the predictions`);
  } else checkTargets(targets, (p) => p >= 0 && p <= 1, "probabilities of classes, in 0 … 1");
  const truth = compare === "labels" ? targets.data : targets.argmax(-1).data;
  let right = 0;
  for (let i = 0; i < decided.length; i++) {
    const score = predictions.data[i * classes + decided[i]!]!;
    if (decided[i] === truth[i] && !Number.isNaN(score)) right++; // NaN is the largest wherever there is one, and decides nothing
  }
  return right / decided.length;
}

function shareByThreshold(predictions: Tensor, targets: Tensor, given: number | undefined): number {
  if (given !== undefined && !Number.isFinite(given))
    throw new DomainError({
      where: "accuracy",
      argument: "threshold",
      expected: "must be a finite number",
      received: formatReceived(given),
    });
  checkTargets(targets, (target) => target === 0 || target === 1, "0 or 1 for decisions by threshold");
  const threshold = given ?? 0.5;
  let right = 0;
  for (let i = 0; i < predictions.size; i++) {
    const p = predictions.data[i]!;
    if (given === undefined && (p < 0 || p > 1)) {
      throw new DomainError({
        where: "accuracy",
        argument: "predictions",
        expected: "must be probabilities, in 0 … 1, where no threshold is given",
        received: `${formatReceived(p)} at position ${i}`,
        advice: "For logits pass { threshold: 0 }, for other numbers theirs.",
      });
    }
    if (p > threshold === targets.data[i]! > 0.5 && !Number.isNaN(p)) right++; // NaN decides nothing
  }
  return right / predictions.size;
}

/** @throws DomainError for targets of something else, such as a regression. */
function checkTargets({ data }: Tensor, holds: (target: number) => boolean, wanted: string): void {
  for (let i = 0; i < data.length; i++) {
    if (holds(data[i]!)) continue;
    const hint = "It counts right decisions; numbers that are to be near others have an error instead.";
    throw new DomainError({
      where: "accuracy",
      argument: "targets",
      expected: `must be ${wanted}`,
      received: `${formatReceived(data[i])} at position ${i}`,
      advice: hint,
    });
  }
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
