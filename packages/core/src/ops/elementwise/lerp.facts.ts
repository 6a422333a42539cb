import type { Facts } from "../../op/facts.ts";

/** What is true of {@link lerp}. */
export const lerpFacts: Facts = {
  reference: { element: (a: number, b: number, weight: number) => a * (1 - weight) + b * weight },
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [1, 3, [0, 1, 0.5, 2]],
      output: [1, 3, 2, 5],
      gradients: [0.5, 3.5, [2, 2, 2, 2]],
      because: "both ends are exact; beyond them it extrapolates",
    },
  ],
  errors: [],
};
