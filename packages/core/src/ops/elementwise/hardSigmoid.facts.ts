import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hardSigmoid}. */
export const hardSigmoidFacts: Facts = {
  reference: { element: (x: number) => (Math.abs(x + 3) - Math.abs(x - 3)) / 12 + 0.5 },
  domain: { x: { range: [-5, 5], avoid: [-3, 3] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -3, 0, 3, Infinity]],
      output: [0, 0, 0.5, 1, 1],
      gradients: [[0, 0, 1 / 6, 0, 0]],
      because: "the kinks belong to the flat pieces",
    },
    { inputs: [NaN], output: NaN, gradients: [0], because: "NaN stays; it is not between the kinks" },
    { inputs: [[-4, 0]], dtype: "int32", output: [0, 0.5], because: "integers give float32" },
  ],
  errors: [],
};
