import type { Facts } from "../../op/facts.ts";

/** The asymptotic series where it has all digits, and `ψ(x + 1) = ψ(x) + 1/x` down to `x`. */
function asymptotic(x: number): number {
  let sum = 0;
  let z = x;
  for (; z < 20; z++) sum += 1 / z;
  return (
    Math.log(z) - 1 / (2 * z) - 1 / (12 * z ** 2) + 1 / (120 * z ** 4) - 1 / (252 * z ** 6) + 1 / (240 * z ** 8) - sum
  );
}

/** What is true of {@link digamma}. */
export const digammaFacts: Facts = {
  reference: { element: asymptotic },
  domain: { x: { range: [0.4, 4] } },
  samples: [{ inputs: [{ shape: [3, 4], range: [-2.7, -2.3] }] }],
  ulps: 1,
  edges: [
    {
      inputs: [[0, -0, -1, -2, Infinity]],
      output: [-Infinity, Infinity, NaN, NaN, Infinity],
      because: "poles and the limit",
    },
    {
      inputs: [[0.5, 1, 100, -0.5]],
      dtype: "float32",
      output: [
        Math.fround(-1.9635100260214235),
        Math.fround(-0.5772156649015329),
        Math.fround(4.600161852738087),
        Math.fround(0.03648997397857652),
      ],
      gradients: [
        [
          Math.fround(4.934802200544679),
          Math.fround(1.6449340668482264),
          Math.fround(0.010050166663333571),
          Math.fround(8.934802200544679),
        ],
      ],
      because: "closed forms",
    },
    {
      inputs: [[1e30]],
      dtype: "float32",
      output: [Math.fround(69.07755280486883)],
      gradients: [[Math.fround(9.99999984952534e-31)]],
      because: "ln x, with the slope 1/x",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[1, 10]],
      dtype: "int32",
      output: [Math.fround(-0.5772156649015329), Math.fround(2.251752589066721)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
