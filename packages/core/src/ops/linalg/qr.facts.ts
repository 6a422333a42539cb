import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawMatrix, eachMatrixOf, gramSchmidt, shapeRow } from "./_reference.ts";

/** What is true of {@link qr}. */
export const qrFacts: Facts = {
  inputs: ["a"],
  reference: {
    whole: (a: NestedArray) =>
      eachMatrixOf(a, (matrix) => {
        const { q, r } = gramSchmidt(matrix);
        return [q, r];
      }),
  },
  domain: { a: { range: [-1, 1], diagonal: [3, -6] } },
  cases: drawMatrix,
  ulps: 1,
  edges: [
    { inputs: [[[-3]]], output: [[[-1]], [[3]]], gradients: [[[-1]]], because: "the diagonal of R is positive" },
    {
      inputs: [
        [
          [0, 2],
          [-3, 4],
        ],
      ],
      output: [
        [
          [0, 1],
          [-1, 0],
        ],
        [
          [3, -4],
          [0, 2],
        ],
      ],
      because: "so is every element of it",
    },
    { inputs: [[[2, -5, 7]]], output: [[[1]], [[2, -5, 7]]], gradients: [[[1, 1, 1]]], because: "a row" },
    { inputs: [[[0], [-4]]], output: [[[0], [-1]], [[4]]], gradients: [[[0.25], [-1]]], because: "a column" },
    {
      inputs: [
        [
          [0, 0],
          [0, 0],
        ],
      ],
      output: [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ],
      because: "zeros",
    },
    { inputs: [[[], []]], output: [[[], []], []], because: "no columns" },
  ],
  errors: [shapeRow("qr")],
};
