import type { Facts } from "../../op/facts.ts";
import type { DType } from "../../tensor/dtype.ts";

/** What is true of {@link cast}. */
export const castFacts: Facts = {
  reference: {
    element: (x: number, dtype: DType) => (dtype === "int32" ? Math.trunc(x) : dtype === "bool" ? Number(x !== 0) : x),
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape() }], args: [draw.pick(["float32", "float64", "int32", "bool"])] }),
  ulps: 0.5,
  edges: [
    { inputs: [[1.9, -1.9, 0]], args: ["int32"], output: [1, -1, 0], because: "fractions are cut off" },
    { inputs: [[2147483648, NaN]], args: ["int32"], output: [-2147483648, 0], because: "int32 wraps" },
    {
      inputs: [[0, 0.5, -3, NaN]],
      args: ["bool"],
      output: [false, true, true, true],
      because: "all but 0 is true",
    },
    {
      inputs: [[0.1]],
      args: ["float32"],
      output: [0.10000000149011612],
      gradients: [[1]],
      because: "0.1 is rounded to 24 bits",
    },
    { inputs: [[true, false]], dtype: "bool", args: ["float64"], output: [1, 0], because: "true is 1" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: ["float16"],
      message: 'cast: dtype must be one of "bool", "int32", "float32", "float64", got "float16".',
    },
  ],
};
