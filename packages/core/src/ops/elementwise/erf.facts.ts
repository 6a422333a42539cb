import type { Facts } from "../../op/facts.ts";

/** What is true of {@link erf}. */
export const erfFacts: Facts = {
  reference: {
    element: (x: number) => {
      // 2/√π e^(−x²) Σ 2ᵏ x²ᵏ⁺¹ / (2k + 1)!!
      let term = x;
      let sum = x;
      for (let k = 1; k < 60; k++) {
        term *= (2 * x * x) / (2 * k + 1);
        sum += term;
      }
      return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
    },
  },
  ulps: 1,
  edges: [
    {
      inputs: [[Infinity, -Infinity, -0]],
      output: [1, -1, -0],
      gradients: [[0, 0, 2 / Math.sqrt(Math.PI)]],
      because: "limits; odd",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
