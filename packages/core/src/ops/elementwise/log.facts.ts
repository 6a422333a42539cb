import type { Facts } from "../../op/facts.ts";

/** What is true of {@link log}. */
export const logFacts: Facts = {
  reference: { element: (x: number) => Math.log2(x) * Math.LN2 },
  domain: { x: { range: [0.1, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1, Infinity]],
      output: [-Infinity, 0, Infinity],
      gradients: [[Infinity, 1, 0]],
      because: "limits",
    },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real logarithm" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[1, 0]], dtype: "int32", output: [0, -Infinity], because: "integers give float32" },
  ],
  errors: [],
};
