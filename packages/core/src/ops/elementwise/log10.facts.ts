import type { Facts } from "../../op/facts.ts";

/** What is true of {@link log10}. */
export const log10Facts: Facts = {
  reference: { element: (x: number) => Math.log(x) / Math.LN10 },
  domain: { x: { range: [0.3, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1, Infinity]],
      output: [-Infinity, 0, Infinity],
      gradients: [[Infinity, Math.LOG10E, 0]],
      because: "the pole, the zero and the limit",
    },
    {
      inputs: [[1e-5, 1000, 1e15, 1e22]],
      output: [-5, 3, 15, 22],
      because: "powers of ten, which ln x / ln 10 misses",
    },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real logarithm" },
    {
      inputs: [[3]],
      dtype: "float32",
      output: [Math.fround(0.47712125471966244)],
      gradients: [[Math.fround(0.14476482730108395)]],
      because: "to the last digit of float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[1, 1000]], dtype: "int32", output: [0, 3], because: "integers give float32" },
  ],
  errors: [],
};
