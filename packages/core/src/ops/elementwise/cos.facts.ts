import type { Facts } from "../../op/facts.ts";

/** What is true of {@link cos}. */
export const cosFacts: Facts = {
  reference: { element: (x: number) => 1 - 2 * Math.sin(x / 2) ** 2 },
  ulps: 1,
  edges: [
    { inputs: [[Infinity, -Infinity]], output: [NaN, NaN], because: "no limit" },
    { inputs: [0], output: 1, gradients: [-0], because: "even" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
