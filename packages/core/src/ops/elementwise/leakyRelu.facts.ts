import type { Facts } from "../../op/facts.ts";

/** What is true of {@link leakyRelu}. */
export const leakyReluFacts: Facts = {
  reference: {
    element: (x: number, { negativeSlope: a = 0.01 }: { negativeSlope?: number } = {}) =>
      ((1 + a) * x + (1 - a) * Math.abs(x)) / 2,
  },
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{}, { negativeSlope: 0.25 }, { negativeSlope: 0 }, { negativeSlope: -0.5 }])],
  }),
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -2, -0, 0, 3, Infinity]],
      args: [{ negativeSlope: 0.25 }],
      output: [-Infinity, -0.5, -0, 0, 3, Infinity],
      gradients: [[0.25, 0.25, 0.25, 0.25, 1, 1]],
      because: "both branches, and the kink",
    },
    { inputs: [[-1, 1]], output: [-0.01, 1], gradients: [[0.01, 1]], because: "the default" },
    {
      inputs: [[-Infinity, -1, 1]],
      args: [{ negativeSlope: 0 }],
      output: [0, 0, 1],
      gradients: [[0, 0, 1]],
      because: "no leak: relu, also of −∞",
    },
    {
      inputs: [NaN],
      args: [{ negativeSlope: 0.25 }],
      output: NaN,
      gradients: [0.25],
      because: "NaN stays; it is not above 0, as in PyTorch",
    },
    {
      inputs: [[-4, 4]],
      args: [{ negativeSlope: 0.25 }],
      dtype: "int32",
      output: [-1, 4],
      because: "integers give float32",
    },
    {
      inputs: [-2],
      args: [{ negativeSlope: -1 }],
      output: 2,
      gradients: [-1],
      because: "falling below 0, so that y does not tell the sides apart",
    },
  ],
  errors: [],
};
