import type { AgreeError, Ok, Shape, Tensor } from "@tapegrad/core";
import { type LossOptions, readLossOptions, reduceLoss } from "./reduce.ts";
import { asFloat, asNumbers, checkSameShape } from "./targets.ts";

/**
 * Mean squared error: the mean of `(p − t)²`.
 *
 * @param predictions - Any shape.
 * @param targets - The same shape.
 * @param options - `reduction`.
 * @returns Shape `[]`.
 * @throws {@link ShapeError} if the shapes differ. They are not broadcast: `[n]` against `[n, 1]` would mean n² differences.
 * @example
 * ```ts
 * losses.meanSquaredError(tensor([1, 2]), tensor([1, 4])).item(); // => 2
 * ```
 */
export function meanSquaredError<P extends Shape, T extends Shape>(
  predictions: Tensor<P>,
  targets: Ok<Tensor<T>, AgreeError<"targets", P, T>>,
  options: LossOptions = {},
): Tensor<[]> {
  readLossOptions("meanSquaredError", options, ["reduction"]);
  checkSameShape("meanSquaredError", predictions, targets as Tensor);
  const [p, t] = [asFloat(predictions as Tensor), asNumbers(targets as Tensor)];
  return reduceLoss("meanSquaredError", p.sub(t).square(), options);
}

/**
 * Mean absolute error: the mean of `|p − t|`.
 *
 * @param predictions - Any shape.
 * @param targets - The same shape.
 * @param options - `reduction`.
 * @returns Shape `[]`.
 * @throws {@link ShapeError} if the shapes differ.
 * @example
 * ```ts
 * losses.meanAbsoluteError(tensor([1, 2]), tensor([1, 4])).item(); // => 1
 * ```
 */
export function meanAbsoluteError<P extends Shape, T extends Shape>(
  predictions: Tensor<P>,
  targets: Ok<Tensor<T>, AgreeError<"targets", P, T>>,
  options: LossOptions = {},
): Tensor<[]> {
  readLossOptions("meanAbsoluteError", options, ["reduction"]);
  checkSameShape("meanAbsoluteError", predictions, targets as Tensor);
  const [p, t] = [asFloat(predictions as Tensor), asNumbers(targets as Tensor)];
  return reduceLoss("meanAbsoluteError", p.sub(t).abs(), options);
}
