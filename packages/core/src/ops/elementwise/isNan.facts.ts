import type { Facts } from "../../op/facts.ts";

/** What is true of {@link isNan}. */
export const isNanFacts: Facts = {
  reference: { element: (x: number) => (x > 0 || x <= 0 ? 0 : 1) },
  ulps: 0.5,
  edges: [
    { inputs: [[NaN, Infinity, 0]], output: [true, false, false], because: "NaN alone" },
    { inputs: [[1]], dtype: "int32", output: [false], because: "an integer always is one" },
  ],
  errors: [],
};
