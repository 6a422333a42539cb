import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hardTanh}. */
export const hardTanhFacts: Facts = {
  reference: {
    element: (x: number, { min = -1, max = 1 }: { min?: number; max?: number } = {}) =>
      (Math.abs(x - min) - Math.abs(x - max) + min + max) / 2,
  },
  domain: { x: { avoid: [-1, 1, 0.5] } },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: draw.pick([[], [{ max: 0.5 }]]) }),
  ulps: 0.5,
  edges: [
    { inputs: [[-1, 1, 0.5, 3]], output: [-1, 1, 0.5, 1], gradients: [[0, 0, 1, 0]], because: "the kinks" },
    {
      inputs: [[Infinity, -Infinity, NaN]],
      output: [1, -1, NaN],
      gradients: [[0, 0, 0]],
      because: "limits; NaN stays",
    },
  ],
  errors: [{ inputs: [{ shape: [2] }], args: [{ min: 2 }], message: "hardTanh: min must be below max, got 2 and 1." }],
};
