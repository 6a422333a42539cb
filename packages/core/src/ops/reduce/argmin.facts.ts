import type { Facts } from "../../op/facts.ts";

/** What is true of {@link argmin}. */
export const argminFacts: Facts = {
  reference: { lane: (lane) => lane.indexOf(Math.min(...lane)) },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: draw.boolean() ? [draw.axis(shape), { keepDims: draw.boolean() }] : [] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[3, 1, 1]], output: 1, because: "the first of equals" },
    { inputs: [[1, NaN, NaN]], output: 1, because: "the first NaN" },
    {
      inputs: [
        [
          [3, 5],
          [1, 7],
        ],
      ],
      output: 2,
      because: "a position in row-major order",
    },
    { inputs: [7], output: 0, because: "a scalar has one element" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 1]],
      message: "argmin: axis must be in -2 … 1 for x of shape [2, 3], got [0, 1].",
    },
    { inputs: [{ shape: [0] }], message: "argmin: x must have at least one element along axis 0, got shape [0]." },
  ],
};
