import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link nonzero}. */
export const nonzeroFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray) {
      const found: number[][] = [];
      nestedOf(nestedShape(x), (index) => {
        if (nestedAt(x, index) !== 0) found.push(index);
        return 0;
      });
      return found;
    },
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape(), dtype: "int32", range: [-1, 1] }] }),
  ulps: 0.5,
  differences: { skip: "positions are whole numbers: constant, with jumps" },
  edges: [
    {
      inputs: [
        [
          [0, 1, 0],
          [2, 0, 3],
        ],
      ],
      output: [
        [0, 1],
        [1, 0],
        [1, 2],
      ],
      because: "row by row",
    },
    { inputs: [[NaN, -0, Infinity]], output: [[0], [2]], gradients: [null], because: "NaN is not 0, -0 is" },
    { inputs: [[0, 0]], output: [], shape: [0, 1], because: "there is none" },
    { inputs: [[[], []]], output: [], shape: [0, 2], because: "there is nothing" },
    { inputs: [5], output: [[]], shape: [1, 0], because: "a scalar has no axes" },
    { inputs: [[false, true]], dtype: "bool", output: [[1]], because: "true is not 0" },
  ],
  errors: [],
  batches: { skip: "the shape of the result depends on values" },
};
