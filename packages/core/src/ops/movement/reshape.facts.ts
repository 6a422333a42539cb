import type { Facts } from "../../op/facts.ts";
import { nestedOf, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link reshape}. */
export const reshapeFacts: Facts = {
  reference: {
    whole: (x: NestedArray, shape: number[]) => {
      const values = nestedValues(x);
      const sizes = shape.map((n) => (n === -1 ? -values.length / shape.reduce((p, m) => p * m, 1) : n));
      let next = 0;
      return nestedOf(sizes, () => values[next++]!);
    },
  },
  cases: (draw) => {
    const shape = draw.shape();
    const size = shape.reduce((product, n) => product * n, 1);
    const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
    const rows = draw.pick(divisors);
    return {
      inputs: [{ shape }],
      args: [draw.pick([[rows, size / rows], [rows, -1], [-1, rows], [size], [1, rows, size / rows, 1]])],
    };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2]], args: [[2, 1]], output: [[1], [2]], gradients: [[1, 1]], because: "the order stays" },
    { inputs: [[7]], args: [[]], output: 7, gradients: [[1]], because: "one element fits a scalar" },
    { inputs: [[]], args: [[3, 0]], output: [[], [], []], because: "no elements fit any shape with a 0" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[4, 2]],
      message: "reshape: shape must have 6 elements, as x of shape [2, 3] has, got [4, 2].",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[4, -1]],
      message: "reshape: shape must leave a whole size for -1 of 6 elements, as x of shape [2, 3] has, got [4, -1].",
    },
    { inputs: [{ shape: [2] }], args: [2], message: "reshape: shape must be a list of sizes, got 2. Write [2]." },
    {
      inputs: [{ shape: [2] }],
      args: [[-1, -1]],
      message: "reshape: each size must be a whole number from 0 on, got [1, -1].",
    },
  ],
};
