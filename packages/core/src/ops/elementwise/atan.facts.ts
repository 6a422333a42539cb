import type { Facts } from "../../op/facts.ts";

/** What is true of {@link atan}. */
export const atanFacts: Facts = {
  reference: { element: (x: number) => Math.asin(x / Math.sqrt(1 + x * x)) },
  ulps: 1,
  edges: [
    { inputs: [[Infinity, -Infinity]], output: [Math.PI / 2, -Math.PI / 2], gradients: [[0, 0]], because: "limits" },
    { inputs: [-0], output: -0, gradients: [1], because: "odd" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
