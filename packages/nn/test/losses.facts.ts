import type { NestedArray } from "@tapegrad/core";
import type { LossFacts, LossLike } from "@tapegrad/gradcheck/laws";
import { losses } from "@tapegrad/nn";

// What is true of the losses, in plain numbers. One that stands in the namespace `losses` and not here fails the laws' test.

/** One loss, with certain options. */
export interface LossCase {
  readonly title: string;
  readonly loss: LossLike;
  readonly facts: LossFacts;
}

// Away from 0 and 1, beyond which there are no probabilities to compare with.
const probability = { range: [0.2, 0.8] } as const;

function list(x: NestedArray): number[] {
  return x as number[];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The mean over the elements of one example. */
function meanOf(p: NestedArray, t: NestedArray, f: (p: number, t: number) => number): number {
  return total(list(p).map((value, i) => f(value, list(t)[i]!))) / list(p).length;
}

/** `log pₖ` of logits: those of order 1, so that nothing overflows here either. */
function logSoftmaxOf(logits: readonly number[]): number[] {
  const sum = total(logits.map(Math.exp));
  return logits.map((logit) => logit - Math.log(sum));
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const crossEntropy = (p: number, t: number): number => -t * Math.log(p) - (1 - t) * Math.log(1 - p);

/** Errors of a loss that takes targets of the shape of the predictions. */
function errorsOfSameShape(name: string): LossFacts["errors"] {
  return [
    {
      predictions: { shape: [4] },
      targets: { shape: [4, 1] },
      message: `${name}: targets must have the shape [4] of the predictions, got [4, 1].`,
    },
    { predictions: { shape: [1] }, targets: { literal: 3 }, message: `${name}: targets must be a tensor, got 3.` },
    {
      predictions: { literal: [1] },
      targets: { shape: [1] },
      message: `${name}: predictions must be a tensor, got [1]. Wrap it in tensor(…).`,
    },
    {
      predictions: { shape: [2, 2], ...probability },
      targets: { shape: [2, 2], ...probability },
      options: { reduction: "none" },
      message: `${name}: reduction must be "mean" or "sum", got "none".`,
    },
  ];
}

export const lossCases: readonly LossCase[] = [
  {
    title: "meanSquaredError",
    loss: losses.meanSquaredError,
    facts: {
      predictions: { shape: [3] },
      targets: { shape: [3] },
      sumOf: "elements",
      reference: (p, t) => meanOf(p, t, (a, b) => (a - b) ** 2),
      errors: errorsOfSameShape("meanSquaredError"),
    },
  },
  {
    title: "meanAbsoluteError",
    loss: losses.meanAbsoluteError,
    facts: {
      // Apart from each other: |p − t| has a kink where they meet.
      predictions: { shape: [3], range: [-2, 0] },
      targets: { shape: [3], range: [0.1, 2] },
      sumOf: "elements",
      reference: (p, t) => meanOf(p, t, (a, b) => Math.abs(a - b)),
      errors: errorsOfSameShape("meanAbsoluteError"),
    },
  },
  {
    title: "binaryCrossEntropy",
    loss: losses.binaryCrossEntropy,
    facts: {
      predictions: { shape: [2], ...probability },
      targets: { shape: [2], range: [0, 1] },
      sumOf: "elements",
      reference: (p, t) => meanOf(p, t, crossEntropy),
      errors: errorsOfSameShape("binaryCrossEntropy"),
    },
  },
  {
    title: "binaryCrossEntropy from logits",
    loss: losses.binaryCrossEntropy,
    facts: {
      options: { fromLogits: true },
      predictions: { shape: [2], range: [-4, 4] },
      targets: { shape: [2], range: [0, 1] },
      sumOf: "elements",
      reference: (z, t) => meanOf(z, t, (logit, target) => crossEntropy(sigmoid(logit), target)),
      errors: [],
    },
  },
  {
    title: "categoricalCrossEntropy",
    loss: losses.categoricalCrossEntropy,
    facts: {
      predictions: { shape: [3], ...probability },
      targets: { shape: [3], range: [0, 1] },
      reference: (p, t) => total(list(p).map((value, k) => -list(t)[k]! * Math.log(value))),
      errors: [
        ...errorsOfSameShape("categoricalCrossEntropy"),
        {
          predictions: { shape: [] },
          targets: { shape: [] },
          message: "categoricalCrossEntropy: predictions must have a last axis of classes, got a scalar.",
        },
      ],
    },
  },
  {
    title: "categoricalCrossEntropy from logits",
    loss: losses.categoricalCrossEntropy,
    facts: {
      options: { fromLogits: true },
      predictions: { shape: [3] },
      targets: { shape: [3], range: [0, 1] },
      reference: (z, t) => total(logSoftmaxOf(list(z)).map((logP, k) => -list(t)[k]! * logP)),
      errors: [],
    },
  },
  {
    title: "sparseCategoricalCrossEntropy",
    loss: losses.sparseCategoricalCrossEntropy,
    facts: {
      predictions: { shape: [3], ...probability },
      targets: { shape: [], dtype: "int32", range: [0, 2] },
      reference: (p, label) => -Math.log(list(p)[label as number]!),
      errors: [
        {
          predictions: { shape: [2, 3] },
          targets: { shape: [2, 3] },
          message:
            "sparseCategoricalCrossEntropy: labels must have shape [2], got [2, 3]. " +
            "For one-hot targets use categoricalCrossEntropy.",
        },
        {
          predictions: { shape: [2, 3] },
          targets: { shape: [2], dtype: "int32", range: [3, 3] },
          message:
            "sparseCategoricalCrossEntropy: labels must be whole numbers in 0 … 2, got 3 at position 0. " +
            "The last layer needs one output for each class, and labels start at 0.",
        },
      ],
    },
  },
  {
    title: "sparseCategoricalCrossEntropy from logits",
    loss: losses.sparseCategoricalCrossEntropy,
    facts: {
      options: { fromLogits: true },
      predictions: { shape: [3] },
      targets: { shape: [], dtype: "int32", range: [0, 2] },
      reference: (z, label) => -logSoftmaxOf(list(z))[label as number]!,
      errors: [],
    },
  },
];
