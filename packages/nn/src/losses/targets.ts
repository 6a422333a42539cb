import { DomainError, formatReceived, formatShape, hostCall, ShapeError, type Tensor } from "@tapegrad/core";
import { requireTensor } from "../arguments.ts";
import { sameShape } from "../sameShape.ts";

/** @throws ShapeError unless predictions and targets are tensors of the same shape. */
export function checkSameShape(where: string, predictions: Tensor, targets: Tensor): void {
  requireTensor(where, "predictions", predictions);
  requireTensor(where, "targets", targets);
  if (sameShape(predictions.shape, targets.shape)) return;
  const [wanted, got] = [formatShape(predictions.shape), formatShape(targets.shape)];
  throw new ShapeError({
    where,
    argument: "targets",
    expected: `must have the shape ${wanted} of the predictions`,
    received: got,
  });
}

/** @throws ShapeError unless predictions have a last axis, of classes. */
export function checkClasses(where: string, predictions: Tensor): void {
  if (predictions.ndim === 0)
    throw new ShapeError({
      where,
      argument: "predictions",
      expected: "must have a last axis of classes",
      received: "a scalar",
    });
}

/** @throws ShapeError for a last axis of size 1: among one class there is nothing to choose, so nothing to learn. */
export function checkSeveralClasses(where: string, predictions: Tensor, advice: string): void {
  if (predictions.shape.at(-1) !== 1) return;
  const received = formatShape(predictions.shape);
  const expected = "must have a last axis of at least two classes";
  throw new ShapeError({ where, argument: "predictions", expected, received, advice });
}

/** @throws ShapeError if there is not one label for each prediction of shape `[..., classes]`. */
export function checkLabelShape(where: string, predictions: Tensor, labels: Tensor): void {
  requireTensor(where, "predictions", predictions);
  requireTensor(where, "labels", labels);
  checkClasses(where, predictions);
  const { shape }: { readonly shape: readonly number[] } = predictions;
  const axes = shape.length - 1;
  let fits = labels.ndim === axes;
  for (let axis = 0; axis < axes && fits; axis++) fits = labels.shape[axis] === shape[axis];
  if (!fits) {
    const advice = sameShape(labels.shape, shape) ? "For one-hot targets use categoricalCrossEntropy." : undefined;
    const [wanted, got] = [formatShape(shape.slice(0, -1)), formatShape(labels.shape)];
    throw new ShapeError({ where, argument: "labels", expected: `must have shape ${wanted}`, received: got, advice });
  }
}

/** @throws DomainError for a label that is none of so many classes: whole numbers, as int32 or as floats. */
export function checkLabelValues(where: string, classes: number, labels: Tensor): void {
  hostCall((given) => checkEachLabel(where, classes, given), [labels]);
}

function checkEachLabel(where: string, classes: number, { data }: Tensor): void {
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    if (label >= 0 && label < classes && Number.isInteger(label)) continue;
    const hint = "The last layer needs one output for each class, and labels start at 0.";
    throw new DomainError({
      where,
      argument: "labels",
      expected: `must be whole numbers in 0 … ${classes - 1}`,
      received: `${formatReceived(label)} at position ${i}`,
      advice: hint,
    });
  }
}

/** Integers and bools as float32: differences of int32 wrap, and logarithms of them are no integers. */
export function asFloat(x: Tensor): Tensor {
  return x.dtype === "float32" || x.dtype === "float64" ? x : x.cast("float32");
}

/** Bools as 0 and 1, which arithmetic asks for. */
export function asNumbers(targets: Tensor): Tensor {
  return targets.dtype === "bool" ? targets.cast("int32") : targets;
}
