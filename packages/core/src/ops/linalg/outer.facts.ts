import type { Facts } from "../../op/facts.ts";

/** What is true of {@link outer}. */
export const outerFacts: Facts = {
  inputs: ["a", "b"],
  reference: { whole: (a: number[], b: number[]) => a.map((x) => b.map((y) => x * y)) },
  cases: (draw) => ({ inputs: [{ shape: [draw.integer(1, 4)] }, { shape: [draw.integer(1, 4)] }] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [1, 2],
        [3, 4, 5],
      ],
      output: [
        [3, 4, 5],
        [6, 8, 10],
      ],
      gradients: [
        [12, 12],
        [3, 3, 3],
      ],
      because: "every pair",
    },
    { inputs: [[1, 2], []], output: [[], []], gradients: [[0, 0], []], because: "no pairs" },
  ],
  errors: [
    { inputs: [{ shape: [2, 2] }, { shape: [3] }], message: "outer: a and b must be vectors, got [2, 2] and [3]." },
  ],
};
