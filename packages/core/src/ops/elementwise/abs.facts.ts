import type { Facts } from "../../op/facts.ts";

/** What is true of {@link abs}. */
export const absFacts: Facts = {
  reference: { element: (x: number) => Math.sqrt(x * x) },
  domain: { x: { avoid: [0] } },
  ulps: 1,
  edges: [
    { inputs: [[0, -0]], output: [0, 0], gradients: [[0, 0]], because: "the kink" },
    {
      inputs: [[-Infinity, -3, 3, Infinity]],
      output: [Infinity, 3, 3, Infinity],
      gradients: [[-1, -1, 1, 1]],
      because: "the slopes of both branches",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [-2147483648], dtype: "int32", output: -2147483648, because: "int32 wraps" },
  ],
  errors: [],
};
