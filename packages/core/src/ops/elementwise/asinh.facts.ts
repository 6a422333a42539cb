import type { Facts } from "../../op/facts.ts";

/** What is true of {@link asinh}. */
export const asinhFacts: Facts = {
  reference: { element: (x: number) => Math.sign(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1)) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, Infinity]],
      output: [-Infinity, -0, 0, Infinity],
      gradients: [[0, 1, 1, 0]],
      because: "limits; the sign of zero stays",
    },
    { inputs: [[2 ** 700]], output: [485.89617357252166], gradients: [[2 ** -700]], because: "x² is beyond float64" },
    {
      inputs: [[-0.75, 1e-20]],
      output: [-Math.LN2, 1e-20],
      gradients: [[0.8, 1]],
      because: "no cancellation below 0 nor at small x",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[0, 1]], dtype: "int32", output: [0, Math.fround(0.881373587019543)], because: "integers give float32" },
  ],
  errors: [],
};
