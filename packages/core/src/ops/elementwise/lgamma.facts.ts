import type { Facts } from "../../op/facts.ts";

/** Stirling's series where it has all digits, and `Γ(x + 1) = x Γ(x)` down to `x`. */
function stirling(x: number): number {
  let product = 0;
  let z = x;
  for (; z < 20; z++) product += Math.log(Math.abs(z));
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - product;
}

/** What is true of {@link lgamma}. */
export const lgammaFacts: Facts = {
  reference: { element: stirling },
  domain: { x: { range: [0.4, 4] } },
  samples: [{ inputs: [{ shape: [3, 4], range: [-2.8, -2.2] }] }],
  ulps: 1,
  edges: [
    { inputs: [[1, 2]], output: [0, 0], because: "the zeros" },
    {
      inputs: [[0, -0, -1, -2, -Infinity, Infinity]],
      output: [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity],
      because: "poles and limits",
    },
    {
      inputs: [[0.5, 3, 100, -0.5]],
      dtype: "float32",
      output: [
        Math.fround(0.5723649429247001),
        Math.fround(Math.LN2),
        Math.fround(359.1342053695754),
        Math.fround(1.2655121234846454),
      ],
      gradients: [
        [
          Math.fround(-1.9635100260214235),
          Math.fround(0.9227843350984671),
          Math.fround(4.600161852738087),
          Math.fround(0.03648997397857652),
        ],
      ],
      because: "closed forms",
    },
    {
      inputs: [[3e36]],
      dtype: "float32",
      output: [2.4897503564962898e38],
      gradients: [[Math.fround(83.99167565096285)]],
      because: "the largest values of float32",
    },
    { inputs: [[1e306]], output: [Infinity], because: "beyond float64" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[1, 5]],
      dtype: "int32",
      output: [0, Math.fround(3.1780538303479458)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
