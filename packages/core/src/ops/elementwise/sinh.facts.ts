import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sinh}. */
export const sinhFacts: Facts = {
  reference: { element: (x: number) => (Math.exp(x) - Math.exp(-x)) / 2 },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, Infinity]],
      output: [-Infinity, -0, 0, Infinity],
      gradients: [[Infinity, 1, 1, Infinity]],
      because: "limits; the sign of zero stays",
    },
    { inputs: [[1e-10]], output: [1e-10], gradients: [[1]], because: "no cancellation at small x" },
    {
      inputs: [[-800, 800]],
      output: [-Infinity, Infinity],
      gradients: [[Infinity, Infinity]],
      because: "beyond float64",
    },
    {
      inputs: [[89, 90]],
      dtype: "float32",
      output: [2.2448063889081578e38, Infinity],
      gradients: [[2.2448063889081578e38, Infinity]],
      because: "e⁸⁹ is beyond float32, half of it is not",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(1.1752011936438014)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
