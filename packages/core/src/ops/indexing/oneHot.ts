import { ShapeError } from "../../errors.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndices, requireIndexDType } from "../../op/indices.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Dynamic, OneHotShape, Shape } from "../../shape/types.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";

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
  inputs: ["labels"],
  attrs: (_, classes: number) => {
    if (!Number.isInteger(classes) || classes < 0)
      throw new ShapeError(`oneHot: classes must be a whole number from 0 on, got ${formatReceived(classes)}.`);
    return { classes };
  },
  shape(labels, { classes }) {
    requireIndexDType("oneHot", "labels", labels);
    return [...labels.shape, classes];
  },
  dtype: () => "float32",
  forward(y, labels, { classes }) {
    checkIndices("oneHot", "labels", labels, classes, (label) => [
      classes === 0 ? "must be empty for 0 classes" : `must be in 0 … ${classes - 1} for ${classes} classes`,
      label < 0 ? "Labels count from 0." : `Labels count from 0; if ${label} is one, pass classes ${label + 1}.`,
    ]);
    y.data.fill(0);
    for (let i = 0; i < labels.size; i++) y.data[i * classes + labels.data[i]!] = 1;
  },
  vjp: { labels: "nondifferentiable" },
  formula: { value: "y[…, k] = 1 where labels = k, else 0" },
});

/** What is true of {@link oneHot}. */
export const oneHotSpec: OpSpec = {
  reference: {
    whole: (labels: NestedArray, classes: number) =>
      nestedOf([...nestedShape(labels), classes], (index) =>
        Number(index.at(-1) === nestedAt(labels, index.slice(0, -1))),
      ),
  },
  cases(draw) {
    const classes = draw.integer(1, 5);
    return { inputs: [{ shape: draw.shape(), dtype: "int32", range: [0, classes - 1] }], args: [classes] };
  },
  ulps: 0.5,
  differences: { skip: "labels are whole numbers" },
  edges: [
    {
      inputs: [[1, 0]],
      args: [3],
      dtype: "int32",
      output: [
        [0, 1, 0],
        [1, 0, 0],
      ],
      because: "int32 labels",
    },
    { inputs: [[2]], args: [3], output: [[0, 0, 1]], gradients: [null], because: "whole floats are labels" },
    { inputs: [1], args: [2], output: [0, 1], because: "one label" },
    { inputs: [[]], args: [2], dtype: "int32", output: [], shape: [0, 2], because: "no labels" },
    { inputs: [[]], args: [0], dtype: "int32", output: [], shape: [0, 0], because: "no labels, no classes" },
  ],
  errors: [
    {
      inputs: [
        {
          value: [
            [0, 1],
            [2, 3],
          ],
          dtype: "int32",
        },
      ],
      args: [3],
      message:
        "oneHot: labels must be in 0 … 2 for 3 classes, got 3 at [1][1]. Labels count from 0; if 3 is one, pass classes 4.",
    },
    {
      inputs: [{ value: [0, -1], dtype: "int32" }],
      args: [3],
      message: "oneHot: labels must be in 0 … 2 for 3 classes, got -1 at [1]. Labels count from 0.",
    },
    { inputs: [{ value: [0, 1.5] }], args: [3], message: "oneHot: labels must be whole numbers, got 1.5 at [1]." },
    { inputs: [{ value: [NaN] }], args: [3], message: "oneHot: labels must be whole numbers, got NaN at [0]." },
    {
      inputs: [{ value: 0, dtype: "int32" }],
      args: [0],
      message: "oneHot: labels must be empty for 0 classes, got 0. Labels count from 0; if 0 is one, pass classes 1.",
    },
    {
      inputs: [{ value: [true, false], dtype: "bool" }],
      args: [2],
      message:
        "oneHot: labels must have dtype one of int32, float32, float64, got bool. " +
        'Cast them: cast(labels, "int32").',
    },
    {
      inputs: [{ value: [0], dtype: "int32" }],
      args: [2.5],
      message: "oneHot: classes must be a whole number from 0 on, got 2.5.",
    },
  ],
};
