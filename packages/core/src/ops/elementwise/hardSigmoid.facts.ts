import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hardSigmoid}. */
export const hardSigmoidFacts: Facts = {
  reference: { element: (x: number) => (Math.abs(x + 3) - Math.abs(x - 3) + 6) / 12 },
  domain: { x: { range: [-4, 4], avoid: [-3, 3] } },
  ulps: 1,
  edges: [
    { inputs: [[-3, 3, 0]], output: [0, 1, 0.5], gradients: [[0, 0, 1 / 6]], because: "the kinks" },
    { inputs: [[Infinity, -Infinity, NaN]], output: [1, 0, NaN], gradients: [[0, 0, 0]], because: "limits; NaN stays" },
  ],
  errors: [],
};
