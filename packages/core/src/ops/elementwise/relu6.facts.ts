import type { Facts } from "../../op/facts.ts";

/** What is true of {@link relu6}. */
export const relu6Facts: Facts = {
  reference: { element: (x: number) => (Math.abs(x) - Math.abs(x - 6) + 6) / 2 },
  domain: { x: { range: [-2, 8], avoid: [0, 6] } },
  ulps: 0.5,
  edges: [
    { inputs: [[0, 6, 3, -1, 7]], output: [0, 6, 3, 0, 6], gradients: [[0, 0, 1, 0, 0]], because: "the kinks" },
    { inputs: [[Infinity, -Infinity, NaN]], output: [6, 0, NaN], gradients: [[0, 0, 0]], because: "limits; NaN stays" },
    { inputs: [[-3, 9]], dtype: "int32", output: [0, 6], because: "integers stay integers" },
  ],
  errors: [],
};
