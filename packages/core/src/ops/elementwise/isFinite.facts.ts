import type { Facts } from "../../op/facts.ts";

/** What is true of {@link isFinite}. */
export const isFiniteFacts: Facts = {
  reference: { element: (x: number) => (x - x === 0 ? 1 : 0) },
  ulps: 0.5,
  edges: [
    {
      inputs: [[NaN, Infinity, -Infinity, 0]],
      output: [false, false, false, true],
      because: "neither NaN nor infinite",
    },
    { inputs: [[1]], dtype: "int32", output: [true], because: "an integer always is" },
  ],
  errors: [],
};
