import type { Facts } from "../../op/facts.ts";

/** What is true of {@link sin}. */
export const sinFacts: Facts = {
  reference: { element: (x: number) => (2 * Math.tan(x / 2)) / (1 + Math.tan(x / 2) ** 2) },
  ulps: 1,
  edges: [
    { inputs: [[0, -0]], output: [0, -0], gradients: [[1, 1]], because: "odd: the sign of zero stays" },
    { inputs: [[-Infinity, Infinity]], output: [NaN, NaN], because: "no limit" },
    {
      inputs: [[Math.PI, 1e22]],
      output: [1.2246467991473532e-16, -0.8522008497671888],
      because: "reduced by π to all its digits, not by Math.PI",
    },
    {
      inputs: [[1e-20]],
      dtype: "float64",
      output: [1e-20],
      gradients: [[1]],
      because: "x itself where x³/6 is below its last digit",
    },
    {
      inputs: [[16384, 100000000]],
      dtype: "float32",
      output: [Math.fround(-0.559938465669347), Math.fround(0.931639027109726)],
      gradients: [[Math.fround(-0.8285341964360056), Math.fround(-0.3633850893556905)]],
      because: "large angles in float32",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(0.8414709848078965)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
