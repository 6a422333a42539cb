import type { Facts } from "../../op/facts.ts";

/** What is true of {@link neg}. */
export const negFacts: Facts = {
  reference: { element: (x: number) => x * -1 },
  ulps: 0.5,
  edges: [
    { inputs: [[0, -0, Infinity]], output: [-0, 0, -Infinity], gradients: [[-1, -1, -1]], because: "the sign of zero" },
    { inputs: [-2147483648], dtype: "int32", output: -2147483648, because: "int32 wraps" },
  ],
  errors: [],
};
