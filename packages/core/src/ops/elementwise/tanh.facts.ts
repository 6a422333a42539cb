import type { Facts } from "../../op/facts.ts";

/** What is true of {@link tanh}. */
export const tanhFacts: Facts = {
  reference: { element: (x: number) => 1 - 2 / (Math.exp(2 * x) + 1) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -1000, 1000, Infinity]],
      output: [-1, -1, 1, 1],
      gradients: [[0, 0, 0, 0]],
      because: "saturated",
    },
    { inputs: [[0, -0]], output: [0, -0], gradients: [[1, 1]], because: "odd: the sign of zero stays" },
    { inputs: [1e-10], output: 1e-10, gradients: [1], because: "x itself where x³/3 is below its last digit" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
