import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hypot}. */
export const hypotFacts: Facts = {
  reference: { element: (a: number, b: number) => Math.sqrt(a * a + b * b) },
  domain: { a: { range: [0.25, 2] } },
  ulps: 1,
  edges: [
    { inputs: [3, 4], output: 5, gradients: [0.6, 0.8], because: "a right triangle" },
    { inputs: [0, 0], output: 0, gradients: [0, 0], because: "the kink" },
    {
      inputs: [
        [Infinity, NaN],
        [NaN, 1],
      ],
      output: [Infinity, NaN],
      because: "infinite whatever the other is",
    },
    { inputs: [1e300, 1e300], output: 1.4142135623730952e300, because: "a² would overflow" },
    {
      inputs: [
        [0, -2],
        [2, 0],
      ],
      output: [2, 2],
      gradients: [
        [0, -1],
        [1, 0],
      ],
      because: "one side is 0: no kink",
    },
  ],
  errors: [],
};
