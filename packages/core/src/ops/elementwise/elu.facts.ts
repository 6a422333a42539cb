import type { Facts } from "../../op/facts.ts";

/** What is true of {@link elu}. */
export const eluFacts: Facts = {
  reference: {
    element: (x: number, { alpha = 1 }: { alpha?: number } = {}) => (x > 0 ? x : alpha * (Math.exp(x) - 1)),
  },
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: draw.pick([[], [{ alpha: 0.5 }]]) }),
  ulps: 1,
  edges: [
    { inputs: [[0, 5]], args: [{ alpha: 2 }], output: [0, 5], gradients: [[2, 1]], because: "the kink" },
    {
      inputs: [[Infinity, -Infinity, NaN, 1000]],
      output: [Infinity, -1, NaN, 1000],
      gradients: [[1, 0, NaN, 1]],
      because: "what overflows is not taken",
    },
    { inputs: [-1e-300], output: -1e-300, gradients: [1], because: "no cancellation near 0" },
    {
      inputs: [-1],
      args: [{ alpha: -1 }],
      output: 0.6321205588285577,
      gradients: [-0.36787944117144233],
      because: "falling below 0, so that y does not tell the sides apart",
    },
  ],
  errors: [],
};
