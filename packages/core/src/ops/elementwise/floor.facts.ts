import type { Facts } from "../../op/facts.ts";

/** What is true of {@link floor}. */
export const floorFacts: Facts = {
  reference: { element: (x: number) => x - (((x % 1) + 1) % 1) },
  domain: { x: { avoid: [-2, -1, 0, 1, 2] } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[-1.5, -1, -0.5, -0, 0, 0.5, 1.5]],
      output: [-2, -1, -1, -0, 0, 0, 1],
      gradients: [[0, 0, 0, 0, 0, 0, 0]],
      because: "downwards on either side of 0; the sign of zero stays",
    },
    { inputs: [[-1e-300, 1 - 2 ** -53]], output: [-1, 0], because: "just below a whole number" },
    { inputs: [[-Infinity, Infinity]], output: [-Infinity, Infinity], gradients: [[0, 0]], because: "infinities stay" },
    {
      inputs: [[4503599627370497, -9007199254740991]],
      output: [4503599627370497, -9007199254740991],
      because: "large numbers are whole already",
    },
    { inputs: [NaN], output: NaN, gradients: [0], because: "NaN stays" },
    { inputs: [[-2147483648, 7]], dtype: "int32", output: [-2147483648, 7], because: "integers stay integers" },
  ],
  errors: [],
};
