import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hardSwish}. */
export const hardSwishFacts: Facts = {
  reference: { element: (x: number) => (x * (Math.abs(x + 3) - Math.abs(x - 3) + 6)) / 12 },
  domain: { x: { range: [-5, 5], avoid: [-3, 3] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -3, -1.5, 0, 3, Infinity]],
      output: [0, 0, -0.375, 0, 3, Infinity],
      gradients: [[0, 0, 0, 0.5, 1, 1]],
      because: "the kinks belong to the outer pieces",
    },
    {
      inputs: [[-1.5 + 2 ** -52]],
      output: [-0.375],
      gradients: [[7.401486830834377e-17]],
      because: "next to the minimum, where x/3 + ½ would have lost its digits",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[-4, 4]], dtype: "int32", output: [0, 4], because: "integers give float32" },
  ],
  errors: [],
};
