import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSquare, eachMatrix, inverseOf, shapeRow } from "./_reference.ts";

/** What is true of {@link inverse}. */
export const inverseFacts: Facts = {
  reference: { whole: (a: NestedArray) => eachMatrix(a, inverseOf) },
  domain: { a: { range: [-1, 1], diagonal: [5, 0] } },
  cases: drawSquare,
  ulps: 1,
  edges: [
    {
      inputs: [
        [
          [0, 2],
          [4, 0],
        ],
      ],
      output: [
        [0, 0.25],
        [0.5, 0],
      ],
      gradients: [
        [
          [-0.125, -0.25],
          [-0.0625, -0.125],
        ],
      ],
      because: "rows are exchanged",
    },
    { inputs: [[[-4]]], output: [[-0.25]], gradients: [[[-0.0625]]], because: "the reciprocal" },
    {
      inputs: [
        [
          [1e-200, 0],
          [0, 1e200],
        ],
      ],
      output: [
        [1e200, 0],
        [0, 1e-200],
      ],
      because: "rows in other units are not singular",
    },
    {
      inputs: [
        [
          [1, 0],
          [0, NaN],
        ],
      ],
      output: [
        [1, 0],
        [NaN, NaN],
      ],
      because: "NaN",
    },
  ],
  errors: [
    shapeRow("inverse"),
    {
      inputs: [{ shape: [2, 3] }],
      message:
        "inverse: a must be square, its last two axes of the same size, got shape [2, 3]. Of other matrices there is pinv.",
    },
    {
      inputs: [
        {
          value: [
            [1, 2],
            [2, 4],
          ],
        },
      ],
      message: "inverse: a must be invertible, got a singular matrix of shape [2, 2]. Its pseudoinverse is pinv.",
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
              [0.1, 0.2],
              [0.3, 0.6],
            ],
          ],
          dtype: "float64",
        },
      ],
      message:
        "inverse: a must be invertible, got a singular matrix at [1] of a of shape [2, 2, 2]. Its pseudoinverse is pinv.",
    },
  ],
};
