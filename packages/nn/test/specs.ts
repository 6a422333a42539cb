import type { NestedArray } from "@tapegrad/core";
import { type Case, type Draw, type KnownOp, nestedAt, nestedOf, nestedShape } from "@tapegrad/core/facts";
import { softmaxCrossEntropy, softmaxCrossEntropyGradient } from "../src/losses/softmaxCrossEntropy.ts";

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

export const knownOps: readonly KnownOp[] = [
  {
    name: "softmaxCrossEntropy",
    family: "losses",
    method: "none",
    call: softmaxCrossEntropy,
    facts: {
      reference: {
        whole: (logits: NestedArray, labels: NestedArray) =>
          nestedOf(nestedShape(labels), (index) => {
            const { p, label } = rowOf(logits, labels, index);
            return -Math.log(p[label]!);
          }),
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
    call: softmaxCrossEntropyGradient,
    facts: {
      reference: {
        whole: (cotangent: NestedArray, logits: NestedArray, labels: NestedArray) =>
          nestedOf(nestedShape(logits), (index) => {
            const example = index.slice(0, -1);
            const { p, label } = rowOf(logits, labels, example);
            const k = index.at(-1)!;
            return nestedAt(cotangent, example) * (p[k]! - (k === label ? 1 : 0));
          }),
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
];
