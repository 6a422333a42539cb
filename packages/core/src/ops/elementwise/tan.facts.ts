import type { Facts } from "../../op/facts.ts";

/** What is true of {@link tan}. */
export const tanFacts: Facts = {
  reference: { element: (x: number) => Math.sin(x) / Math.cos(x) },
  domain: { x: { range: [-1.2, 1.2] } },
  ulps: 1,
  edges: [
    { inputs: [[0, -0]], output: [0, -0], gradients: [[1, 1]], because: "odd: the sign of zero stays" },
    { inputs: [[-Infinity, Infinity]], output: [NaN, NaN], because: "no limit" },
    { inputs: [[Math.PI / 2]], output: [1.633123935319537e16], because: "next to a pole" },
    {
      inputs: [[1.5703125]],
      dtype: "float32",
      output: [Math.fround(2066.8551897466036)],
      gradients: [[Math.fround(4271891.375382468)]],
      because: "a steep slope to the last digit",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(1.5574077246549023)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
