import { DomainError, formatReceived, formatShape, ShapeError, Tensor } from "@tapegrad/core";
import { optionsOf, requireTensor, requireWhole } from "../arguments.ts";
import { sameShape } from "../sameShape.ts";

/** A matrix of 10,000 × 10,000 counts takes 400 MB; labels that large are numbers of something else. */
const mostClasses = 10_000;

/**
 * How often each class was taken for each: row i, column j counts the examples of class i that were called j.
 *
 * @param predictions - Scores `[n, classes]`, of which the largest decides, or decided labels `[n]`.
 * @param labels - Shape `[n]`, whole numbers from 0 on.
 * @param options - `classes`: how many there are; by default the number of scores, or one more than the largest label.
 * @returns Shape `[classes, classes]`, int32.
 * @throws {@link ShapeError} if there is not one label for each prediction; {@link DomainError} if a label is no class, or a score is NaN.
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
  optionsOf("confusionMatrix", options, ["classes"]);
  requireTensor("confusionMatrix", "predictions", predictions);
  requireTensor("confusionMatrix", "labels", labels);
  const scores = predictions.ndim === 2;
  if (scores) checkScores(predictions);
  const decided: Tensor = scores ? predictions.argmax(-1) : predictions;
  if (decided.ndim !== 1 || !sameShape(decided.shape, labels.shape)) {
    throw new ShapeError({
      where: "confusionMatrix",
      argument: "predictions",
      expected: "must be [n, classes] or [n] and labels [n]",
      received: `${formatShape(predictions.shape)} and ${formatShape(labels.shape)}`,
    });
  }
  let { classes } = options;
  if (classes !== undefined) requireWhole("confusionMatrix", "classes", classes);
  if (scores) classes ??= predictions.shape[1]!;
  checkClassNumbers("labels", labels, classes);
  checkClassNumbers("predictions", decided, classes);
  classes ??= largest(labels, decided) + 1;
  if (classes > mostClasses) {
    const hint = "Number the classes from 0 on, without gaps.";
    throw new DomainError({
      where: "confusionMatrix",
      expected: `there must be at most ${mostClasses} classes, for a matrix of that size squared`,
      received: String(classes),
      advice: hint,
    });
  }
  const counts = new Int32Array(classes * classes);
  for (let i = 0; i < labels.size; i++) counts[labels.data[i]! * classes + decided.data[i]!]!++;
  return new Tensor<[number, number], "int32">([classes, classes], "int32", counts);
}

function checkScores({ shape, data }: Tensor): void {
  const where = "confusionMatrix";
  if (shape[1] === 1)
    throw new ShapeError({
      where,
      argument: "predictions",
      expected: "must have a score for each of at least two classes",
      received: formatShape(shape),
      advice: 'Decide first: predictions.greater(0.5).cast("int32").flatten().',
    });
  const at = data.findIndex(Number.isNaN);
  if (at >= 0)
    throw new DomainError({
      where,
      argument: "predictions",
      expected: "must be scores that can be compared",
      received: `NaN at position ${at}`,
    });
}

function checkClassNumbers(what: string, values: Tensor, classes: number | undefined): void {
  for (let i = 0; i < values.size; i++) {
    const value = values.data[i]!;
    if (Number.isInteger(value) && value >= 0 && value < (classes ?? Infinity)) continue;
    const range = classes === undefined ? "from 0 on" : `in 0 … ${classes - 1}`;
    throw new DomainError({
      where: "confusionMatrix",
      argument: what,
      expected: `must be whole numbers ${range}`,
      received: `${formatReceived(value)} at position ${i}`,
    });
  }
}

function largest(labels: Tensor, decided: Tensor): number {
  let max = -1;
  for (let i = 0; i < labels.size; i++) max = Math.max(max, labels.data[i]!, decided.data[i]!);
  return max;
}
