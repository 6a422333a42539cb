import type { Facts } from "../../op/facts.ts";

/** What is true of {@link expm1}. */
export const expm1Facts: Facts = {
  reference: { element: (x: number) => 2 * Math.exp(x / 2) * Math.sinh(x / 2) },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, Infinity]],
      output: [-1, -0, 0, Infinity],
      gradients: [[0, 1, 1, Infinity]],
      because: "limits; the sign of zero stays",
    },
    {
      inputs: [[-40, 800]],
      output: [-1, Infinity],
      gradients: [[4.248354255291589e-18, Infinity]],
      because: "the slope of what has rounded to −1",
    },
    {
      inputs: [[1e-20, -1e-300]],
      output: [1e-20, -1e-300],
      gradients: [[1, 1]],
      because: "x itself, where eˣ rounds to 1",
    },
    {
      inputs: [[-20, 0.0009765625]],
      dtype: "float32",
      output: [-1, Math.fround(0.0009770394924165351)],
      gradients: [[Math.fround(2.061153622438558e-9), Math.fround(1.0009770394924165)]],
      because: "float32 has the slope that y + 1 would lose",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(1.7182818284590453)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
