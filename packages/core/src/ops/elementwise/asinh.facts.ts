import type { Facts } from "../../op/facts.ts";

/** What is true of {@link asinh}. */
export const asinhFacts: Facts = {
  reference: { element: (x: number) => Math.sign(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1)) },
  ulps: 1,
  edges: [
    { inputs: [[Infinity, -Infinity]], output: [Infinity, -Infinity], gradients: [[0, 0]], because: "limits" },
    { inputs: [[1e-300, -0]], output: [1e-300, -0], gradients: [[1, 1]], because: "no cancellation near 0" },
    { inputs: [1e200], output: 461.2101657793691, gradients: [1e-200], because: "x² would overflow" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
