import type { Facts } from "../../op/facts.ts";

/** What is true of {@link log10}. */
export const log10Facts: Facts = {
  reference: { element: (x: number) => Math.log(x) / Math.log(10) },
  domain: { x: { range: [0.25, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, Infinity]],
      output: [-Infinity, Infinity],
      gradients: [[Infinity, 0]],
      because: "the pole, and the limit",
    },
    { inputs: [[-1, NaN]], output: [NaN, NaN], because: "no logarithm of a negative number; NaN stays" },
    { inputs: [[1, 100]], output: [0, 2], because: "exact at powers" },
    { inputs: [100], dtype: "int32", output: 2, because: "integers give float32" },
  ],
  errors: [],
};
