import type { Facts } from "../../op/facts.ts";

/** What is true of {@link dot}. */
export const dotFacts: Facts = {
  inputs: ["a", "b"],
  reference: { whole: (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0) },
  cases(draw) {
    const shape = [draw.integer(1, 6)];
    return { inputs: [{ shape }, { shape }] };
  },
  ulps: 4,
  sums: true,
  edges: [
    {
      inputs: [
        [1, 2],
        [3, 4],
      ],
      output: 11,
      gradients: [
        [3, 4],
        [1, 2],
      ],
      because: "products, added",
    },
    { inputs: [[], []], output: 0, gradients: [[], []], because: "nothing adds up to 0" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }, { shape: [3] }],
      message: "dot: a and b must be vectors of one length, got [2] and [3]. Use matmul for matrices.",
    },
    {
      inputs: [{ shape: [2, 2] }, { shape: [2] }],
      message: "dot: a and b must be vectors of one length, got [2, 2] and [2]. Use matmul for matrices.",
    },
  ],
};
