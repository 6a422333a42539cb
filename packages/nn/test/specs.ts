import { type NestedArray, type Tensor, vjp } from "@tapegrad/core";
import { type Case, type Draw, type KnownOp, nestedAt, nestedOf, nestedShape } from "@tapegrad/core/facts";
import { meanSoftmaxCrossEntropy, softmaxCrossEntropy } from "../src/losses/softmaxCrossEntropy.ts";
import { weighted } from "../src/losses/weighted.ts";

// What is true of the ops of this package, which have no public names.

/** The softmax of the logits of one example, and its label's position. */
function rowOf(logits: NestedArray, labels: NestedArray, index: readonly number[]): { p: number[]; label: number } {
  const classes = nestedShape(logits).at(-1)!;
  const powers = Array.from({ length: classes }, (_, k) => Math.exp(nestedAt(logits, [...index, k])));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return { p: powers.map((power) => power / total), label: nestedAt(labels, index) };
}

function drawExamples(draw: Draw): Case["inputs"] {
  const batch = draw.shape({ maxDims: 2 });
  const classes = draw.integer(1, 4);
  return [{ shape: [...batch, classes] }, { shape: batch, dtype: "int32", range: [0, classes - 1] }];
}

type Loss = (logits: Tensor, labels: Tensor) => Tensor;

/** The gradient of a loss for some cotangent: what its rule gives, and what derivatives of second order are made of. */
const pullbackOf =
  (loss: Loss) =>
  (cotangent: Tensor, logits: Tensor, labels: Tensor): Tensor =>
    vjp((z: Tensor) => loss(z, labels), logits)[1](cotangent)[0]! as Tensor;

function lossOf(logits: NestedArray, labels: NestedArray, index: readonly number[]): number {
  const { p, label } = rowOf(logits, labels, index);
  return -Math.log(p[label]!);
}

/** `p − one-hot(label)` at one class of one example. */
function differenceAt(logits: NestedArray, labels: NestedArray, index: readonly number[]): number {
  const { p, label } = rowOf(logits, labels, index.slice(0, -1));
  const k = index.at(-1)!;
  return p[k]! - (k === label ? 1 : 0);
}

/** The places of all examples. */
function examplesOf(labels: NestedArray): (readonly number[])[] {
  const shape = nestedShape(labels);
  const found: (readonly number[])[] = [];
  nestedOf(shape, (index) => found.push([...index]));
  return found;
}

export const knownOps: readonly KnownOp[] = [
  {
    name: "weighted",
    family: "losses",
    method: "none",
    call: weighted,
    facts: {
      reference: { element: (t: number, cost: number) => t * cost },
      ulps: 1,
      edges: [
        {
          inputs: [
            [0, 1, 0],
            [Infinity, Infinity, 3],
          ],
          output: [0, Infinity, 0],
          gradients: [
            [0, Infinity, 3],
            [0, 1, 0],
          ],
          because: "what does not count costs nothing",
        },
        {
          inputs: [[-1], [Infinity]],
          output: [-Infinity],
          gradients: [[Infinity], [-1]],
          because: "only 0 does not count",
        },
        { inputs: [[0], [NaN]], output: [NaN], gradients: [[NaN], [0]], because: "NaN stays" },
      ],
      errors: [
        {
          inputs: [{ shape: [2] }, { shape: [3] }],
          message: "weighted: shapes [2] and [3] do not broadcast: axis 0 is 2 and 3.",
        },
      ],
    },
  },
  {
    name: "softmaxCrossEntropy",
    family: "losses",
    method: "none",
    call: softmaxCrossEntropy,
    facts: {
      reference: {
        whole: (logits: NestedArray, labels: NestedArray) =>
          nestedOf(nestedShape(labels), (index) => lossOf(logits, labels, index)),
      },
      cases: (draw) => ({ inputs: drawExamples(draw) }),
      ulps: 4,
      edges: [
        {
          inputs: [[1000, 0], 0],
          dtype: ["float64", "int32"],
          output: 0,
          gradients: [[0, 0], null],
          because: "exp(1000) overflows",
        },
        {
          inputs: [[3, 3], 1],
          dtype: ["float64", "int32"],
          output: Math.LN2,
          gradients: [[0.5, -0.5], null],
          because: "equal logits",
        },
      ],
      errors: [],
    },
  },
  {
    name: "softmaxCrossEntropyGradient",
    family: "losses",
    method: "none",
    call: pullbackOf(softmaxCrossEntropy),
    facts: {
      inputs: ["cotangent", "logits", "labels"],
      reference: {
        whole: (cotangent: NestedArray, logits: NestedArray, labels: NestedArray) =>
          nestedOf(
            nestedShape(logits),
            (index) => nestedAt(cotangent, index.slice(0, -1)) * differenceAt(logits, labels, index),
          ),
      },
      // Its one caller gives both in one dtype.
      domain: { cotangent: { dtype: "float64" }, logits: { dtype: "float64" } },
      cases(draw) {
        const [logits, labels] = drawExamples(draw);
        return { inputs: [{ shape: labels!.shape }, logits!, labels!] };
      },
      ulps: 4,
      edges: [
        {
          inputs: [2, [3, 3], 1],
          dtype: ["float64", "float64", "int32"],
          output: [1, -1],
          gradients: [0, [0, 0], null],
          because: "equal logits; the sum over classes is always 0",
        },
      ],
      errors: [],
    },
  },
  {
    name: "meanSoftmaxCrossEntropy",
    family: "losses",
    method: "none",
    call: meanSoftmaxCrossEntropy,
    facts: {
      reference: {
        whole: (logits: NestedArray, labels: NestedArray) => {
          const examples = examplesOf(labels);
          return examples.reduce((sum, index) => sum + lossOf(logits, labels, index), 0) / examples.length;
        },
      },
      cases: (draw) => ({ inputs: drawExamples(draw) }),
      ulps: 4,
      edges: [
        {
          inputs: [
            [
              [1000, 0],
              [3, 3],
            ],
            [0, 1],
          ],
          dtype: ["float64", "int32"],
          output: Math.LN2 / 2,
          gradients: [
            [
              [0, 0],
              [0.25, -0.25],
            ],
            null,
          ],
          because: "half of each example's gradient",
        },
        {
          inputs: [
            [
              [-Infinity, -Infinity],
              [3, 3],
            ],
            [0, 1],
          ],
          dtype: ["float64", "int32"],
          output: NaN,
          because: "no class that can be",
        },
      ],
      errors: [],
    },
  },
  {
    name: "meanSoftmaxCrossEntropyGradient",
    family: "losses",
    method: "none",
    call: pullbackOf(meanSoftmaxCrossEntropy),
    facts: {
      inputs: ["cotangent", "logits", "labels"],
      reference: {
        whole: (cotangent: NestedArray, logits: NestedArray, labels: NestedArray) =>
          nestedOf(
            nestedShape(logits),
            (index) => (nestedAt(cotangent, []) * differenceAt(logits, labels, index)) / examplesOf(labels).length,
          ),
      },
      domain: { cotangent: { dtype: "float64" }, logits: { dtype: "float64" } },
      cases(draw) {
        const [logits, labels] = drawExamples(draw);
        return { inputs: [{ shape: [] }, logits!, labels!] };
      },
      ulps: 4,
      edges: [
        {
          inputs: [2, [[3, 3]], [1]],
          dtype: ["float64", "float64", "int32"],
          output: [[1, -1]],
          gradients: [0, [[0, 0]], null],
          because: "equal logits; the sum over classes is always 0",
        },
      ],
      errors: [],
    },
  },
];
