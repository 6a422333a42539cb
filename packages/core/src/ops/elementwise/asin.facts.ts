import type { Facts } from "../../op/facts.ts";

/** What is true of {@link asin}. */
export const asinFacts: Facts = {
  reference: { element: (x: number) => Math.atan2(x, Math.sqrt((1 - x) * (1 + x))) },
  domain: { x: { range: [-0.8, 0.8] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-1, -0, 0, 1]],
      output: [-Math.PI / 2, -0, 0, Math.PI / 2],
      gradients: [[Infinity, 1, 1, Infinity]],
      because: "vertical at the ends; the sign of zero stays",
    },
    { inputs: [[-1.5, Infinity]], output: [NaN, NaN], because: "no sine is that large" },
    {
      inputs: [[1 - 2 ** -31]],
      output: [1.5707658092167704],
      gradients: [[32768.0000038147]],
      because: "1 − x² would have half the digits",
    },
    {
      inputs: [[0.5]],
      dtype: "float32",
      output: [Math.fround(0.5235987755982989)],
      gradients: [[Math.fround(1.1547005383792515)]],
      because: "to the last digit of float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(1.5707963267948966)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
