import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link topk}. */
export const topkFacts: Facts = {
  inputs: ["x"],
  reference: {
    // Chosen one after the other, each time the best that is left.
    whole(x: NestedArray, k: number, axis = -1, { largest = true }: { largest?: boolean } = {}) {
      const shape = nestedShape(x);
      const along = axis < 0 ? axis + shape.length : axis;
      const chosen = (index: readonly number[]): number => {
        const left = Array.from({ length: shape[along]! }, (_, j) => j);
        const value = (j: number): number => nestedAt(x, index.with(along, j)) * (largest ? 1 : -1);
        for (let place = 0; ; place++) {
          const best = left.reduce((a, b) => (value(b) > value(a) ? b : a));
          if (place === index[along]) return best;
          left.splice(left.indexOf(best), 1);
        }
      };
      const out = shape.with(along, k);
      return [
        nestedOf(out, (index) => nestedAt(x, index.with(along, chosen(index)))),
        nestedOf(out, (index) => chosen(index)),
      ];
    },
  },
  domain: { x: { distinct: true } },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.axis(shape);
    const options = { largest: draw.boolean(), sorted: draw.boolean() };
    return { inputs: [{ shape }], args: [draw.integer(1, shape.at(axis)!), axis, options] };
  },
  // Up to 16 are selected, more are sorted.
  samples: [
    { inputs: [{ shape: [2, 40, 2] }], args: [5, 1] },
    { inputs: [{ shape: [2, 30, 2] }], args: [20, 1, { largest: false }] },
    { inputs: [{ shape: [30] }], args: [30] },
  ],
  ulps: 0.5,
  edges: [
    {
      inputs: [[3, 1, 2]],
      args: [2],
      output: [
        [3, 2],
        [0, 2],
      ],
      gradients: [[1, 0, 1]],
      because: "from the largest on",
    },
    {
      inputs: [[3, 1, 2]],
      args: [2, -1, { largest: false }],
      output: [
        [1, 2],
        [1, 2],
      ],
      gradients: [[0, 1, 1]],
      because: "from the smallest on",
    },
    {
      inputs: [[1, NaN, 3, NaN, 2]],
      args: [3],
      output: [
        [NaN, NaN, 3],
        [1, 3, 2],
      ],
      gradients: [[0, 1, 1, 1, 0]],
      because: "NaN counts as the largest",
    },
    {
      inputs: [[1, NaN, 3]],
      args: [2, 0, { largest: false }],
      output: [
        [1, 3],
        [0, 2],
      ],
      because: "and is last among the smallest",
    },
    {
      inputs: [[5, 5, 5]],
      args: [2],
      output: [
        [5, 5],
        [0, 1],
      ],
      gradients: [[1, 1, 0]],
      because: "the first of equals",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 0],
        ],
      ],
      args: [1, 0],
      output: [[[3, 2]], [[1, 0]]],
      gradients: [
        [
          [0, 1],
          [1, 0],
        ],
      ],
      because: "along the columns",
    },
    {
      inputs: [[...Array.from({ length: 16 }, (_, i) => i), NaN, 16]],
      args: [17],
      output: [
        [NaN, ...Array.from({ length: 16 }, (_, i) => 16 - i)],
        [16, 17, ...Array.from({ length: 15 }, (_, i) => 15 - i)],
      ],
      gradients: [[0, ...new Array<number>(17).fill(1)]],
      because: "NaN counts as the largest where many are asked for, too",
    },
    { inputs: [[1, 2]], args: [0], output: [[], []], gradients: [[0, 0]], because: "none of them" },
    { inputs: [[]], args: [0], output: [[], []], because: "none of nothing" },
    { inputs: [[4, 7, 6]], args: [1], dtype: "int32", output: [[7], [1]], because: "int32" },
  ],
  errors: [
    { inputs: [{ shape: [2, 3] }], args: [4], message: "topk: k must be a whole number in 0 … 3, got 4." },
    { inputs: [{ shape: [2] }], args: [1, 1], message: "topk: axis must be in -1 … 0 for x of shape [2], got 1." },
    {
      inputs: [{ shape: [2] }],
      args: [1, 0, { smallest: true }],
      message: "topk: options must be among largest, sorted, got smallest.",
    },
  ],
};
