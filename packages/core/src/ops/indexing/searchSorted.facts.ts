import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link searchSorted}. */
export const searchSortedFacts: Facts = {
  reference: {
    // Counted one by one. Of what is not sorted bisection says something else: cases are about sorted ones.
    whole(sorted: NestedArray, values: NestedArray, { side = "left" }: { side?: string } = {}) {
      const shape = nestedShape(sorted);
      return nestedOf(nestedShape(values), (index) => {
        const value = nestedAt(values, index);
        const batch = shape.length === 1 ? [] : index.slice(0, -1);
        const lane = Array.from({ length: shape.at(-1)! }, (_, j) => nestedAt(sorted, [...batch, j]));
        return lane.filter((one) => one < value || (side === "right" && one === value)).length;
      });
    },
  },
  cases(draw) {
    const values = draw.shape();
    const side = draw.pick(["left", "right"]);
    // One element is in order, whatever is drawn; longer ones are in edges.
    return {
      inputs: [{ shape: [1] }, { shape: values }],
      args: [{ side }],
    };
  },
  samples: [
    { inputs: [{ shape: [2, 1] }, { shape: [2, 3] }] },
    {
      inputs: [
        { shape: [5], dtype: "int32", range: [1, 1] },
        { shape: [9], dtype: "int32", range: [0, 2] },
      ],
    },
  ],
  ulps: 0.5,
  differences: { skip: "positions are whole numbers: constant, with jumps" },
  edges: [
    {
      inputs: [
        [1, 3, 3, 5, 8],
        [0, 1, 3, 4, 8, 9],
      ],
      output: [0, 0, 1, 3, 4, 5],
      gradients: [null, null],
      because: "before what is equal",
    },
    {
      inputs: [
        [1, 3, 3, 5, 8],
        [0, 1, 3, 4, 8, 9],
      ],
      args: [{ side: "right" }],
      output: [0, 1, 3, 3, 5, 5],
      because: "behind what is equal",
    },
    {
      inputs: [
        [
          [1, 2, 3],
          [10, 20, 30],
        ],
        [
          [2, 9],
          [2, 25],
        ],
      ],
      output: [
        [1, 3],
        [0, 2],
      ],
      because: "each row in its own",
    },
    {
      inputs: [
        [1, Infinity, NaN],
        [NaN, Infinity, 2],
      ],
      output: [2, 1, 1],
      because: "NaN comes after all numbers",
    },
    {
      inputs: [
        [1, NaN, NaN],
        [NaN, 2],
      ],
      args: [{ side: "right" }],
      output: [3, 1],
      because: "behind all NaNs",
    },
    { inputs: [[-0, 0], 0], output: 0, because: "0 and -0 are equal" },
    { inputs: [[], [1, 2]], output: [0, 0], because: "in nothing" },
    { inputs: [[1, 2], []], output: [], because: "nothing to look for" },
    { inputs: [[1, 2, 3], 2.5], dtype: ["int32", "float64"], output: 2, because: "a fraction between whole numbers" },
  ],
  errors: [
    {
      inputs: [{ shape: [] }, { shape: [2] }],
      message: "searchSorted: sorted must have at least one axis, got a scalar.",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }],
      message: "searchSorted: values must have the shape of sorted, [2, 3], except for the last axis, got [3].",
    },
    {
      inputs: [{ shape: [2] }, { shape: [] }],
      args: [{ side: "middle" }],
      message: 'searchSorted: side must be one of "left", "right", got "middle".',
    },
  ],
};
