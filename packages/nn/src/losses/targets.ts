import { DomainError, formatReceived, formatShape, ShapeError, Tensor } from "@tapegrad/core";

/** @throws ShapeError unless predictions and targets are tensors of the same shape. */
export function checkSameShape(where: string, predictions: Tensor, targets: Tensor): void {
  checkTensors(where, predictions, targets);
  if (formatShape(predictions.shape) === formatShape(targets.shape)) return;
  const [wanted, got] = [formatShape(predictions.shape), formatShape(targets.shape)];
  throw new ShapeError(`${where}: targets must have the shape ${wanted} of the predictions, got ${got}.`);
}

/**
 * Labels for predictions of shape `[..., classes]`: whole numbers, as int32 or as floats.
 *
 * @throws ShapeError if there is not one label for each prediction; DomainError for a label that is no class.
 */
export function checkLabels(where: string, predictions: Tensor, labels: Tensor): void {
  checkTensors(where, predictions, labels);
  if (predictions.ndim === 0)
    throw new ShapeError(`${where}: predictions must have a last axis of classes, got a scalar.`);
  const wanted: number[] = predictions.shape.slice(0, -1);
  if (formatShape(labels.shape) !== formatShape(wanted)) {
    const hint =
      formatShape(labels.shape) === formatShape(predictions.shape)
        ? " For one-hot targets use categoricalCrossEntropy."
        : "";
    throw new ShapeError(
      `${where}: labels must have shape ${formatShape(wanted)}, got ${formatShape(labels.shape)}.${hint}`,
    );
  }
  const classes: number = predictions.shape.at(-1)!;
  const { data } = labels;
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    if (label >= 0 && label < classes && Number.isInteger(label)) continue;
    const hint = "The last layer needs one output for each class, and labels start at 0.";
    throw new DomainError(
      `${where}: labels must be whole numbers in 0 … ${classes - 1}, got ${formatReceived(label)} at position ${i}. ${hint}`,
    );
  }
}

function checkTensors(where: string, predictions: unknown, targets: unknown): void {
  for (const [what, value] of [
    ["predictions", predictions],
    ["targets", targets],
  ] as const)
    if (!(value instanceof Tensor))
      throw new ShapeError(`${where}: ${what} must be a tensor, got ${formatReceived(value)}.`);
}
