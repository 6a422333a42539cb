import type { Facts } from "../../op/facts.ts";
import { nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSystem, inverseOf, productOf, solutions } from "./_reference.ts";

/** What is true of {@link solve}. */
export const solveFacts: Facts = {
  reference: {
    whole(a: NestedArray, b: NestedArray) {
      const [ofA, ofB] = [nestedShape(a), nestedShape(b)];
      const vector = ofB.length === 1 || String(ofB) === String(ofA.slice(0, -1));
      return solutions(a, b, vector, (A, B) => productOf(inverseOf(A), B));
    },
  },
  domain: { a: { range: [-1, 1], diagonal: [5, 0] } },
  cases: (draw) => drawSystem(draw, (m) => m),
  // One vector for each matrix; matrices that are not dominated by their diagonals.
  samples: [
    { inputs: [{ shape: [2, 3, 3] }, { shape: [2, 3] }] },
    { inputs: [{ shape: [2, 1, 3, 3] }, { shape: [3, 3, 2] }] },
    { inputs: [{ shape: [2, 2], range: [1, 1.5], diagonal: [-1.5, 0] }, { shape: [2, 1] }] },
  ],
  ulps: 1,
  edges: [
    {
      inputs: [
        [
          [0, 1],
          [2, 0],
        ],
        [3, 4],
      ],
      output: [2, 3],
      gradients: [
        [
          [-2, -3],
          [-1, -1.5],
        ],
        [1, 0.5],
      ],
      because: "rows are exchanged",
    },
    {
      inputs: [
        [
          [0, 0, 1],
          [0, 4, 0],
          [2, 0, 0],
        ],
        [[1], [2], [3]],
      ],
      output: [[1.5], [0.5], [1]],
      because: "rows in reverse order",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, 2 ** -1000],
        ],
        [1, 1],
      ],
      output: [1, 2 ** 1000],
      because: "rows in other units are not singular",
    },
    { inputs: [[[4]], [[2, 6]]], output: [[0.5, 1.5]], gradients: [[[-0.5]], [[0.25, 0.25]]], because: "one equation" },
    {
      inputs: [
        [[[1]], [[2]]],
        [[4], [4]],
      ],
      output: [[4], [2]],
      gradients: [
        [[[-4]], [[-1]]],
        [[1], [0.5]],
      ],
      because: "one vector for each matrix",
    },
    {
      inputs: [
        [
          [2, 0],
          [0, 4],
        ],
        [NaN, 4],
      ],
      output: [NaN, 1],
      because: "NaN stays where it is",
    },
    {
      inputs: [
        [
          [2, 0],
          [0, 4],
        ],
        [1, 1],
      ],
      dtype: "int32",
      output: [0.5, 0.25],
      because: "whole numbers become float32",
    },
  ],
  errors: [
    { inputs: [{ shape: [3] }, { shape: [3] }], message: "solve: a must have at least two axes, got shape [3]." },
    {
      inputs: [{ shape: [2, 3] }, { shape: [2] }],
      message:
        "solve: a must be square, its last two axes of the same size, got shape [2, 3]. For other systems use lstsq.",
    },
    {
      inputs: [{ shape: [2, 2] }, { shape: [3, 1] }],
      message: "solve: b must have shape [..., 2, k], or [2], for a of shape [2, 2], got [3, 1].",
    },
    {
      inputs: [{ shape: [2, 2] }, { shape: [] }],
      message: "solve: b must have shape [..., 2, k], or [2], for a of shape [2, 2], got [].",
    },
    {
      inputs: [{ shape: [2, 2, 2] }, { shape: [3, 2, 1] }],
      message: "solve: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
    {
      inputs: [
        {
          value: [
            [1, 2, 3],
            [4, 5, 6],
            [7, 8, 9],
          ],
        },
        { shape: [3] },
      ],
      message:
        "solve: a must be invertible, got a singular matrix of shape [3, 3]. For the shortest least-squares solution use lstsq.",
    },
    {
      inputs: [
        {
          value: [
            [[[1]], [[2]]],
            [[[0]], [[1]]],
          ],
        },
        { shape: [1] },
      ],
      message:
        "solve: a must be invertible, got a singular matrix at [1][0] of a of shape [2, 2, 1, 1]. For the shortest least-squares solution use lstsq.",
    },
  ],
};
