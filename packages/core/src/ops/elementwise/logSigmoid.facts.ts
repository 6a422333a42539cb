import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logSigmoid}. */
export const logSigmoidFacts: Facts = {
  reference: { element: (x: number) => x - Math.log(1 + Math.exp(x)) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -800, 0, 800, Infinity]],
      output: [-Infinity, -800, -Math.LN2, -0, -0],
      gradients: [[1, 1, 0.5, 0, 0]],
      because: "nothing overflows",
    },
    {
      inputs: [[40, -40]],
      dtype: "float32",
      output: [Math.fround(-4.248354255291589e-18), -40],
      gradients: [[Math.fround(4.248354255291589e-18), 1]],
      because: "the tail, where σ(x) rounds to 1",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[0]], dtype: "int32", output: [Math.fround(-Math.LN2)], because: "integers give float32" },
  ],
  errors: [],
};
