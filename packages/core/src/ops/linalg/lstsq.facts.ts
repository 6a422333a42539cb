import type { Facts } from "../../op/facts.ts";
import { nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawSystem, inverseOf, productOf, solutions, transposeOf } from "./_reference.ts";

/** What is true of {@link lstsq}. */
export const lstsqFacts: Facts = {
  inputs: ["a", "b"],
  reference: {
    // By the normal equations, of full rank.
    whole(a: NestedArray, b: NestedArray) {
      const [ofA, ofB] = [nestedShape(a), nestedShape(b)];
      const vector = ofB.length === 1 || String(ofB) === String(ofA.slice(0, -1));
      return solutions(a, b, vector, (A, B) => {
        const T = transposeOf(A);
        return A.length < T.length
          ? productOf(T, productOf(inverseOf(productOf(A, T)), B))
          : productOf(inverseOf(productOf(T, A)), productOf(T, B));
      });
    },
  },
  domain: { a: { range: [-1, 1], diagonal: [5, 0] } },
  cases: (draw) => drawSystem(draw, () => draw.integer(1, 4)),
  samples: [{ inputs: [{ shape: [2, 3, 2] }, { shape: [2, 3] }] }],
  ulps: 1,
  edges: [
    {
      inputs: [
        [[2], [0]],
        [4, 9],
      ],
      output: [2],
      gradients: [
        [[-1], [2.25]],
        [0.5, 0],
      ],
      because: "what cannot be reached is left over",
    },
    { inputs: [[[0, 2]], [4]], output: [0, 2], gradients: [[[1, -1]], [0.5]], because: "the shortest of many" },
    { inputs: [[[0, 0]], [4]], output: [0, 0], because: "rank 0" },
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
    { inputs: [{ shape: [3] }, { shape: [3] }], message: "lstsq: a must have at least two axes, got shape [3]." },
    {
      inputs: [{ shape: [3, 2] }, { shape: [2] }],
      message: "lstsq: b must have shape [..., 3, k], or [3], for a of shape [3, 2], got [2].",
    },
  ],
};
