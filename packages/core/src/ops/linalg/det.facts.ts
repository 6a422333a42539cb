import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { determinant, drawSquare, eachMatrix, shapeRow } from "./_reference.ts";

/** What is true of {@link det}. */
export const detFacts: Facts = {
  reference: { whole: (a: NestedArray) => eachMatrix(a, determinant) },
  cases: drawSquare,
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
      output: -2,
      because: "rows are exchanged",
    },
    {
      inputs: [
        [
          [0, 0],
          [0, 0],
        ],
      ],
      output: 0,
      gradients: [
        [
          [0, 0],
          [0, 0],
        ],
      ],
      because: "zeros",
    },
    {
      inputs: [
        [
          [2, 0],
          [0, 0],
        ],
      ],
      output: 0,
      gradients: [
        [
          [0, 0],
          [0, 2],
        ],
      ],
      because: "a singular matrix has cofactors",
    },
    {
      inputs: [
        [
          [0, 3],
          [0, 0],
        ],
      ],
      output: 0,
      gradients: [
        [
          [0, 0],
          [-3, 0],
        ],
      ],
      because: "with signs",
    },
    { inputs: [[[5]]], output: 5, gradients: [[[1]]], because: "one element" },
    { inputs: [[[[2]], [[-3]]]], output: [2, -3], gradients: [[[[1]], [[1]]]], because: "a batch" },
    {
      inputs: [
        [
          [1, 0],
          [0, NaN],
        ],
      ],
      output: NaN,
      gradients: [
        [
          [NaN, NaN],
          [NaN, NaN],
        ],
      ],
      because: "NaN stays",
    },
    {
      inputs: [
        [
          [2, 0],
          [1, 3],
        ],
      ],
      dtype: "int32",
      output: 6,
      because: "whole numbers become float32",
    },
  ],
  errors: [
    shapeRow("det"),
    {
      inputs: [{ shape: [2, 3] }],
      message: "det: a must be square, its last two axes of the same size, got shape [2, 3].",
    },
  ],
};
