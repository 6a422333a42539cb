import type { Facts } from "../../op/facts.ts";

/** What is true of {@link div}. */
export const divFacts: Facts = {
  reference: { element: (a: number, b: number) => a * (1 / b) },
  domain: { b: { avoid: [0] } },
  ulps: 1,
  edges: [
    {
      inputs: [
        [1, -1, 0],
        [0, 0, 0],
      ],
      output: [Infinity, -Infinity, NaN],
      because: "division by zero follows IEEE 754",
    },
    { inputs: [[1, 2], 4], output: [0.25, 0.5], gradients: [[0.25, 0.25], -0.1875], because: "a scalar's is summed" },
    { inputs: [1, Infinity], output: 0, gradients: [0, -0], because: "1/b and its slopes vanish" },
    { inputs: [2 ** -1000, 2 ** -600], output: 2 ** -400, gradients: [2 ** 600, -(2 ** 200)], because: "b² is 0" },
    { inputs: [[7, -7], 2], dtype: "int32", output: [3.5, -3.5], because: "integers give fractions" },
    { inputs: [true, 2], dtype: ["bool", "int32"], output: 0.5, because: "true is 1" },
  ],
  errors: [],
};
