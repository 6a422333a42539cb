import type { Facts } from "../../op/facts.ts";

/** What is true of {@link elu}. */
export const eluFacts: Facts = {
  reference: {
    element: (x: number, { alpha = 1 }: { alpha?: number } = {}) => (x > 0 ? x : alpha * (Math.exp(x) - 1)),
  },
  domain: { x: { avoid: [0] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{}, { alpha: 0.5 }, { alpha: 2 }, { alpha: 0 }])],
  }),
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, 3, Infinity]],
      args: [{ alpha: 2 }],
      output: [-2, -0, 0, 3, Infinity],
      gradients: [[0, 2, 2, 1, 1]],
      because: "both branches; α at the kink",
    },
    {
      inputs: [[-40, -1]],
      dtype: "float32",
      output: [-1, Math.fround(-0.6321205588285577)],
      gradients: [[Math.fround(4.248354255291589e-18), Math.fround(0.36787944117144233)]],
      because: "the slope of what has rounded to −1",
    },
    { inputs: [[800]], output: [800], gradients: [[1]], because: "the branch not taken overflows unseen" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[-1, 3]],
      dtype: "int32",
      output: [Math.fround(-0.6321205588285577), 3],
      because: "integers give float32",
    },
    {
      inputs: [-1],
      args: [{ alpha: -1 }],
      output: 0.6321205588285577,
      gradients: [-0.36787944117144233],
      because: "falling below 0, so that y does not tell the sides apart",
    },
  ],
  errors: [],
};
