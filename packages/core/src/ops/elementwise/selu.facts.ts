import type { Facts } from "../../op/facts.ts";

/** What is true of {@link selu}. */
export const seluFacts: Facts = {
  reference: { element: (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)) },
  domain: { x: { avoid: [0] } },
  ulps: 1,
  edges: [
    {
      inputs: [[-Infinity, -0, 0, 1, Infinity]],
      dtype: "float32",
      output: [Math.fround(-1.7580993408473768), -0, 0, Math.fround(1.0507009873554805), Infinity],
      gradients: [
        [
          0,
          Math.fround(1.7580993408473768),
          Math.fround(1.7580993408473768),
          Math.fround(1.0507009873554805),
          Math.fround(1.0507009873554805),
        ],
      ],
      because: "both branches; λ α at the kink",
    },
    {
      inputs: [[-40]],
      dtype: "float32",
      output: [Math.fround(-1.7580993408473768)],
      gradients: [[Math.fround(7.469028815914292e-18)]],
      because: "the slope of what has rounded to −λ α",
    },
    {
      inputs: [[800]],
      output: [840.5607898843843],
      gradients: [[1.0507009873554805]],
      because: "the branch not taken overflows unseen",
    },
    { inputs: [NaN], output: NaN, gradients: [NaN], because: "NaN stays" },
    {
      inputs: [[0, 1]],
      dtype: "int32",
      output: [0, Math.fround(1.0507009873554805)],
      because: "integers give float32",
    },
  ],
  errors: [],
};
