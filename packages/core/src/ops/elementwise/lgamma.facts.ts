import type { Facts } from "../../op/facts.ts";

/** What is true of {@link lgamma}. */
export const lgammaFacts: Facts = {
  reference: {
    // Stirling's series far from 0, brought there by Γ(x + 1) = x Γ(x).
    element: (x: number) => {
      const y = x + 30;
      let product = 0;
      for (let k = 0; k < 30; k++) product += Math.log(x + k);
      return (
        (y - 0.5) * Math.log(y) -
        y +
        Math.log(2 * Math.PI) / 2 +
        1 / (12 * y) -
        1 / (360 * y ** 3) +
        1 / (1260 * y ** 5) -
        product
      );
    },
  },
  domain: { x: { range: [0.5, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[1, 2, 0, Infinity]],
      output: [0, 0, Infinity, Infinity],
      because: "the zeros, the pole at 0, the limit",
    },
    { inputs: [[-1, -2]], output: [Infinity, Infinity], because: "the other poles" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
  ],
  errors: [],
};
