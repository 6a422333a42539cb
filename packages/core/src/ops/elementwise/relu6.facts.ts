import type { Facts } from "../../op/facts.ts";

/** What is true of {@link relu6}. */
export const relu6Facts: Facts = {
  reference: { element: (x: number) => (Math.abs(x) - Math.abs(x - 6)) / 2 + 3 },
  domain: { x: { range: [-3, 9], avoid: [0, 6] } },
  ulps: 0.5,
  edges: [
    { inputs: [[-0, 0, 6]], output: [0, 0, 6], gradients: [[0, 0, 0]], because: "the kinks" },
    {
      inputs: [[-Infinity, -1, 1e-300, 5, 7, Infinity]],
      output: [0, 0, 1e-300, 5, 6, 6],
      gradients: [[0, 0, 1, 1, 0, 0]],
      because: "the slopes of all three branches",
    },
    { inputs: [NaN], output: NaN, gradients: [1], because: "NaN stays, and passes gradients as through relu" },
    { inputs: [[-3, 3, 9]], dtype: "int32", output: [0, 3, 6], because: "integers stay integers" },
  ],
  errors: [],
};
