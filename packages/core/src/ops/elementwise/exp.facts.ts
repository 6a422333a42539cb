import type { Facts } from "../../op/facts.ts";

/** What is true of {@link exp}. */
export const expFacts: Facts = {
  reference: { element: (x: number) => 2 ** (x * Math.LOG2E) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, 0, -0, Infinity]],
      output: [0, 1, 1, Infinity],
      gradients: [[0, 1, 1, Infinity]],
      because: "limits",
    },
    { inputs: [[-800, 800]], output: [0, Infinity], gradients: [[0, Infinity]], because: "beyond float64" },
    { inputs: [[-110, 89]], dtype: "float32", output: [0, Infinity], because: "beyond float32" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[true, false]], dtype: "bool", output: [Math.fround(Math.E), 1], because: "bools give float32" },
  ],
  errors: [],
};
