import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sub}. */
export const subFacts: Facts = {
  reference: { element: (a: number, b: number) => a + -b },
  ulps: 0.5,
  edges: [
    { inputs: [Infinity, Infinity], output: NaN, because: "∞ − ∞ has no value" },
    { inputs: [[1, 2], 3], output: [-2, -1], gradients: [[1, 1], -2], because: "a scalar's derivative is summed" },
    { inputs: [-2147483648, 1], dtype: "int32", output: 2147483647, because: "int32 wraps" },
  ],
  errors: [],
};
