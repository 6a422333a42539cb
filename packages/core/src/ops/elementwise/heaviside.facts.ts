import type { Facts } from "../../op/facts.ts";

/** What is true of {@link heaviside}. */
export const heavisideFacts: Facts = {
  reference: { element: (x: number) => Math.ceil(x / 4) },
  domain: { x: { range: [-2, 2], avoid: [0] } },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: [draw.pick([{}, { atZero: 1 }])] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[-Infinity, -1e-300, -0, 0, 1e-300, Infinity]],
      output: [0, 0, 0.5, 0.5, 1, 1],
      gradients: [[0, 0, 0, 0, 0, 0]],
      because: "constant on either side of 0",
    },
    {
      inputs: [[-1, 0, -0, 1]],
      args: [{ atZero: -3 }],
      output: [0, -3, -3, 1],
      gradients: [[0, 0, 0, 0]],
      because: "any value at 0",
    },
    { inputs: [NaN], output: NaN, gradients: [0], because: "NaN stays" },
    { inputs: [[-7, 0, 7]], dtype: "int32", output: [0, 0.5, 1], because: "integers give float32" },
  ],
  errors: [],
};
