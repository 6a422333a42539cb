import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { determinant, drawSquare, eachMatrix, type Matrix, shapeRow } from "./_reference.ts";

/** What is true of {@link cholesky}. */
export const choleskyFacts: Facts = {
  reference: { whole: (a: NestedArray) => eachMatrix(a, (matrix) => fromMinors(matrix)) },
  domain: { a: { range: [-1, 1], diagonal: [5, 0] } },
  cases: drawSquare,
  ulps: 1,
  edges: [
    {
      inputs: [
        [
          [4, 2],
          [2, 10],
        ],
      ],
      output: [
        [2, 0],
        [1, 3],
      ],
      because: "a square root",
    },
    {
      inputs: [
        [
          [4, 3],
          [1, 10],
        ],
      ],
      output: [
        [2, 0],
        [1, 3],
      ],
      because: "the mean of both triangles",
    },
    { inputs: [[[16]]], output: [[4]], gradients: [[[0.125]]], because: "½ / l" },
    {
      inputs: [
        [
          [4, 0],
          [0, 16],
        ],
      ],
      output: [
        [2, 0],
        [0, 4],
      ],
      gradients: [
        [
          [0.25, 0.25],
          [0.25, 0.125],
        ],
      ],
      because: "an element below the diagonal stands for both",
    },
  ],
  errors: [
    shapeRow("cholesky"),
    {
      inputs: [{ shape: [2, 3] }],
      message: "cholesky: a must be square, its last two axes of the same size, got shape [2, 3].",
    },
    {
      inputs: [
        {
          value: [
            [1, 2],
            [2, 1],
          ],
        },
      ],
      message:
        "cholesky: a must be positive definite, got a matrix that is not, of shape [2, 2]. Add a small multiple of the identity.",
    },
    {
      inputs: [{ value: [[[1]], [[NaN]]] }],
      message:
        "cholesky: a must be positive definite, got a matrix that is not, at [1] of a of shape [2, 1, 1]. Add a small multiple of the identity.",
    },
  ],
};

/** Elements as quotients of determinants: `lᵢⱼ = |A with rows 0 … j − 1, i and columns 0 … j| / √(Dⱼ Dⱼ₊₁)`. */
function fromMinors(a: Matrix): Matrix {
  const s = a.map((row, i) => row.map((value, j) => (value + a[j]![i]!) / 2));
  const minor = (i: number, j: number): number =>
    determinant([...s.slice(0, j), s[i]!].map((row) => row.slice(0, j + 1)));
  return s.map((row, i) =>
    row.map((_, j) => (j > i ? 0 : minor(i, j) / Math.sqrt((j > 0 ? minor(j - 1, j - 1) : 1) * minor(j, j)))),
  );
}
