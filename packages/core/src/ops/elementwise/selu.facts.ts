import type { Facts } from "../../op/facts.ts";

/** What is true of {@link selu}. */
export const seluFacts: Facts = {
  reference: {
    element: (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)),
  },
  domain: { x: { avoid: [0] } },
  ulps: 1,
  edges: [
    {
      inputs: [[0, 1]],
      output: [0, 1.0507009873554805],
      gradients: [[1.7580993408473766, 1.0507009873554805]],
      because: "the kink",
    },
    {
      inputs: [[Infinity, -Infinity, NaN, 1000]],
      output: [Infinity, -1.7580993408473766, NaN, 1050.7009873554805],
      gradients: [[1.0507009873554805, 0, NaN, 1.0507009873554805]],
      because: "what overflows is not taken",
    },
  ],
  errors: [],
};
