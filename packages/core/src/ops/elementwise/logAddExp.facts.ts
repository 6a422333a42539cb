import type { Facts } from "../../op/facts.ts";

/** What is true of {@link logAddExp}. */
export const logAddExpFacts: Facts = {
  reference: { element: (a: number, b: number) => Math.log(Math.exp(a) + Math.exp(b)) },
  domain: { b: { differsFrom: "a" } },
  ulps: 1,
  edges: [
    {
      inputs: [
        [1000, -1000],
        [-1000, -1000],
      ],
      output: [1000, -1000 + Math.LN2],
      gradients: [
        [1, 0.5],
        [0, 0.5],
      ],
      because: "no overflow",
    },
    {
      inputs: [
        [Infinity, -Infinity, Infinity],
        [Infinity, -Infinity, 1],
      ],
      output: [Infinity, -Infinity, Infinity],
      gradients: [
        [0.5, 0.5, 1],
        [0.5, 0.5, 0],
      ],
      because: "infinite ones",
    },
    {
      inputs: [
        [NaN, 1],
        [1, NaN],
      ],
      output: [NaN, NaN],
      because: "NaN stays",
    },
  ],
  errors: [],
};
