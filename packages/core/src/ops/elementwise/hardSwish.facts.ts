import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hardSwish}. */
export const hardSwishFacts: Facts = {
  reference: { element: (x: number) => (x * (Math.abs(x + 3) - Math.abs(x - 3) + 6)) / 12 },
  domain: { x: { range: [-4, 4], avoid: [-3, 3] } },
  ulps: 1,
  edges: [
    { inputs: [[-3, 3, 0]], output: [-0, 3, 0], gradients: [[-0.5, 1.5, 0.5]], because: "the kinks" },
    {
      inputs: [[Infinity, -Infinity, NaN]],
      output: [Infinity, -0, NaN],
      gradients: [[1, 0, NaN]],
      because: "limits; NaN stays",
    },
  ],
  errors: [],
};
