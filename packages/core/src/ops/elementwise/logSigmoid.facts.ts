import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logSigmoid}. */
export const logSigmoidFacts: Facts = {
  reference: { element: (x: number) => x - Math.log(1 + Math.exp(x)) },
  ulps: 1,
  edges: [
    { inputs: [[-1000, 1000]], output: [-1000, -0], gradients: [[1, 0]], because: "no overflow" },
    { inputs: [[-Infinity, Infinity]], output: [-Infinity, -0], gradients: [[1, 0]], because: "limits" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
