import type { Facts } from "../../op/facts.ts";

/** What is true of {@link isInf}. */
export const isInfFacts: Facts = {
  reference: { element: (x: number) => (1 / x === 0 ? 1 : 0) },
  ulps: 0.5,
  edges: [
    { inputs: [[NaN, Infinity, -Infinity, 0]], output: [false, true, true, false], because: "either sign" },
    { inputs: [[1]], dtype: "int32", output: [false], because: "an integer never is" },
  ],
  errors: [],
};
