import {
  type AgreeError,
  logSoftmax,
  logSumExp,
  type Ok,
  type SetAxis,
  type Shape,
  softplus,
  type Tensor,
  takeAlongAxis,
  tensor,
} from "@tapegrad/core";
import { requireFlag } from "../arguments.ts";
import { checkProbabilities, logitsOf } from "./logits.ts";
import { type LossOptions, noteLoss, readLossOptions, reduceLoss } from "./reduce.ts";
import { meanSoftmaxCrossEntropy, softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import {
  asFloat,
  asNumbers,
  checkClasses,
  checkLabelShape,
  checkLabelValues,
  checkSameShape,
  checkSeveralClasses,
} from "./targets.ts";
import { weighted } from "./weighted.ts";

/** Options of the cross-entropies. */
export interface CrossEntropyOptions extends LossOptions {
  /** Are the predictions logits, not probabilities? More exact, and the activation of the last layer is left out. */
  readonly fromLogits?: boolean;
}

// Probabilities that come straight from `sigmoid` or `softmax` (along the last axis) are not looked at where the tape knows their
// logits: the loss is computed from those, and a network that is sure and wrong goes on learning. Without a tape, as in `evaluate`,
// they are clipped: the same value, except that no example costs more than −log 1e-7 ≈ 16.1.

/** Probabilities are kept this far from 0 and 1, as in Keras, so that their logarithms stay finite. */
const epsilon = 1e-7;

/**
 * Cross-entropy against class labels: the mean of `−log p[label]`.
 *
 * @param predictions - Probabilities, or logits with `fromLogits`. Shape `[..., classes]`.
 * @param labels - Whole numbers in `0 … classes − 1`, int32 or float. Shape `[...]`.
 * @param options - `fromLogits`, `reduction`.
 * @returns Shape `[]`.
 * @throws {@link ShapeError} if there is not one label for each prediction.
 * @throws {@link DomainError} if a label is no class.
 * @example
 * ```ts
 * const logits = tensor([[0, 0]], { dtype: "float64" });
 * losses.sparseCategoricalCrossEntropy(logits, tensor([1]), { fromLogits: true }).item(); // => 0.6931471805599453
 * ```
 */
export function sparseCategoricalCrossEntropy<P extends Shape, T extends Shape>(
  predictions: Tensor<P>,
  labels: Ok<Tensor<T>, AgreeError<"labels", SetAxis<P, -1, []>, T>>,
  options: CrossEntropyOptions = {},
): Tensor<[]> {
  const name = "sparseCategoricalCrossEntropy";
  readOptions(name, options);
  checkLabelShape(name, predictions, labels as Tensor);
  const [p, t] = [asFloat(predictions as Tensor), asNumbers(labels as Tensor)];
  const logits = options.fromLogits === true ? p : softmaxLogitsOf(p);
  if (logits !== null) {
    const { reduction = "mean" } = options;
    const loss = reduction === "mean" ? meanSoftmaxCrossEntropy(logits, t) : softmaxCrossEntropy(logits, t).sum();
    return noteLoss(name, loss as Tensor<[]>, options);
  }
  checkLabelValues(name, p.shape.at(-1)!, t);
  const picked = takeAlongAxis(logProbabilities(name, p), t.reshape([...t.shape, 1]), -1);
  return reduceLoss(name, picked.neg(), options);
}

/**
 * Cross-entropy against probabilities: the mean over examples of `−Σₖ tₖ log pₖ`.
 *
 * @param predictions - Probabilities, or logits with `fromLogits`. Shape `[..., classes]`.
 * @param targets - Probabilities, one-hot as a rule. The same shape.
 * @param options - `fromLogits`, `reduction`.
 * @returns Shape `[]`.
 * @throws {@link ShapeError} if the shapes differ, or there is but one class.
 * @example
 * ```ts
 * const p = tensor([[0.25, 0.75]], { dtype: "float64" });
 * losses.categoricalCrossEntropy(p, tensor([[0, 1]])).item(); // => 0.2876820724517809
 * ```
 */
export function categoricalCrossEntropy<P extends Shape, T extends Shape>(
  predictions: Tensor<P>,
  targets: Ok<Tensor<T>, AgreeError<"targets", P, T>>,
  options: CrossEntropyOptions = {},
): Tensor<[]> {
  const name = "categoricalCrossEntropy";
  readOptions(name, options);
  checkSameShape(name, predictions, targets as Tensor);
  const [p, t] = [asFloat(predictions as Tensor), asNumbers(targets as Tensor)];
  checkClasses(name, p);
  checkSeveralClasses(name, p, "For yes or no use binaryCrossEntropy.");
  checkTargets(name, t);
  const logits = options.fromLogits === true ? p : softmaxLogitsOf(p);
  const logP = logits !== null ? logSoftmax(logits) : logProbabilities(name, p);
  return reduceLoss(name, weighted(t, logP.neg()).sum(-1), options);
}

/**
 * Cross-entropy of yes or no: the mean of `−t log p − (1 − t) log(1 − p)`.
 *
 * From logits z, where `p = σ(z)`, it is `t log(1 + e^−z) + (1 − t) log(1 + e^z)`, which neither overflows nor loses digits.
 *
 * @param predictions - Probabilities, or logits with `fromLogits`. Any shape.
 * @param targets - In 0 … 1. The same shape.
 * @param options - `fromLogits`, `reduction`.
 * @returns Shape `[]`.
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * ```ts
 * const p = tensor([0.25], { dtype: "float64" });
 * losses.binaryCrossEntropy(p, tensor([1])).item(); // => 1.3862943611198906
 * ```
 */
export function binaryCrossEntropy<P extends Shape, T extends Shape>(
  predictions: Tensor<P>,
  targets: Ok<Tensor<T>, AgreeError<"targets", P, T>>,
  options: CrossEntropyOptions = {},
): Tensor<[]> {
  const name = "binaryCrossEntropy";
  readOptions(name, options);
  checkSameShape(name, predictions, targets as Tensor);
  const [p, t] = [asFloat(predictions as Tensor), asNumbers(targets as Tensor)];
  checkTargets(name, t);
  const [yes, no] = costs(name, p, options);
  return reduceLoss(name, weighted(t, yes).add(weighted(t.neg().add(1), no)), options);
}

/** `−log p` and `−log(1 − p)`. */
function costs(name: string, p: Tensor, { fromLogits = false }: CrossEntropyOptions): [yes: Tensor, no: Tensor] {
  const found = fromLogits ? ({ by: "sigmoid", z: p } as const) : logitsOf(p);
  // softplus(z) = log(1 + e^z). The shorter softplus(z) − t z is a difference of nearly equal numbers where the network is right
  // and sure: at z = 20, t = 1 it is 0 in float32 instead of 2.06e-9.
  if (found?.by === "sigmoid") return [softplus(found.z.neg()), softplus(found.z)];
  if (found?.by === "softmax" && p.ndim > 0) {
    const logP: Tensor = logSoftmax(found.z);
    return [logP.neg(), logSumOfOthers(logP).neg()];
  }
  checkProbabilities(name, "predictions", p, logitsHint);
  const clipped: Tensor = p.clamp({ min: epsilon, max: 1 - epsilon });
  return [clipped.log().neg(), clipped.neg().add(1).log().neg()];
}

/** `log(1 − pᵢ)` as `log Σ_{j ≠ i} pⱼ`, which is exact where pᵢ rounds to 1. Shape `[..., classes]`. */
function logSumOfOthers(logP: Tensor): Tensor {
  const { shape }: { readonly shape: readonly number[] } = logP;
  const classes = shape.at(-1)!;
  const exceptOwn = tensor(
    Array.from({ length: classes }, (_, i) => Array.from({ length: classes }, (_, j) => (i === j ? -Infinity : 0))),
    { dtype: logP.dtype },
  );
  const rows: Tensor = logP.reshape([...shape.slice(0, -1), 1, classes]).add(exceptOwn as Tensor);
  return logSumExp(rows, -1);
}

const logitsHint = "For logits pass { fromLogits: true }, or end the model with a sigmoid or softmax.";

function readOptions(name: string, options: CrossEntropyOptions): void {
  readLossOptions(name, options, ["reduction", "fromLogits"]);
  if (options.fromLogits !== undefined) requireFlag(name, "fromLogits", options.fromLogits);
}

function checkTargets(name: string, targets: Tensor): void {
  const hint = "For class labels use sparseCategoricalCrossEntropy, for numbers meanSquaredError.";
  checkProbabilities(name, "targets", targets, hint);
}

/** The logits of a softmax, if these are its probabilities. */
function softmaxLogitsOf(p: Tensor): Tensor | null {
  const found = logitsOf(p);
  return found?.by === "softmax" ? found.z : null;
}

/** `log p` of probabilities, from the logits of a sigmoid if they are known. */
function logProbabilities(name: string, p: Tensor): Tensor {
  const found = logitsOf(p);
  if (found?.by === "sigmoid") return softplus(found.z.neg()).neg();
  checkProbabilities(name, "predictions", p, logitsHint);
  return p.clamp({ min: epsilon, max: 1 - epsilon }).log();
}
