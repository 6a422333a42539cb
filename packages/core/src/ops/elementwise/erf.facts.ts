import type { Facts } from "../../op/facts.ts";

/** `2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 ⋯ (2n + 1))`, whose terms all have one sign. */
export function erfBySeries(x: number): number {
  let term = x;
  let sum = 0;
  for (let n = 0; n < 200; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** What is true of {@link erf}. */
export const erfFacts: Facts = {
  reference: { element: erfBySeries },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -30, 30, Infinity]],
      output: [-1, -1, 1, 1],
      gradients: [[0, 0, 0, 0]],
      because: "saturated",
    },
    {
      inputs: [[0, -0]],
      output: [0, -0],
      gradients: [[1.1283791670955126, 1.1283791670955126]],
      because: "odd: the sign of zero stays",
    },
    {
      inputs: [[-5, 0.125, 1]],
      dtype: "float32",
      output: [-1, Math.fround(0.1403162048013338), Math.fround(0.8427007929497149)],
      gradients: [
        [Math.fround(1.5670866531017336e-11), Math.fround(1.1108852695966625), Math.fround(0.4151074974205947)],
      ],
      because: "the slope of what has rounded to −1",
    },
    {
      inputs: [[9.1]],
      output: [1],
      gradients: [[1.2261088097620787e-36]],
      because: "x² is not rounded before the exponential multiplies its error",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(0.8427007929497149)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
