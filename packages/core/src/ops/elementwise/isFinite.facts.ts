import type { Facts } from "../../op/facts.ts";

/** What is true of {@link isFinite}. */
export const isFiniteFacts: Facts = {
  reference: { element: (x: number) => Number(x - x === 0) },
  ulps: 0.5,
  edges: [
    {
      inputs: [[NaN, -Infinity, Infinity, 0, -0, 1.7976931348623157e308]],
      output: [false, false, false, true, true, true],
      gradients: [null],
      because: "up to the largest number; no derivative",
    },
    {
      inputs: [[NaN, Infinity, 3.4028234663852886e38]],
      dtype: "float32",
      output: [false, false, true],
      because: "float32",
    },
    { inputs: [[-2147483648, 0]], dtype: "int32", output: [true, true], because: "integers are finite" },
    { inputs: [[true, false]], dtype: "bool", output: [true, true], because: "so are bools" },
  ],
  errors: [],
};
