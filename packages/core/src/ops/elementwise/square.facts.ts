import type { Facts } from "../../op/facts.ts";

/** What is true of {@link square}. */
export const squareFacts: Facts = {
  reference: { element: (x: number) => Math.abs(x) ** 2 },
  ulps: 0.5,
  edges: [
    {
      inputs: [[1e200, -Infinity]],
      output: [Infinity, Infinity],
      gradients: [[2e200, -Infinity]],
      because: "overflow",
    },
    { inputs: [[65536]], dtype: "int32", output: [0], because: "int32 wraps: 2³² mod 2³²" },
    { inputs: [[-0]], output: [0], gradients: [[-0]], because: "a square has no sign" },
  ],
  errors: [],
};
