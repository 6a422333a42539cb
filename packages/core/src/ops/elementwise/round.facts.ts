import type { Facts } from "../../op/facts.ts";

/** What is true of {@link round}. */
export const roundFacts: Facts = {
  reference: { element: (x: number) => x + 1.5 * 2 ** 52 - 1.5 * 2 ** 52 },
  domain: { x: { avoid: [-1.5, -0.5, 0.5, 1.5] } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]],
      output: [-2, -2, -0, 0, 2, 2, 4],
      gradients: [[0, 0, 0, 0, 0, 0, 0]],
      because: "halves to the even neighbour",
    },
    {
      inputs: [[0.5 - 2 ** -54, -0, 4503599627370495.5]],
      output: [0, -0, 4503599627370496],
      because: "x + ½ would round the first up, and the last has the last half there is",
    },
    {
      inputs: [[1.4999998807907104, 8388607.5]],
      dtype: "float32",
      output: [1, 8388608],
      because: "the last half of float32",
    },
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
