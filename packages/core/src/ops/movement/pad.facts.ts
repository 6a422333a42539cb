import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

interface Options {
  readonly mode?: "constant" | "reflect" | "edge";
  readonly value?: number;
}

/** What is true of {@link pad}. */
export const padFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, widths: number[][], { mode = "constant", value = 0 }: Options = {}) {
      const shape = nestedShape(x);
      const out = shape.map((n, axis) => n + widths[axis]![0]! + widths[axis]![1]!);
      // Step by step: what is outside is turned back at the nearer end until it is inside.
      const inside = (i: number, n: number): number => {
        if (i >= 0 && i < n) return i;
        if (mode === "edge" || n === 1) return i < 0 ? 0 : n - 1;
        return inside(i < 0 ? -i : 2 * (n - 1) - i, n);
      };
      return nestedOf(out, (index) => {
        const from = index.map((i, axis) => i - widths[axis]![0]!);
        if (mode === "constant" && from.some((i, axis) => i < 0 || i >= shape[axis]!)) return value;
        return nestedAt(
          x,
          from.map((i, axis) => inside(i, shape[axis]!)),
        );
      });
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const widths = shape.map(() => [draw.integer(0, 3), draw.integer(0, 3)]);
    const mode = draw.pick(["constant", "reflect", "edge"]);
    const value = mode === "constant" && draw.boolean() ? { value: draw.integer(-2, 2) } : {};
    return { inputs: [{ shape }], args: [widths, { mode, ...value }] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2]], args: [1], output: [0, 1, 2, 0], gradients: [[1, 1]], because: "as much everywhere" },
    {
      inputs: [[[1, 2]]],
      args: [[1, 0], { value: 7 }],
      output: [
        [7, 7, 7],
        [7, 1, 2],
      ],
      gradients: [[[1, 1]]],
      because: "a pair for all axes",
    },
    {
      inputs: [[[1, 2]]],
      args: [[[0, 1]], { mode: "edge" }],
      output: [
        [1, 2, 2],
        [1, 2, 2],
      ],
      gradients: [[[2, 4]]],
      because: "a list of one pair is for all axes too",
    },
    {
      inputs: [[1, 2, 3]],
      args: [[3, 1], { mode: "reflect" }],
      output: [2, 3, 2, 1, 2, 3, 2],
      gradients: [[1, 4, 2]],
      because: "mirrored at the other end, too, where it is far",
    },
    {
      inputs: [[5]],
      args: [1, { mode: "reflect" }],
      output: [5, 5, 5],
      gradients: [[3]],
      because: "one mirrors itself",
    },
    {
      inputs: [[Infinity, 1]],
      args: [[0, 1], { value: -Infinity }],
      output: [Infinity, 1, -Infinity],
      gradients: [[1, 1]],
      because: "infinities stay, and may be the value",
    },
    { inputs: [[1]], args: [[1, 0], { value: -0 }], output: [-0, 1], because: "-0 is not 0" },
    { inputs: [[]], args: [[1, 1]], output: [0, 0], gradients: [[]], because: "around nothing" },
    { inputs: [7], args: [3], output: 7, gradients: [1], because: "a scalar has no ends" },
    { inputs: [[true]], args: [[0, 1]], dtype: "bool", output: [true, false], because: "any dtype" },
    { inputs: [[3]], args: [[0, 1], { value: -4 }], dtype: "int32", output: [3, -4], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [3] }],
      args: [[-1, 0]],
      message: "pad: each width must be a whole number from 0 on, got -1. To cut off elements, use slice.",
    },
    { inputs: [{ shape: [3] }], args: [0.5], message: "pad: each width must be a whole number from 0 on, got 0.5." },
    {
      inputs: [{ shape: [3] }],
      args: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      message:
        "pad: widths must be a number, [before, after], or such a pair for each of the 1 axes of x, got an array of 2.",
    },
    {
      inputs: [{ shape: [3] }],
      args: [1, { mode: "wrap" }],
      message: 'pad: mode must be one of "constant", "reflect", "edge", got "wrap".',
    },
    {
      inputs: [{ shape: [3] }],
      args: [1, { mode: "edge", value: 1 }],
      message: 'pad: value must be left out for mode "edge", got 1.',
    },
    {
      inputs: [{ shape: [2, 0] }],
      args: [1, { mode: "edge" }],
      message: "pad: there must be an element to repeat along axis 1 of x of shape [2, 0], got none.",
    },
    { inputs: [{ shape: [3] }], args: [1, { value: "0" }], message: 'pad: value must be a number, got "0".' },
  ],
};
