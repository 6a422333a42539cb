import type { Facts } from "../../op/facts.ts";

/** What is true of {@link atan}. */
export const atanFacts: Facts = {
  reference: { element: (x: number) => Math.asin(x / Math.sqrt(1 + x * x)) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, Infinity]],
      output: [-Math.PI / 2, -0, 0, Math.PI / 2],
      gradients: [[0, 1, 1, 0]],
      because: "limits; the sign of zero stays",
    },
    {
      inputs: [[2 ** 530]],
      output: [Math.PI / 2],
      gradients: [[2 ** -1060]],
      because: "x² is beyond float64, its reciprocal is not",
    },
    {
      inputs: [[3, -100]],
      dtype: "float32",
      output: [Math.fround(1.2490457723982544), Math.fround(-1.5607966601082315)],
      gradients: [[Math.fround(0.1), Math.fround(9.999000099990002e-5)]],
      because: "to the last digit of float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(0.7853981633974483)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
