import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSort, fromLanes, sortedPositions } from "./_sorting.ts";

/** What is true of {@link sort}. */
export const sortFacts: Facts = {
  reference: {
    whole: (x: NestedArray, axis = -1, { descending = false }: { descending?: boolean } = {}) =>
      fromLanes(x, axis, (lane, place) => lane[sortedPositions(lane, descending)[place]!]!),
  },
  domain: { x: { distinct: true } },
  cases: drawSort,
  // Beyond 16 elements runs are merged; 70 is five runs, the last one short.
  samples: [
    { inputs: [{ shape: [70] }], args: [0] },
    { inputs: [{ shape: [2, 33, 2] }], args: [1, { descending: true }] },
  ],
  ulps: 0.5,
  edges: [
    {
      inputs: [[3, NaN, 1, Infinity, 2, -Infinity]],
      output: [-Infinity, 1, 2, 3, Infinity, NaN],
      gradients: [[1, 1, 1, 1, 1, 1]],
      because: "NaN is last",
    },
    {
      inputs: [[3, NaN, 1, Infinity]],
      args: [0, { descending: true }],
      output: [Infinity, 3, 1, NaN],
      because: "NaN is last in this direction too",
    },
    { inputs: [[0, -0, -0]], output: [0, -0, -0], because: "0 and -0 are equal and keep their order" },
    {
      inputs: [[-0, 0, 0]],
      args: [0, { descending: true }],
      output: [-0, 0, 0],
      because: "0 and -0 are equal and keep their order",
    },
    {
      inputs: [
        [
          [3, 1],
          [2, 4],
        ],
      ],
      args: [0],
      output: [
        [2, 1],
        [3, 4],
      ],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "along the columns",
    },
    { inputs: [[[], []]], args: [1], output: [[], []], gradients: [[[], []]], because: "nothing to sort" },
    { inputs: [[[], []]], args: [0], output: [[], []], because: "no lanes to sort" },
    { inputs: [[2147483647, -2147483648, 0]], dtype: "int32", output: [-2147483648, 0, 2147483647], because: "int32" },
    { inputs: [[true, false, true]], dtype: "bool", output: [false, true, true], because: "false comes first" },
  ],
  errors: [{ inputs: [{ shape: [] }], message: "sort: x is a scalar and has no axis, got axis -1." }],
};
