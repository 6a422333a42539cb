import type { Facts } from "../../op/facts.ts";

/** What is true of {@link isInf}. */
export const isInfFacts: Facts = {
  reference: { element: (x: number) => Number(1 / x === 0) },
  ulps: 0.5,
  edges: [
    {
      inputs: [[NaN, -Infinity, Infinity, 0, -0, 1.7976931348623157e308]],
      output: [false, true, true, false, false, false],
      gradients: [null],
      because: "either sign; no derivative",
    },
    {
      inputs: [[NaN, -Infinity, 3.4028234663852886e38]],
      dtype: "float32",
      output: [false, true, false],
      because: "float32",
    },
    { inputs: [[-2147483648, 0]], dtype: "int32", output: [false, false], because: "integers are finite" },
    { inputs: [[true, false]], dtype: "bool", output: [false, false], because: "so are bools" },
  ],
  errors: [],
};
