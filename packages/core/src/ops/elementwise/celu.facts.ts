import type { Facts } from "../../op/facts.ts";

/** What is true of {@link celu}. */
export const celuFacts: Facts = {
  reference: {
    element: (x: number, { alpha = 1 }: { alpha?: number } = {}) =>
      Math.max(0, x) + Math.min(0, alpha * (Math.exp(x / alpha) - 1)),
  },
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{}, { alpha: 0.5 }, { alpha: 2 }, { alpha: 3 }])],
  }),
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, 3, Infinity]],
      args: [{ alpha: 2 }],
      output: [-2, -0, 0, 3, Infinity],
      gradients: [[0, 1, 1, 1, 1]],
      because: "both branches; one slope at 0",
    },
    {
      inputs: [[-40, -2]],
      args: [{ alpha: 0.5 }],
      dtype: "float32",
      output: [-0.5, Math.fround(-0.4908421805556329)],
      gradients: [[Math.fround(1.8048513878454153e-35), Math.fround(0.01831563888873418)]],
      because: "the slope of what has rounded to −α",
    },
    { inputs: [[800]], output: [800], gradients: [[1]], because: "the branch not taken overflows unseen" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[-1, 3]],
      dtype: "int32",
      output: [Math.fround(-0.6321205588285577), 3],
      because: "integers give float32",
    },
  ],
  errors: [],
};
