import type { Facts } from "../../op/facts.ts";

/** What is true of {@link relu}. */
export const reluFacts: Facts = {
  reference: { element: (x: number) => (x + Math.abs(x)) / 2 },
  domain: { x: { avoid: [0] } },
  ulps: 0.5,
  edges: [
    { inputs: [[0, -0]], output: [0, 0], gradients: [[0, 0]], because: "the kink" },
    {
      inputs: [[-Infinity, -1e-300, 1e-300, Infinity]],
      output: [0, 0, 1e-300, Infinity],
      gradients: [[0, 0, 1, 1]],
      because: "the slopes of both branches",
    },
    {
      inputs: [NaN],
      output: NaN,
      gradients: [1],
      because: "NaN stays, and passes gradients as in PyTorch",
    },
    { inputs: [[-3, 3]], dtype: "int32", output: [0, 3], because: "integers stay integers" },
  ],
  errors: [],
};
