import type { Facts } from "../../op/facts.ts";

/** What is true of {@link silu}. */
export const siluFacts: Facts = {
  reference: { element: (x: number) => (x * (1 + Math.tanh(x / 2))) / 2 },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [0, 0, 0, 800, Infinity],
      gradients: [[0, 0, 0.5, 1, 1]],
      because: "saturated",
    },
    {
      inputs: [[-40, 1, 40]],
      dtype: "float32",
      output: [Math.fround(-1.6993417021166355e-16), Math.fround(0.7310585786300049), 40],
      gradients: [[Math.fround(-1.6568581595637197e-16), Math.fround(0.9276705118714867), 1]],
      because: "both tails",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(0.7310585786300049)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
