import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sigmoid}. */
export const sigmoidFacts: Facts = {
  reference: { element: (x: number) => (1 + Math.tanh(x / 2)) / 2 },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [0, 0, 0.5, 1, 1],
      gradients: [[0, 0, 0.25, 0, 0]],
      because: "saturated",
    },
    {
      inputs: [[-40, -720]],
      output: [4.248354255291589e-18, 2.0322308024e-313],
      gradients: [[4.248354255291589e-18, 2.0322308024e-313]],
      because: "eˣ to the last digit, where 1 + tanh(x/2) and 1/(1 + e⁻ˣ) have nothing left",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [0], dtype: "int32", output: 0.5, because: "integers give float32" },
  ],
  errors: [],
};
