import type { Facts } from "../../op/facts.ts";

/** What is true of {@link atan2}. */
export const atan2Facts: Facts = {
  reference: { element: (y: number, x: number) => 2 * Math.atan(y / (Math.sqrt(x * x + y * y) + x)) },
  domain: { y: { range: [0.25, 2] }, x: { range: [-2, 2] } },
  ulps: 1,
  edges: [
    {
      inputs: [
        [1, 1, -1, -1],
        [1, -1, -1, 1],
      ],
      output: [Math.PI / 4, (3 * Math.PI) / 4, (-3 * Math.PI) / 4, -Math.PI / 4],
      because: "the quadrants",
    },
    {
      inputs: [
        [0, -0],
        [-1, -1],
      ],
      output: [Math.PI, -Math.PI],
      because: "the sign of zero says from which side",
    },
    { inputs: [0, 1e-200], output: 0, gradients: [1e200, -0], because: "x² would vanish" },
    { inputs: [0, 0], output: 0, gradients: [NaN, NaN], because: "the origin has no angle" },
  ],
  errors: [],
};
