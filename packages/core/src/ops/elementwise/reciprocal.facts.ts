import type { Facts } from "../../op/facts.ts";

/** What is true of {@link reciprocal}. */
export const reciprocalFacts: Facts = {
  reference: { element: (x: number) => Math.sign(x) * Math.exp(-Math.log(Math.abs(x))) },
  domain: { x: { range: [0.3, 3] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, Infinity]],
      output: [-0, -Infinity, Infinity, 0],
      gradients: [[-0, -Infinity, -Infinity, -0]],
      because: "poles and limits",
    },
    {
      inputs: [[2 ** 530]],
      output: [2 ** -530],
      gradients: [[-(2 ** -1060)]],
      because: "x² is beyond float64, its reciprocal is not",
    },
    {
      inputs: [[-2, 4]],
      dtype: "float32",
      output: [-0.5, 0.25],
      gradients: [[-0.25, -0.0625]],
      because: "both branches",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[2, -4]], dtype: "int32", output: [0.5, -0.25], because: "integers give float32" },
    { inputs: [[0]], dtype: "int32", output: [Infinity], because: "the reciprocal of an integer 0 is no integer" },
  ],
  errors: [],
};
