import type { Facts } from "../../op/facts.ts";

/** What is true of {@link rsqrt}. */
export const rsqrtFacts: Facts = {
  reference: { element: (x: number) => Math.exp(-Math.log(x) / 2) },
  domain: { x: { range: [0.3, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 4, Infinity]],
      output: [Infinity, 0.5, 0],
      gradients: [[-Infinity, -0.0625, -0]],
      because: "the pole and the limit",
    },
    {
      inputs: [[2 ** 200, 2 ** -200]],
      output: [2 ** -100, 2 ** 100],
      gradients: [[-(2 ** -301), -(2 ** 299)]],
      because: "far from 1, exactly",
    },
    {
      inputs: [[2 ** 700]],
      output: [2 ** -350],
      gradients: [[-(2 ** -1051)]],
      because: "x √x is beyond float64, its reciprocal is not",
    },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real root" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[4, 16]], dtype: "int32", output: [0.5, 0.25], because: "integers give float32" },
  ],
  errors: [],
};
