import type { Facts } from "../../op/facts.ts";
import { nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { normalized, withWeights } from "./_normalization.facts.ts";

/** What is true of {@link layerNorm}. */
export const layerNormFacts: Facts = {
  inputs: ["x", "weight", "bias"],
  arrange: /* @__PURE__ */ withWeights(1),
  reference: {
    whole(...all: readonly unknown[]) {
      const [x, weight, bias] = all.slice(0, -2) as [NestedArray, NestedArray?, NestedArray?];
      const [sizes, options] = all.slice(-2) as [number | number[], { readonly epsilon?: number }];
      const outer = nestedShape(x).length - [sizes].flat().length;
      const together = (a: readonly number[], b: readonly number[]): boolean =>
        a.every((position, axis) => axis >= outer || position === b[axis]);
      return normalized(x, together, { ...options, weight, bias }, (index) => index.slice(outer));
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1, minSize: 2 });
    const sizes = shape.slice(draw.integer(0, shape.length - 1));
    const learned = [{ shape: sizes }, { shape: sizes }].slice(draw.integer(0, 2));
    const given = draw.boolean() && sizes.length === 1 ? sizes[0] : sizes;
    return { inputs: [{ shape }, ...learned], args: [given, draw.boolean() ? { epsilon: 0.1 } : {}] };
  },
  samples: [{ inputs: [{ shape: [3, 37] }, { shape: [37] }, { shape: [37] }], args: [37, {}] }],
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 3],
          [5, 5],
        ],
      ],
      args: [2, { epsilon: 0 }],
      output: [
        [-1, 1],
        [NaN, NaN],
      ],
      because: "0/0: a constant, and nothing that keeps it from 0",
    },
    {
      inputs: [[[5, 5, 5]]],
      args: [[3], {}],
      output: [[0, 0, 0]],
      gradients: [[[0, 0, 0]]],
      because: "a constant is its mean",
    },
    {
      inputs: [[[0.1, 0.1, 0.1]], [2, 3, 4], [1, 2, 3]],
      args: [[3], {}],
      output: [[1, 2, 3]],
      because: "exactly, though its sum is rounded",
    },
    {
      inputs: [[1e15 + 1, 1e15 + 3]],
      args: [2, { epsilon: 0 }],
      output: [-1, 1],
      because: "a large offset is taken off first",
    },
    {
      inputs: [[16777216, 16777218]],
      args: [2, { epsilon: 0 }],
      dtype: "float32",
      output: [-1, 1],
      because: "in float32 too",
    },
    {
      inputs: [
        [
          [1, 3],
          [3, 1],
        ],
      ],
      args: [[2, 2], { epsilon: 0 }],
      output: [
        [-1, 1],
        [1, -1],
      ],
      because: "several axes",
    },
    {
      inputs: [
        [1, 3],
        [2, 10],
        [100, 200],
      ],
      args: [2, { epsilon: 0 }],
      output: [98, 210],
      gradients: [
        [0, 0],
        [-1, 1],
        [1, 1],
      ],
      because: "scaled, then shifted; what two elements have in common is gone",
    },
    {
      inputs: [
        [
          [1, NaN],
          [1, 3],
        ],
      ],
      args: [2, { epsilon: 0 }],
      output: [
        [NaN, NaN],
        [-1, 1],
      ],
      because: "NaN stays in its example",
    },
    { inputs: [[1, Infinity]], args: [2, {}], output: [NaN, NaN], because: "∞ − ∞" },
    { inputs: [[7]], args: [1, {}], output: [0], gradients: [[0]], because: "one element is its mean" },
    { inputs: [[[], []]], args: [[0], {}], output: [[], []], gradients: [[[], []]], because: "no elements" },
    { inputs: [[1, 3]], args: [2, { epsilon: 0 }], dtype: "int32", output: [-1, 1], because: "integers become floats" },
  ],
  errors: [
    ...([[2], [3, 2], [], [2, 2, 3], "3", -1] as const).map((given) => ({
      inputs: [{ shape: [2, 3] }],
      args: [given, {}],
      message: `layerNorm: normalizedShape must be the last sizes of x of shape [2, 3], got ${typeof given === "object" ? `[${given.join(", ")}]` : JSON.stringify(given)}.`,
    })),
    {
      inputs: [{ shape: [2, 3] }, { shape: [2] }],
      args: [3, {}],
      message: "layerNorm: weight must have shape [3], got [2].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }, { shape: [1] }],
      args: [3, {}],
      message: "layerNorm: bias must have shape [3], got [1].",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [3, { epsilon: -1 }],
      message: "layerNorm: epsilon must be a finite number from 0 on, got -1.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [3, { eps: 1 }],
      message: "layerNorm: options must be among weight, bias, epsilon, got eps. Did you mean epsilon?",
    },
    {
      inputs: [{ literal: [1, 2] }],
      args: [2, {}],
      message: "layerNorm: x must be a tensor or a number, got [1, 2]. Wrap it in tensor(…).",
    },
  ],
};
