import type { Facts } from "../../op/facts.ts";

/** What is true of {@link min}. */
export const minFacts: Facts = {
  reference: { lane: (lane) => [...lane].sort((a, b) => a - b)[0]! },
  domain: { x: { distinct: true } },
  // An axis between two that go.
  samples: [{ inputs: [{ shape: [2, 3, 4] }], args: [[0, 2]] }],
  ulps: 0.5,
  edges: [
    { inputs: [[3, 1, 1, 2]], output: 1, gradients: [[0, 0.5, 0.5, 0]], because: "a tie is shared" },
    {
      inputs: [
        [
          [1, 1],
          [1, 2],
        ],
      ],
      output: 1,
      gradients: [
        [
          [1 / 3, 1 / 3],
          [1 / 3, 0],
        ],
      ],
      because: "a tie over all axes",
    },
    {
      inputs: [
        [
          [1, 2],
          [2, 2],
        ],
      ],
      args: [0],
      output: [1, 2],
      gradients: [
        [
          [1, 0.5],
          [0, 0.5],
        ],
      ],
      because: "each lane has ties of its own",
    },
    { inputs: [[1, NaN, 2]], output: NaN, gradients: [[0, 1, 0]], because: "NaN stays" },
    { inputs: [7], output: 7, gradients: [1], because: "a scalar has no axes to reduce" },
    { inputs: [[[], []]], args: [0], output: [], shape: [0], because: "no lanes, so none is empty" },
    { inputs: [[-3, -1]], dtype: "int32", output: -3, because: "integers stay integers" },
    { inputs: [[false, true]], dtype: "bool", output: false, because: "bools stay bools: are all true?" },
  ],
  errors: [
    {
      inputs: [{ shape: [0, 3] }],
      args: [0],
      message: "min: x must have at least one element along axis 0, got shape [0, 3].",
    },
  ],
};
