import type { Facts } from "../../op/facts.ts";

/** What is true of {@link leakyRelu}. */
export const leakyReluFacts: Facts = {
  reference: {
    element: (x: number, { negativeSlope = 0.01 }: { negativeSlope?: number } = {}) =>
      Math.max(x, 0) + negativeSlope * Math.min(x, 0),
  },
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: draw.pick([[], [{ negativeSlope: 0.25 }], [{ negativeSlope: 0 }]]),
  }),
  ulps: 1,
  edges: [
    {
      inputs: [[0, -2, 3]],
      args: [{ negativeSlope: 0.5 }],
      output: [0, -1, 3],
      gradients: [[0.5, 0.5, 1]],
      because: "the kink",
    },
    {
      inputs: [[Infinity, -Infinity, NaN]],
      args: [{ negativeSlope: 0.5 }],
      output: [Infinity, -Infinity, NaN],
      because: "limits; NaN stays",
    },
    {
      inputs: [-2],
      args: [{ negativeSlope: -1 }],
      output: 2,
      gradients: [-1],
      because: "falling below 0, so that y does not tell the sides apart",
    },
  ],
  errors: [],
};
