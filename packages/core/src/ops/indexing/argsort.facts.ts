import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSort, fromLanes, sortedPositions } from "./_sorting.ts";

/** What is true of {@link argsort}. */
export const argsortFacts: Facts = {
  reference: {
    whole: (x: NestedArray, axis = -1, { descending = false }: { descending?: boolean } = {}) =>
      fromLanes(x, axis, (lane, place) => sortedPositions(lane, descending)[place]!),
  },
  cases: drawSort,
  // Beyond 16 elements runs are merged; 70 is five runs, the last one short.
  samples: [
    { inputs: [{ shape: [70] }], args: [0] },
    { inputs: [{ shape: [2, 33, 2] }], args: [1, { descending: true }] },
  ],
  ulps: 0.5,
  differences: { skip: "positions are whole numbers: constant, with jumps" },
  edges: [
    { inputs: [[3, NaN, 1, 2]], output: [2, 3, 0, 1], gradients: [null], because: "NaN is last" },
    {
      inputs: [[NaN, 3, NaN, 1]],
      args: [0, { descending: true }],
      output: [1, 3, 0, 2],
      because: "NaNs are last in this direction too, in their order",
    },
    { inputs: [[1, 0, 1, 0]], output: [1, 3, 0, 2], because: "equal elements keep their order" },
    {
      inputs: [[1, 0, 1, 0]],
      args: [0, { descending: true }],
      output: [0, 2, 1, 3],
      because: "equal elements keep their order in this direction too",
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
        [1, 0],
        [0, 1],
      ],
      because: "along the columns",
    },
    { inputs: [[]], output: [], because: "nothing to sort" },
    { inputs: [[true, false]], dtype: "bool", output: [1, 0], because: "false comes first" },
  ],
  errors: [],
};
