import type { Facts } from "../../op/facts.ts";

/** What is true of {@link softsign}. */
export const softsignFacts: Facts = {
  reference: { element: (x: number) => Math.sign(x) * (1 - 1 / (1 + Math.abs(x))) },
  domain: { x: { avoid: [0] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -1, -0, 0, 1, Infinity]],
      output: [-1, -0.5, -0, 0, 0.5, 1],
      gradients: [[0, 0.25, 1, 1, 0.25, 0]],
      because: "limits; smooth at 0, whose sign stays",
    },
    {
      inputs: [[2 ** 530, -1.7976931348623157e308]],
      output: [1, -1],
      gradients: [[2 ** -1060, 0]],
      because: "(1 + |x|)² is beyond float64",
    },
    { inputs: [[1e-20]], output: [1e-20], gradients: [[1]], because: "x itself" },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    { inputs: [[-1, 3]], dtype: "int32", output: [-0.5, 0.75], because: "integers give float32" },
  ],
  errors: [],
};
