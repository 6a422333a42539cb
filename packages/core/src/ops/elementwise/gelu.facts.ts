import type { Facts } from "../../op/facts.ts";

/** What is true of {@link gelu}. */
export const geluFacts: Facts = {
  reference: {
    element: (x: number, { approximate = "none" }: { approximate?: string } = {}) => {
      if (approximate === "tanh") return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
      // Φ by the series of erf: 2/√π e^(−z²) Σ 2ᵏ z²ᵏ⁺¹ / (2k + 1)!! at z = x/√2.
      const z = x / Math.SQRT2;
      let term = z;
      let sum = z;
      for (let k = 1; k < 60; k++) {
        term *= (2 * z * z) / (2 * k + 1);
        sum += term;
      }
      return (x / 2) * (1 + (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum);
    },
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: draw.pick([[], [{ approximate: "tanh" }]]) }),
  ulps: 1,
  edges: [
    {
      inputs: [[0, 100, -100]],
      output: [0, 100, 0],
      gradients: [[0.5, 1, 0]],
      because: "linear far above 0, nothing far below",
    },
    {
      inputs: [[100, -100]],
      args: [{ approximate: "tanh" }],
      output: [100, 0],
      gradients: [[1, 0]],
      because: "the approximation too",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[Infinity, -Infinity]],
      output: [Infinity, 0],
      gradients: [[1, 0]],
      because: "limits: the density is 0 there, however large x is",
    },
    {
      inputs: [[Infinity, -Infinity]],
      args: [{ approximate: "tanh" }],
      output: [Infinity, 0],
      gradients: [[1, 0]],
      because: "limits of the approximation",
    },
  ],
  errors: [],
};
