import type { Facts } from "../../op/facts.ts";

/** What is true of {@link mul}. */
export const mulFacts: Facts = {
  reference: { element: (a: number, b: number) => (b === 0 ? a * b : a / (1 / b)) },
  ulps: 0.5,
  edges: [
    { inputs: [0, Infinity], output: NaN, because: "0 · ∞ has no value" },
    { inputs: [[1, 2], 3], output: [3, 6], gradients: [[3, 3], 3], because: "a scalar's derivative is summed" },
    { inputs: [[-1], [0]], output: [-0], gradients: [[0], [-1]], because: "the sign of zero" },
    {
      inputs: [
        [true, true, false],
        [true, false, false],
      ],
      dtype: "bool",
      output: [true, false, false],
      because: "and",
    },
    { inputs: [2147483647, 2147483647], dtype: "int32", output: 1, because: "int32 wraps: (2³¹ − 1)² mod 2³²" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [3, 2] }],
      message: "mul: shapes must broadcast, got [2, 3] and [3, 2]: axis -1 has 3 and 2.",
    },
  ],
};
