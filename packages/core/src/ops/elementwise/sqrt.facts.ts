import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sqrt}. */
export const sqrtFacts: Facts = {
  reference: { element: (x: number) => x ** 0.5 },
  domain: { x: { range: [0.1, 4] } },
  ulps: 1,
  edges: [
    { inputs: [[0, 4, Infinity]], output: [0, 2, Infinity], gradients: [[Infinity, 0.25, 0]], because: "limits" },
    { inputs: [-0], output: -0, because: "the sign of zero stays, as in IEEE 754" },
    { inputs: [[-1, -Infinity]], output: [NaN, NaN], because: "no real root" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[9, 16]], dtype: "int32", output: [3, 4], because: "integers give float32" },
  ],
  errors: [],
};
