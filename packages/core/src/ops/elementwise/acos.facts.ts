import type { Facts } from "../../op/facts.ts";

/** What is true of {@link acos}. */
export const acosFacts: Facts = {
  reference: { element: (x: number) => Math.atan2(Math.sqrt((1 - x) * (1 + x)), x) },
  domain: { x: { range: [-0.8, 0.8] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-1, 0, 1]],
      output: [Math.PI, Math.PI / 2, 0],
      gradients: [[-Infinity, -1, -Infinity]],
      because: "vertical at the ends",
    },
    { inputs: [[-1.5, Infinity]], output: [NaN, NaN], because: "no cosine is that large" },
    {
      inputs: [[1 - 2 ** -31]],
      output: [3.051757812618424e-5],
      gradients: [[-32768.0000038147]],
      because: "1 − x² would have half the digits",
    },
    {
      inputs: [[0.5]],
      dtype: "float32",
      output: [Math.fround(1.0471975511965979)],
      gradients: [[Math.fround(-1.1547005383792515)]],
      because: "to the last digit of float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[1, 0]],
      dtype: "int32",
      output: [0, Math.fround(1.5707963267948966)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
