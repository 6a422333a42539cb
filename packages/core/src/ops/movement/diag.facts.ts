import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link diag}. */
export const diagFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, { offset = 0 }: { readonly offset?: number } = {}) {
      const shape = nestedShape(x);
      if (shape.length === 1) {
        const n = shape[0]! + Math.abs(offset);
        return nestedOf([n, n], ([i, j]) => (j! - i! === offset ? nestedAt(x, [Math.min(i!, j!)]) : 0));
      }
      const rows = Array.from({ length: shape[0]! }, (_, i) => i).filter(
        (i) => i + offset >= 0 && i + offset < shape[1]!,
      );
      return rows.map((i) => nestedAt(x, [i, i + offset]));
    },
  },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape({ minDims: 1, maxDims: 2 }) }],
    args: draw.boolean() ? [{ offset: draw.integer(-2, 2) }] : [],
  }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2]],
      output: [
        [1, 0],
        [0, 2],
      ],
      gradients: [[1, 1]],
      because: "a matrix of a vector",
    },
    {
      inputs: [[5]],
      args: [{ offset: 1 }],
      output: [
        [0, 5],
        [0, 0],
      ],
      gradients: [[1]],
      because: "above",
    },
    {
      inputs: [[5]],
      args: [{ offset: -1 }],
      output: [
        [0, 0],
        [5, 0],
      ],
      because: "below",
    },
    { inputs: [[]], args: [{ offset: 1 }], output: [[0]], because: "nothing on a diagonal of a matrix that is there" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [{ offset: -1 }],
      output: [3],
      gradients: [
        [
          [0, 0],
          [1, 0],
        ],
      ],
      because: "the diagonal of a matrix",
    },
  ],
  errors: [
    { inputs: [{ shape: [] }], message: "diag: x must have one axis or two, got shape []." },
    { inputs: [{ shape: [2] }], args: [{ offset: 0.5 }], message: "diag: offset must be a whole number, got 0.5." },
    { inputs: [{ shape: [2] }], args: [{ k: 1 }], message: "diag: options must be among offset, got k." },
  ],
};
