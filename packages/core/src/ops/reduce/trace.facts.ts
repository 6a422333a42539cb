import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link trace}. */
export const traceFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, { offset = 0 }: { readonly offset?: number } = {}) {
      const [m, n] = nestedShape(x) as [number, number];
      let total = 0;
      for (let i = 0; i < m; i++) if (i + offset >= 0 && i + offset < n) total += nestedAt(x, [i, i + offset]);
      return total;
    },
  },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape({ minDims: 2, maxDims: 2 }) }],
    args: draw.boolean() ? [{ offset: draw.integer(-2, 2) }] : [],
  }),
  ulps: 1,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      output: 5,
      gradients: [
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "the main diagonal",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [{ offset: 7 }],
      output: 0,
      because: "an empty one",
    },
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        ],
      ],
      args: [{ axis1: 1, axis2: 2 }],
      output: [5, 13],
      because: "of a batch",
    },
    {
      inputs: [
        [
          [true, false],
          [false, true],
        ],
      ],
      dtype: "bool",
      output: 2,
      because: "bools are counted",
    },
  ],
  errors: [{ inputs: [{ shape: [3] }], message: "trace: axis must be in -1 … 0 for x of shape [3], got 1." }],
};
