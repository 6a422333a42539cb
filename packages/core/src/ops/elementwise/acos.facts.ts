import type { Facts } from "../../op/facts.ts";

/** What is true of {@link acos}. */
export const acosFacts: Facts = {
  reference: { element: (x: number) => Math.atan2(Math.sqrt(1 - x * x), x) },
  domain: { x: { range: [-0.75, 0.75] } },
  ulps: 1,
  edges: [
    { inputs: [[2, -2]], output: [NaN, NaN], because: "no angle has such a one" },
    { inputs: [[1, -1]], output: [0, Math.PI], gradients: [[-Infinity, -Infinity]], because: "the ends" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
