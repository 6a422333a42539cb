import {
  type AgreeError,
  type Dynamic,
  logSoftmax,
  type Ok,
  type SetAxis,
  type Shape,
  softplus,
  type Tensor,
  takeAlongAxis,
} from "@tapegrad/core";
import { type LossOptions, reduceLoss } from "./reduce.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { asNumbers, checkClasses, checkLabels, checkSameShape } from "./targets.ts";

/** Options of the cross-entropies. */
export interface CrossEntropyOptions extends LossOptions {
  /** Are the predictions logits, not probabilities? More exact, and the activation of the last layer is left out. */
  readonly fromLogits?: boolean;
}

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
  checkLabels("sparseCategoricalCrossEntropy", predictions, labels as Tensor);
  const [p, t] = [predictions as Tensor, asNumbers(labels as Tensor)];
  if (options.fromLogits === true)
    return reduceLoss("sparseCategoricalCrossEntropy", softmaxCrossEntropy(asFloat(p), t), options);
  const picked = takeAlongAxis(logProbabilities(p, options), t.reshape([...t.shape, 1]), -1);
  return reduceLoss("sparseCategoricalCrossEntropy", picked.neg(), options);
}

/**
 * Cross-entropy against probabilities: the mean over examples of `−Σₖ tₖ log pₖ`.
 *
 * @param predictions - Probabilities, or logits with `fromLogits`. Shape `[..., classes]`.
 * @param targets - Probabilities, one-hot as a rule. The same shape.
 * @param options - `fromLogits`, `reduction`.
 * @returns Shape `[]`.
 * @throws {@link ShapeError} if the shapes differ.
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
  checkSameShape("categoricalCrossEntropy", predictions, targets as Tensor);
  const [p, t] = [predictions as Tensor, asNumbers(targets as Tensor)];
  checkClasses("categoricalCrossEntropy", p);
  return reduceLoss("categoricalCrossEntropy", t.mul(logProbabilities(p, options)).sum(-1).neg(), options);
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
  checkSameShape("binaryCrossEntropy", predictions, targets as Tensor);
  const [p, t] = [predictions as Tensor, asNumbers(targets as Tensor)];
  const no: Tensor = t.neg().add(1);
  if (options.fromLogits === true) {
    // softplus(z) = log(1 + e^z). The shorter softplus(z) − t z is a difference of nearly equal numbers where the network is
    // right and sure: at z = 20, t = 1 it is 0 in float32 instead of 2.06e-9.
    return reduceLoss("binaryCrossEntropy", t.mul(softplus(p.neg())).add(no.mul(softplus(p))), options);
  }
  const clipped: Tensor = p.clamp({ min: epsilon, max: 1 - epsilon });
  const logLikelihood: Tensor = t.mul(clipped.log()).add(no.mul(clipped.neg().add(1).log()));
  return reduceLoss("binaryCrossEntropy", logLikelihood.neg(), options);
}

function logProbabilities(predictions: Tensor, { fromLogits }: CrossEntropyOptions): Tensor<Dynamic, Dynamic> {
  return fromLogits === true ? logSoftmax(predictions) : predictions.clamp({ min: epsilon, max: 1 - epsilon }).log();
}

/** Logits that are integers, as float32. */
function asFloat(x: Tensor): Tensor {
  return x.dtype === "float32" || x.dtype === "float64" ? x : x.cast("float32");
}
