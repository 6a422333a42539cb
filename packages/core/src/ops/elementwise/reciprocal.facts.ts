import type { Facts } from "../../op/facts.ts";

/** What is true of {@link reciprocal}. */
export const reciprocalFacts: Facts = {
  reference: { element: (x: number) => x ** -1 },
  domain: { x: { range: [0.25, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[4, 0, -0, Infinity]],
      output: [0.25, Infinity, -Infinity, 0],
      gradients: [[-0.0625, -Infinity, -Infinity, -0]],
      because: "the pole, and the limit",
    },
    { inputs: [NaN], output: NaN, because: "NaN stays" },
    { inputs: [4], dtype: "int32", output: 0.25, because: "integers give float32" },
  ],
  errors: [],
};
