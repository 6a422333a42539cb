import type { Facts } from "../../op/facts.ts";

/** What is true of {@link expm1}. */
export const expm1Facts: Facts = {
  reference: { element: (x: number) => 2 * Math.exp(x / 2) * Math.sinh(x / 2) },
  ulps: 1,
  edges: [
    { inputs: [[1e-300, -0]], output: [1e-300, -0], gradients: [[1, 1]], because: "1 + x is 1" },
    { inputs: [[-Infinity, Infinity]], output: [-1, Infinity], gradients: [[0, Infinity]], because: "limits" },
    { inputs: [NaN], output: NaN, because: "NaN stays" },
  ],
  errors: [],
};
