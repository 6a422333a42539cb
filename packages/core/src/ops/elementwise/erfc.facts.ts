import type { Facts } from "../../op/facts.ts";

/** What is true of {@link erfc}. */
export const erfcFacts: Facts = {
  reference: {
    element: (x: number) => {
      // 2/√π e^(−x²) Σ 2ᵏ x²ᵏ⁺¹ / (2k + 1)!!
      let term = x;
      let sum = x;
      for (let k = 1; k < 60; k++) {
        term *= (2 * x * x) / (2 * k + 1);
        sum += term;
      }
      return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
    },
  },
  ulps: 1,
  edges: [
    {
      inputs: [[Infinity, -Infinity, 0]],
      output: [0, 2, 1],
      gradients: [[-0, -0, -2 / Math.sqrt(Math.PI)]],
      because: "limits",
    },
    {
      inputs: [10],
      dtype: "float32",
      output: Math.fround(2.088487583762545e-45),
      because: "small, where 1 − erf x is 0",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
