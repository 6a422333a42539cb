import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link maskedSelect}. */
export const maskedSelectFacts: Facts = {
  inputs: ["x", "mask"],
  domain: { mask: { dtype: "bool" } },
  reference: {
    whole(x: NestedArray, mask: NestedArray) {
      const [a, b] = [nestedShape(x).reverse(), nestedShape(mask).reverse()];
      const shape = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Math.max(a[i] ?? 1, b[i] ?? 1));
      const found: number[] = [];
      nestedOf(shape.reverse(), (index) => {
        if (nestedAt(mask, index) !== 0) found.push(nestedAt(x, index));
        return 0;
      });
      return found;
    },
  },
  cases: (draw) => ({ inputs: draw.broadcastable(2).map((shape) => ({ shape })) }),
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [true, false],
          [false, true],
        ],
      ],
      dtype: ["float64", "bool"],
      output: [1, 4],
      gradients: [
        [
          [1, 0],
          [0, 1],
        ],
        null,
      ],
      because: "what is chosen, in order",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [false, true],
      ],
      dtype: ["float64", "bool"],
      output: [2, 4],
      gradients: [
        [
          [0, 1],
          [0, 1],
        ],
        null,
      ],
      because: "a mask of columns",
    },
    {
      inputs: [
        [5, 6],
        [
          [true, true],
          [true, false],
        ],
      ],
      dtype: ["float64", "bool"],
      output: [5, 6, 5],
      gradients: [[2, 1], null],
      because: "x broadcasts too, and what is chosen twice counts twice",
    },
    {
      inputs: [
        [NaN, 1],
        [false, true],
      ],
      dtype: ["float64", "bool"],
      output: [1],
      gradients: [[0, 1], null],
      because: "what is not chosen has no influence",
    },
    { inputs: [[1, 2], false], dtype: ["float64", "bool"], output: [], gradients: [[0, 0], null], because: "none" },
    { inputs: [7, true], dtype: ["float64", "bool"], output: [7], gradients: [1, null], because: "a scalar" },
    {
      inputs: [
        [3, 4],
        [true, false],
      ],
      dtype: ["int32", "bool"],
      output: [3],
      because: "any dtype",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }, { value: [1, 0], dtype: "int32" }],
      message: "maskedSelect: mask must have dtype bool, got int32. Compare first, as in greater(x, 0).",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [2] }],
      message: "maskedSelect: shapes must broadcast, got [2, 3] and [2]: axis -1 has 3 and 2.",
    },
  ],
  batches: { skip: "the shape of the result depends on values" },
};
