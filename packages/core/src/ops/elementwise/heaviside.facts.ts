import type { Facts } from "../../op/facts.ts";

/** What is true of {@link heaviside}. */
export const heavisideFacts: Facts = {
  reference: {
    element: (x: number, { atZero = 0.5 }: { atZero?: number } = {}) => (x === 0 ? atZero : (1 + Math.sign(x)) / 2),
  },
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: draw.pick([[], [{ atZero: 1 }]]) }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[-2, 0, -0, 3]],
      args: [{ atZero: 1 }],
      output: [0, 1, 1, 1],
      gradients: [[0, 0, 0, 0]],
      because: "the step",
    },
    { inputs: [[Infinity, -Infinity, NaN]], output: [1, 0, NaN], gradients: [[0, 0, 0]], because: "limits; NaN stays" },
  ],
  errors: [],
};
