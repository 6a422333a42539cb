import type { Facts } from "../../op/facts.ts";

/** What is true of {@link digamma}. */
export const digammaFacts: Facts = {
  reference: {
    // ln y − 1/2y − Σ B₂ₖ / (2k y²ᵏ) far from 0, brought there by ψ(x + 1) = ψ(x) + 1/x.
    element: (x: number) => {
      const y = x + 40;
      let sum = 0;
      for (let k = 39; k >= 0; k--) sum += 1 / (x + k);
      return Math.log(y) - 1 / (2 * y) - 1 / (12 * y * y) + 1 / (120 * y ** 4) - 1 / (252 * y ** 6) - sum;
    },
  },
  domain: { x: { range: [0.5, 4] } },
  ulps: 1,
  edges: [
    { inputs: [[0, -0, -1]], output: [-Infinity, Infinity, NaN], because: "the poles, as in PyTorch" },
    { inputs: [Infinity], output: Infinity, gradients: [0], because: "the limit" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
