import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSquare, eachMatrixOf, orthogonalIteration, shapeRow, turned } from "./_reference.ts";

/** What is true of {@link eigh}. */
export const eighFacts: Facts = {
  inputs: ["a"],
  reference: {
    whole: (a: NestedArray) =>
      eachMatrixOf(a, (matrix) => {
        const symmetric = matrix.map((row, i) => row.map((value, j) => (value + matrix[j]![i]!) / 2));
        const { values, vectors } = orthogonalIteration(symmetric);
        const order = values.map((_, j) => j).sort((i, j) => values[i]! - values[j]!);
        return [order.map((j) => values[j]!), turned(vectors).map((row) => order.map((j) => row[j]!))];
      }),
  },
  domain: { a: { range: [-1, 1], diagonal: [5, 5] } },
  cases: drawSquare,
  ulps: 1,
  edges: [
    { inputs: [[[-3]]], output: [[-3], [[1]]], gradients: [[[1]]], because: "one element" },
    {
      inputs: [
        [
          [3, 0],
          [0, -1],
        ],
      ],
      output: [
        [-1, 3],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      gradients: [
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "a diagonal in another order",
    },
    {
      inputs: [
        [
          [2, 0],
          [0, 2],
        ],
      ],
      output: [
        [2, 2],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "equal ones keep their order",
    },
    {
      inputs: [
        [
          [1, NaN],
          [0, 1],
        ],
      ],
      output: [
        [NaN, NaN],
        [
          [NaN, NaN],
          [NaN, NaN],
        ],
      ],
      because: "NaN",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, Infinity],
        ],
      ],
      output: [
        [NaN, NaN],
        [
          [NaN, NaN],
          [NaN, NaN],
        ],
      ],
      because: "what is not finite has none",
    },
    {
      inputs: [
        [
          [0, 0],
          [0, 0],
        ],
      ],
      output: [
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "zeros",
    },
  ],
  errors: [
    shapeRow("eigh"),
    {
      inputs: [{ shape: [2, 3] }],
      message: "eigh: a must be square, its last two axes of the same size, got shape [2, 3].",
    },
  ],
};
