import type { Facts } from "../../op/facts.ts";

/** What is true of {@link clamp}. */
export const clampFacts: Facts = {
  reference: {
    element: (x: number, { min = -Infinity, max = Infinity }: { min?: number; max?: number }) =>
      [min, x, max].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[1]!,
  },
  domain: { x: { avoid: [-1, 0.5, 1] } },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape() }],
    args: [draw.pick([{ min: -1, max: 1 }, { min: 0.5 }, { max: 0.5 }, { min: 1, max: 1 }])],
  }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[-Infinity, -2, Infinity]],
      args: [{ min: -Infinity, max: Infinity }],
      output: [-Infinity, -2, Infinity],
      gradients: [[1, 1, 1]],
      because: "infinite bounds leave everything as it is",
    },
    { inputs: [[-2, 3]], args: [{ min: 0, max: Infinity }], dtype: "int32", output: [0, 3], because: "integers too" },
    {
      inputs: [[-2, -1, 0, 1, 2]],
      args: [{ min: -1, max: 1 }],
      output: [-1, -1, 0, 1, 1],
      gradients: [[0, 1, 1, 1, 0]],
      because: "1 on the bounds",
    },
    {
      inputs: [[-Infinity, Infinity]],
      args: [{ min: 0 }],
      output: [0, Infinity],
      gradients: [[0, 1]],
      because: "no upper bound",
    },
    {
      inputs: [[-Infinity, Infinity]],
      args: [{ max: 0 }],
      output: [-Infinity, 0],
      gradients: [[1, 0]],
      because: "no lower bound",
    },
    {
      inputs: [[1, 2, 3]],
      args: [{ min: 2, max: 2 }],
      output: [2, 2, 2],
      gradients: [[0, 1, 0]],
      because: "one value",
    },
    {
      inputs: [NaN],
      args: [{ min: 0, max: 1 }],
      output: NaN,
      gradients: [0],
      because: "NaN stays, and is not within the bounds",
    },
    {
      inputs: [[0.1]],
      args: [{ max: 0.1 }],
      dtype: "float32",
      output: [Math.fround(0.1)],
      gradients: [[1]],
      because: "in float32 0.1 is above 0.1 in float64, yet on the bound",
    },
    { inputs: [[-3, 3]], args: [{ min: 0 }], dtype: "int32", output: [0, 3], because: "integers stay integers" },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "bool" }],
      args: [{ min: 0 }],
      message: 'clamp: x must not be bool. Cast it first: cast(x, "int32").',
    },
    {
      inputs: [{ shape: [2] }],
      args: [{ min: 2, max: 1 }],
      message: "clamp: min must not exceed max, got 2 and 1.",
    },
    { inputs: [{ shape: [2] }], args: [{ max: NaN }], message: "clamp: max must not be NaN." },
    {
      inputs: [{ shape: [2] }],
      args: [{}],
      message: "clamp: min or max must be given, got neither. Write clamp(x, { min: 0 }), for one.",
    },
    { inputs: [{ shape: [2] }], args: [{ min: "0" }], message: 'clamp: min must be a number, got "0".' },
    {
      inputs: [{ shape: [2], dtype: "int32" }],
      args: [{ min: 0.5 }],
      message:
        "clamp: an int32 must be a whole number in -2147483648 … 2147483647, got 0.5. Use dtype float32, or round first.",
    },
  ],
};
