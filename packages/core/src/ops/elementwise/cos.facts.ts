import type { Facts } from "../../op/facts.ts";

/** What is true of {@link cos}. */
export const cosFacts: Facts = {
  reference: { element: (x: number) => (1 - Math.tan(x / 2) ** 2) / (1 + Math.tan(x / 2) ** 2) },
  ulps: 1,
  edges: [
    { inputs: [[0, -0]], output: [1, 1], gradients: [[-0, 0]], because: "even" },
    { inputs: [[-Infinity, Infinity]], output: [NaN, NaN], because: "no limit" },
    {
      inputs: [[Math.PI / 2, 1e22]],
      output: [6.123233995736766e-17, 0.523214785395139],
      because: "reduced by π to all its digits, not by Math.PI",
    },
    {
      inputs: [[16384, 100000000]],
      dtype: "float32",
      output: [Math.fround(-0.8285341964360056), Math.fround(-0.3633850893556905)],
      gradients: [[Math.fround(0.559938465669347), Math.fround(-0.931639027109726)]],
      because: "large angles in float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [1, Math.fround(0.5403023058681398)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
