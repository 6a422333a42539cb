import type { Facts } from "../../op/facts.ts";

/** What is true of {@link log2}. */
export const log2Facts: Facts = {
  reference: { element: (x: number) => Math.log(x) / Math.LN2 },
  domain: { x: { range: [0.3, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1, Infinity]],
      output: [-Infinity, 0, Infinity],
      gradients: [[Infinity, Math.LOG2E, 0]],
      because: "the pole, the zero and the limit",
    },
    {
      inputs: [[5e-324, 2.2250738585072014e-308, 8.98846567431158e307]],
      output: [-1074, -1022, 1023],
      because: "powers of two, the smallest and largest",
    },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real logarithm" },
    {
      inputs: [[3]],
      dtype: "float32",
      output: [Math.fround(1.584962500721156)],
      gradients: [[Math.fround(0.4808983469629878)]],
      because: "to the last digit of float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[1, 8]], dtype: "int32", output: [0, 3], because: "integers give float32" },
  ],
  errors: [],
};
