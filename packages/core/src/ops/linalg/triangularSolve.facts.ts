import type { Facts } from "../../op/facts.ts";
import { nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSystem, inverseOf, productOf, solutions, transposeOf } from "./_reference.ts";

/** What is true of {@link triangularSolve}. */
export const triangularSolveFacts: Facts = {
  reference: {
    whole(
      a: NestedArray,
      b: NestedArray,
      {
        upper = false,
        transpose = false,
        unitDiagonal = false,
      }: { upper?: boolean; transpose?: boolean; unitDiagonal?: boolean } = {},
    ) {
      return solutions(a, b, nestedShape(b).length === 1, (A, B) => {
        const triangle = A.map((row, i) =>
          row.map((value, j) => (i === j ? (unitDiagonal ? 1 : value) : j > i === upper ? value : 0)),
        );
        return productOf(inverseOf(transpose ? transposeOf(triangle) : triangle), B);
      });
    },
  },
  domain: { a: { range: [-1, 1], diagonal: [3, 0] } },
  cases: (draw) => ({
    ...drawSystem(draw, (m) => m),
    args: [{ upper: draw.boolean(), transpose: draw.boolean(), unitDiagonal: draw.boolean() }],
  }),
  samples: [
    { inputs: [{ shape: [3, 3] }, { shape: [3, 2] }] },
    { inputs: [{ shape: [3, 3] }, { shape: [3, 2] }], args: [{ upper: true, transpose: true, unitDiagonal: true }] },
  ],
  ulps: 1,
  edges: [
    {
      inputs: [
        [
          [2, NaN],
          [1, 4],
        ],
        [4, 6],
      ],
      output: [2, 1],
      gradients: [
        [
          [-0.75, 0],
          [-0.5, -0.25],
        ],
        [0.375, 0.25],
      ],
      because: "what is above the diagonal is not read",
    },
    {
      inputs: [
        [
          [0, 2],
          [NaN, 0],
        ],
        [4, 1],
      ],
      args: [{ upper: true, unitDiagonal: true }],
      output: [2, 1],
      gradients: [
        [
          [0, -1],
          [0, 0],
        ],
        [1, -1],
      ],
      because: "ones on the diagonal",
    },
    { inputs: [[[2]], [[4, 6]]], output: [[2, 3]], because: "one equation" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }, { shape: [2] }],
      message: "triangularSolve: a must have at least two axes, got shape [2].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [2] }],
      message: "triangularSolve: a must be square, its last two axes of the same size, got shape [2, 3].",
    },
    {
      inputs: [{ shape: [2, 2] }, { shape: [3] }],
      message: "triangularSolve: b must have shape [..., 2, k], or [2], for a of shape [2, 2], got [3].",
    },
    {
      inputs: [
        {
          value: [
            [
              [1, 0],
              [0, 1],
            ],
            [
              [1, 0],
              [1, 0],
            ],
          ],
        },
        { shape: [2] },
      ],
      message:
        "triangularSolve: a must have no zeros on its diagonal, got 0 at [1][1] of the matrix at [1] of a of shape [2, 2, 2].",
    },
  ],
};
