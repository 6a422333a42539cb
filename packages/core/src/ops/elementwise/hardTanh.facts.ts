import type { Facts } from "../../op/facts.ts";

/** What is true of {@link hardTanh}. */
export const hardTanhFacts: Facts = {
  reference: {
    element: (x: number, { min = -1, max = 1 }: { min?: number; max?: number } = {}) =>
      (Math.abs(x - min) - Math.abs(x - max) + min + max) / 2,
  },
  domain: { x: { avoid: [-1, 0, 0.5, 1] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{}, { min: 0 }, { max: 0.5 }, { min: 0.5, max: 0.5 }])],
  }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[-Infinity, -1, 0.5, 1, Infinity]],
      output: [-1, -1, 0.5, 1, 1],
      gradients: [[0, 0, 1, 0, 0]],
      because: "the kinks belong to the flat pieces",
    },
    {
      inputs: [[-2, 0, 5, 8]],
      args: [{ min: 0, max: 8 }],
      output: [0, 0, 5, 8],
      gradients: [[0, 0, 1, 0]],
      because: "other bounds",
    },
    {
      inputs: [[0.7, 0.6]],
      args: [{ max: 0.7 }],
      dtype: "float32",
      output: [Math.fround(0.7), Math.fround(0.6)],
      gradients: [[0, 1]],
      because: "on the bound in float32, where 0.7 is a little less",
    },
    { inputs: [NaN], output: NaN, gradients: [1], because: "NaN stays, and passes gradients as through relu" },
    { inputs: [[-3, 0, 3]], dtype: "int32", output: [-1, 0, 1], because: "integers stay integers" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [{ min: 2 }], message: "hardTanh: min must not exceed max, got 2 and 1." },
    {
      inputs: [{ shape: [2], dtype: "int32" }],
      args: [{ min: -0.5 }],
      message:
        "hardTanh: an int32 must be a whole number in -2147483648 … 2147483647, got -0.5. Use dtype float32, or round first.",
    },
  ],
};
