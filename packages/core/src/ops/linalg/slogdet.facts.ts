import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { determinant, drawSquare, eachMatrixOf, shapeRow } from "./_reference.ts";

/** What is true of {@link slogdet}. */
export const slogdetFacts: Facts = {
  inputs: ["a"],
  reference: {
    whole: (a: NestedArray) =>
      eachMatrixOf(a, (matrix) => [Math.sign(determinant(matrix)), Math.log(Math.abs(determinant(matrix)))]),
  },
  // Among them matrices of either sign.
  domain: { a: { range: [-1, 1], diagonal: [4, -12] } },
  cases: drawSquare,
  ulps: 1,
  edges: [
    {
      inputs: [
        [
          [0, 1],
          [1, 0],
        ],
      ],
      output: [-1, 0],
      gradients: [
        [
          [0, 1],
          [1, 0],
        ],
      ],
      because: "rows are exchanged",
    },
    {
      inputs: [
        [
          [1, 2],
          [2, 4],
        ],
      ],
      output: [0, -Infinity],
      because: "a singular matrix",
    },
    {
      inputs: [
        [
          [0, -1],
          [0, 0],
        ],
      ],
      output: [0, -Infinity],
      because: "0, not -0",
    },
    { inputs: [[[-1]]], output: [-1, 0], gradients: [[[-1]]], because: "one element" },
    { inputs: [[[NaN]]], output: [NaN, NaN], because: "NaN stays" },
  ],
  errors: [
    shapeRow("slogdet"),
    {
      inputs: [{ shape: [2, 3] }],
      message: "slogdet: a must be square, its last two axes of the same size, got shape [2, 3].",
    },
  ],
};
