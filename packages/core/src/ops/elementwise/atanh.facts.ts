import type { Facts } from "../../op/facts.ts";

/** What is true of {@link atanh}. */
export const atanhFacts: Facts = {
  reference: { element: (x: number) => (Math.log(1 + x) - Math.log(1 - x)) / 2 },
  domain: { x: { range: [-0.8, 0.8] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-1, -0, 0, 1]],
      output: [-Infinity, -0, 0, Infinity],
      gradients: [[Infinity, 1, 1, Infinity]],
      because: "poles; the sign of zero stays",
    },
    { inputs: [[-1.5, Infinity]], output: [NaN, NaN], because: "no hyperbolic tangent is that large" },
    {
      inputs: [[1 - 2 ** -31, 1e-20]],
      output: [11.09035488884271, 1e-20],
      gradients: [[1073741824.25, 1]],
      because: "1 − x² would have half the digits",
    },
    {
      inputs: [[0.5]],
      dtype: "float32",
      output: [Math.fround(0.5493061443340549)],
      gradients: [[Math.fround(1.3333333333333333)]],
      because: "to the last digit of float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[0, 1]], dtype: "int32", output: [0, Infinity], because: "integers give float32" },
  ],
  errors: [],
};
