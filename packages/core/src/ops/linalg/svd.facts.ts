import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import {
  drawMatrix,
  eachMatrixOf,
  type Matrix,
  orthogonalIteration,
  productOf,
  shapeRow,
  transposeOf,
  turned,
} from "./_reference.ts";

/** What is true of {@link svd}. */
export const svdFacts: Facts = {
  inputs: ["a"],
  reference: { whole: (a: NestedArray) => eachMatrixOf(a, fromSquares) },
  domain: { a: { range: [-1, 1], diagonal: [4, 5] } },
  cases: drawMatrix,
  ulps: 1,
  edges: [
    { inputs: [[[-3]]], output: [[[1]], [3], [[-1]]], gradients: [[[-1]]], because: "the sign is that of V" },
    {
      inputs: [
        [
          [0, -2],
          [3, 0],
        ],
      ],
      output: [
        [
          [0, 1],
          [1, 0],
        ],
        [3, 2],
        [
          [1, 0],
          [0, -1],
        ],
      ],
      because: "the largest comes first",
    },
    { inputs: [[[0, -2]]], output: [[[1]], [2], [[0, -1]]], gradients: [[[0.5, -1]]], because: "a row" },
    { inputs: [[[0], [4]]], output: [[[0], [1]], [4], [[1]]], gradients: [[[0.25], [1]]], because: "a column" },
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
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "zeros",
    },
    { inputs: [[[NaN, 1]]], output: [[[NaN]], [NaN], [[NaN, NaN]]], because: "NaN" },
    { inputs: [[[1, Infinity]]], output: [[[NaN]], [NaN], [[NaN, NaN]]], because: "what is not finite has none" },
    { inputs: [[[1e300], [0]]], output: [[[1], [0]], [1e300], [[1]]], because: "squares do not overflow" },
    { inputs: [[[0], [-3e-300]]], output: [[[0], [1]], [3e-300], [[-1]]], because: "nor vanish" },
  ],
  errors: [shapeRow("svd")],
};

/** From the eigenvectors of `Aᵀ A`. */
function fromSquares(a: Matrix): [Matrix, number[], Matrix] {
  if (a.length < a[0]!.length) {
    const [v, s, uh] = fromSquares(transposeOf(a));
    const u = turned(transposeOf(uh));
    const signs = u[0]!.map((_, j) => (u.every((row, i) => row[j] === uh[j]![i]) ? 1 : -1));
    return [u, s, transposeOf(v).map((row, i) => row.map((value) => value * signs[i]!))];
  }
  const { values, vectors } = orthogonalIteration(productOf(transposeOf(a), a));
  const order = values.map((_, j) => j).sort((i, j) => values[j]! - values[i]!);
  const s = order.map((j) => Math.sqrt(values[j]!));
  const v = vectors.map((row) => order.map((j) => row[j]!));
  const u = turned(productOf(a, v).map((row) => row.map((value, j) => value / s[j]!)));
  return [u, s, productOf(transposeOf(u), a).map((row, i) => row.map((value) => value / s[i]!))];
}
