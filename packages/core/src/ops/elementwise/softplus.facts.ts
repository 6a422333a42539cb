import type { Facts } from "../../op/facts.ts";

/** What is true of {@link softplus}. */
export const softplusFacts: Facts = {
  reference: { element: (x: number) => Math.log(1 + Math.exp(x)) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [0, 0, Math.LN2, 800, Infinity],
      gradients: [[0, 0, 0.5, 1, 1]],
      because: "nothing overflows",
    },
    {
      inputs: [-40],
      output: 4.248354255291589e-18,
      gradients: [4.248354255291589e-18],
      because: "eˣ to the last digit, where 1 + eˣ is 1",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [0], dtype: "int32", output: Math.fround(Math.LN2), because: "integers give float32" },
  ],
  errors: [],
};
