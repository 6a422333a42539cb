import type { Facts } from "../../op/facts.ts";

/** What is true of {@link add}. */
export const addFacts: Facts = {
  reference: { element: (a: number, b: number) => a - -b },
  ulps: 0.5,
  edges: [
    { inputs: [Infinity, -Infinity], output: NaN, because: "∞ − ∞ has no value" },
    { inputs: [[1, 2], 3], output: [4, 5], gradients: [[1, 1], 2], because: "a scalar's derivative is summed" },
    {
      inputs: [
        [true, true, false],
        [true, false, false],
      ],
      dtype: "bool",
      output: [true, true, false],
      because: "or",
    },
    { inputs: [2147483647, 1], dtype: "int32", output: -2147483648, because: "int32 wraps" },
    { inputs: [[[1], [2]], []], output: [[], []], gradients: [[[0], [0]], []], because: "nothing to add" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "int32" }, { literal: 0.5 }],
      message:
        "add: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. Use dtype float32, or round first.",
    },
  ],
};
