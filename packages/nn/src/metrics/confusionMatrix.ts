import { DomainError, formatShape, ShapeError, Tensor } from "@tapegrad/core";

/**
 * How often each class was taken for each: row i, column j counts the examples of class i that were called j.
 *
 * @param predictions - Scores `[n, classes]`, of which the largest decides, or decided labels `[n]`.
 * @param labels - Shape `[n]`, whole numbers from 0 on.
 * @param options - `classes`: how many there are; by default the number of scores, or one more than the largest label.
 * @returns Shape `[classes, classes]`, int32.
 * @throws {@link ShapeError} if there is not one label for each prediction; {@link DomainError} if a label is no class.
 * @example
 * ```ts
 * metrics.confusionMatrix(tensor([0, 1, 1]), tensor([0, 0, 1])).toArray(); // => [[1, 1], [0, 1]]
 * ```
 * @see scikit-learn's `confusion_matrix`.
 */
export function confusionMatrix(
  predictions: Tensor,
  labels: Tensor,
  options: { readonly classes?: number } = {},
): Tensor<[number, number], "int32"> {
  const decided: Tensor = predictions.ndim === 2 ? predictions.argmax(-1) : predictions;
  if (decided.ndim !== 1 || formatShape(decided.shape) !== formatShape(labels.shape)) {
    throw new ShapeError(
      `confusionMatrix: predictions must be [n, classes] or [n] and labels [n], got ${formatShape(predictions.shape)} and ` +
        `${formatShape(labels.shape)}.`,
    );
  }
  let classes = options.classes ?? (predictions.ndim === 2 ? predictions.shape[1]! : 0);
  if (options.classes === undefined && predictions.ndim === 1)
    for (let i = 0; i < labels.size; i++) classes = Math.max(classes, labels.data[i]! + 1, decided.data[i]! + 1);
  const counts = new Int32Array(classes * classes);
  for (let i = 0; i < labels.size; i++) {
    for (const label of [labels.data[i]!, decided.data[i]!]) {
      if (!Number.isInteger(label) || label < 0 || label >= classes)
        throw new DomainError(
          `confusionMatrix: labels must be whole numbers in 0 … ${classes - 1}, got ${label} at position ${i}.`,
        );
    }
    counts[labels.data[i]! * classes + decided.data[i]!]!++;
  }
  return new Tensor<[number, number], "int32">([classes, classes], "int32", counts);
}
