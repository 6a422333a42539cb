import type { Facts } from "../../op/facts.ts";

/** What is true of {@link mish}. */
export const mishFacts: Facts = {
  reference: { element: (x: number) => (x * ((1 + Math.exp(x)) ** 2 - 1)) / ((1 + Math.exp(x)) ** 2 + 1) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [0, 0, 0, 800, Infinity],
      gradients: [[0, 0, 0.6, 1, 1]],
      because: "saturated",
    },
    {
      inputs: [[-40, 1, 40]],
      dtype: "float32",
      output: [Math.fround(-1.6993417021166355e-16), Math.fround(0.8650983882673103), 40],
      gradients: [[Math.fround(-1.6568581595637197e-16), Math.fround(1.0490362200997922), 1]],
      because: "both tails",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(0.8650983882673103)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
