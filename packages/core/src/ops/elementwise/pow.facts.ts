import type { Facts } from "../../op/facts.ts";

/** What is true of {@link pow}. */
export const powFacts: Facts = {
  reference: {
    element: (a: number, b: number) => Math.exp(b * Math.log(Math.abs(a))) * (a < 0 && b % 2 !== 0 ? -1 : 1),
  },
  domain: { a: { range: [0.5, 2] } },
  samples: [
    {
      inputs: [
        { shape: [3, 4], range: [-2, 2], avoid: [0] },
        { shape: [3, 4], range: [-2, 3], dtype: "int32" },
      ],
    },
  ],
  ulps: 1,
  edges: [
    {
      inputs: [
        [0, 0, 0, 0],
        [0, 1, 2, 3],
      ],
      output: [1, 0, 0, 0],
      gradients: [
        [0, 1, 0, 0],
        [0, 0, 0, 0],
      ],
      because: "all derivatives at a = 0 are finite",
    },
    {
      inputs: [[0, 0], -1],
      output: [Infinity, Infinity],
      gradients: [[-Infinity, -Infinity], -Infinity],
      because: "a pole",
    },
    { inputs: [0, 0.5], output: 0, gradients: [Infinity, 0], because: "the slope of a root at 0" },
    {
      inputs: [
        [-2, -2, -2],
        [3, 2, -1],
      ],
      output: [-8, 4, -0.5],
      because: "whole powers of negative numbers",
    },
    { inputs: [-8, 1 / 3], output: NaN, because: "no real root of a negative number, as in IEEE 754" },
    {
      inputs: [
        [1, 1, -1, NaN],
        [NaN, Infinity, Infinity, 0],
      ],
      output: [1, 1, 1, 1],
      because: "IEEE 754, where JavaScript has NaN for the first three",
    },
    {
      inputs: [
        [Infinity, Infinity, 0.5],
        [2, -1, Infinity],
      ],
      output: [Infinity, 0, 0],
      because: "limits",
    },
    { inputs: [Infinity, -1], output: 0, gradients: [-0, 0], because: "ln a / a vanishes at ∞" },
    {
      inputs: [
        [3, -3, 7],
        [25, 25, 0],
      ],
      dtype: "int32",
      output: [1180052131, -1180052131, 1],
      because: "wraps",
    },
    {
      inputs: [
        [2, 1, -1, -1, 0],
        [-1, -1, -3, -2, -1],
      ],
      dtype: "int32",
      output: [0, 1, -1, 1, 0],
      because: "1/2 is cut off",
    },
    { inputs: [-2, 0], output: 1, gradients: [0, NaN], because: "no real logarithm of a negative number" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "int32" }, { literal: 0.5 }],
      message:
        "pow: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. Use dtype float32, or round first.",
    },
  ],
};
