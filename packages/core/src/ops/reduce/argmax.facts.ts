import type { Facts } from "../../op/facts.ts";

/** What is true of {@link argmax}. */
export const argmaxFacts: Facts = {
  reference: { lane: (lane) => lane.indexOf(Math.max(...lane)) },
  cases: (draw) => {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.boolean() ? draw.axis(shape) : undefined;
    return { inputs: [{ shape }], args: [axis, { keepDims: draw.boolean() }] };
  },
  samples: [{ inputs: [{ shape: [6, 5], range: [0, 2], dtype: "int32" }], args: [1] }],
  ulps: 0.5,
  edges: [
    { inputs: [[1, 3, 3, 2]], output: 1, gradients: [null], because: "the first of equals; no derivative" },
    {
      inputs: [
        [
          [1, 2, 3],
          [6, 5, 4],
        ],
      ],
      output: 3,
      because: "counted through all rows",
    },
    { inputs: [[1, NaN, 2, NaN]], output: 1, because: "the first NaN, as in NumPy" },
    { inputs: [[-Infinity, -Infinity]], output: 0, because: "nothing larger than −∞" },
    { inputs: [7], output: 0, because: "a scalar has one place" },
    { inputs: [[[], []]], args: [0], output: [], shape: [0], because: "no lanes, so none is empty" },
    { inputs: [[false, true, true]], dtype: "bool", output: 1, because: "the first that is true" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 1]],
      message: "argmax: axis must be in -2 … 1 for x of shape [2, 3], got [0, 1].",
    },
    {
      inputs: [{ shape: [0, 3] }],
      args: [0],
      message: "argmax: x must have at least one element along axis 0, got shape [0, 3].",
    },
  ],
};
