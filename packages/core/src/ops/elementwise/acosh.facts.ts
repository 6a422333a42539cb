import type { Facts } from "../../op/facts.ts";

/** What is true of {@link acosh}. */
export const acoshFacts: Facts = {
  reference: { element: (x: number) => 2 * Math.log(Math.sqrt((x + 1) / 2) + Math.sqrt((x - 1) / 2)) },
  domain: { x: { range: [1.3, 4] } },
  ulps: 1,
  edges: [
    {
      inputs: [[1, 1.25, Infinity]],
      output: [0, Math.LN2, Infinity],
      gradients: [[Infinity, 1.3333333333333333, 0]],
      because: "vertical at 1; the limit",
    },
    {
      inputs: [[0, -2, -Infinity]],
      output: [NaN, NaN, NaN],
      gradients: [[NaN, NaN, NaN]],
      because: "no hyperbolic cosine is that small",
    },
    { inputs: [[2 ** 700]], output: [485.89617357252166], gradients: [[2 ** -700]], because: "x² is beyond float64" },
    {
      inputs: [[1 + 2 ** -23]],
      dtype: "float32",
      output: [Math.fround(0.0004882812451493617)],
      gradients: [[2048]],
      because: "steep next to 1",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[1, 2]],
      dtype: "int32",
      output: [0, Math.fround(1.3169578969248168)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
