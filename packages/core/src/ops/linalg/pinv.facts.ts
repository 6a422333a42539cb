import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawMatrix, eachMatrix, inverseOf, productOf, shapeRow, transposeOf } from "./_reference.ts";

/** What is true of {@link pinv}. */
export const pinvFacts: Facts = {
  reference: {
    // Of full rank.
    whole: (a: NestedArray) =>
      eachMatrix(a, (matrix) => {
        const t = transposeOf(matrix);
        return matrix.length < t.length
          ? productOf(t, inverseOf(productOf(matrix, t)))
          : productOf(inverseOf(productOf(t, matrix)), t);
      }),
  },
  domain: { a: { range: [-1, 1], diagonal: [5, 0] } },
  cases: drawMatrix,
  ulps: 1,
  edges: [
    {
      inputs: [
        [
          [4, 0],
          [0, 0],
        ],
      ],
      output: [
        [0.25, 0],
        [0, 0],
      ],
      gradients: [
        [
          [-0.0625, 0.0625],
          [0.0625, 0],
        ],
      ],
      because: "the rank is kept",
    },
    { inputs: [[[0, 0]]], output: [[0], [0]], gradients: [[[0, 0]]], because: "zeros" },
    { inputs: [[[0, -2]]], output: [[0], [-0.5]], because: "a row" },
    {
      inputs: [
        [
          [1, 0],
          [0, 0.25],
        ],
      ],
      args: [{ rcond: 0.25 }],
      output: [
        [1, 0],
        [0, 0],
      ],
      because: "small ones count as 0",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, 0.25],
        ],
      ],
      args: [{ rcond: 0.2 }],
      output: [
        [1, 0],
        [0, 4],
      ],
      because: "larger ones do not",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, 2 ** -22],
        ],
      ],
      dtype: "float32",
      output: [
        [1, 0],
        [0, 0],
      ],
      because: "two roundings of float32",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, 2 ** -21],
        ],
      ],
      dtype: "float32",
      output: [
        [1, 0],
        [0, 2 ** 21],
      ],
      because: "more than that",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, 2 ** -22],
        ],
      ],
      output: [
        [1, 0],
        [0, 2 ** 22],
      ],
      because: "float64",
    },
    { inputs: [[[NaN]]], output: [[NaN]], because: "NaN" },
  ],
  errors: [
    shapeRow("pinv"),
    {
      inputs: [{ shape: [2, 2] }],
      args: [{ rcond: -1 }],
      message: "pinv: rcond must be a finite number from 0 on, got -1.",
    },
  ],
};
