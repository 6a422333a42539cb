import { ShapeError } from "../../errors.ts";
import { positional } from "../../op/args.ts";
import { batchFirst } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndices } from "../../op/indices.ts";
import { indices } from "../../op/inputs.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Dynamic, OneHotShape, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Class labels as rows of zeros with a single 1: `y[…, k] = 1` where `labels[…] = k`, else 0.
 *
 * @param labels - Any shape; whole numbers in 0 … classes − 1, int32 or float.
 * @param classes - Number of classes.
 * @returns Shape `[...labels.shape, classes]`, float32.
 * @throws {@link DomainError} if a label is not one of the classes, or not whole.
 * @throws {@link ShapeError} if `classes` is no whole number from 0 on.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * oneHot(tensor([2, 0]), 3).toArray(); // => [[0, 0, 1], [1, 0, 0]]
 * ```
 * @see PyTorch's `one_hot`.
 */
export interface OneHot {
  <A extends Shape = [], const K extends number = number>(
    labels: number | Tensor<A, Dynamic>,
    classes: K,
  ): Tensor<OneHotShape<A, K>, "float32">;
}

export const oneHot: OneHot = /* @__PURE__ */ defineOp({
  name: "oneHot",
  inputs: [indices("labels")],
  args: [
    positional("classes", (where, given): number => {
      if (typeof given === "number" && Number.isInteger(given) && given >= 0) return given;
      throw new ShapeError(`${where}: classes must be a whole number from 0 on, got ${formatReceived(given)}.`);
    }),
  ],
  shape: (labels, { classes }) => [...labels.shape, classes],
  dtype: "float32",
  check(labels, { classes }) {
    checkIndices("oneHot", "labels", labels, classes, (label) => [
      classes === 0 ? "must be empty for 0 classes" : `must be in 0 … ${classes - 1} for ${classes} classes`,
      label < 0 ? "Labels count from 0." : `Labels count from 0; if ${label} is one, pass classes ${label + 1}.`,
    ]);
  },
  forward(y, labels, { classes }) {
    y.data.fill(0);
    for (let i = 0; i < labels.size; i++) y.data[i * classes + labels.data[i]!] = 1;
  },
  batch: batchFirst((attrs) => attrs),
  vjp: { labels: "nondifferentiable" },
  formula: { value: "y[…, k] = 1 where labels = k, else 0" },
});
