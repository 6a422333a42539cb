import type { Facts } from "../../op/facts.ts";

/** What is true of {@link log1p}. */
export const log1pFacts: Facts = {
  reference: { element: (x: number) => 2 * Math.atanh(x / (2 + x)) },
  domain: { x: { range: [-0.7, 2] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-1, -0, 0, Infinity]],
      output: [-Infinity, -0, 0, Infinity],
      gradients: [[Infinity, 1, 1, 0]],
      because: "the pole, zeros and the limit",
    },
    {
      inputs: [[1e-20, -1e-300]],
      output: [1e-20, -1e-300],
      gradients: [[1, 1]],
      because: "x itself, where 1 + x rounds to 1",
    },
    { inputs: [[-2, -Infinity]], output: [NaN, NaN], because: "no real logarithm" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[0, 1]], dtype: "int32", output: [0, Math.fround(Math.LN2)], because: "integers give float32" },
  ],
  errors: [],
};
