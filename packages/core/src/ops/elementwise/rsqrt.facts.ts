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
      inputs: [[1.6069380442589903e60, 6.223015277861142e-61]],
      output: [7.888609052210118e-31, 1.2676506002282294e30],
      gradients: [[-2.4545467326488633e-91, -1.018517988167243e90]],
      because: "2²⁰⁰ and 2⁻²⁰⁰",
    },
    {
      inputs: [[1.0715086071862673e301]],
      output: [3.054936363499605e-151],
      gradients: [[-0]],
      because: "slopes below the smallest number are 0",
    },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real root" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[4, 16]], dtype: "int32", output: [0.5, 0.25], because: "integers give float32" },
  ],
  errors: [],
};
