import type { Facts } from "../../op/facts.ts";

/** What is true of {@link isNan}. */
export const isNanFacts: Facts = {
  reference: { element: (x: number) => Number(!(x < 0 || x >= 0)) },
  ulps: 0.5,
  edges: [
    {
      inputs: [[NaN, -Infinity, Infinity, 0, -0]],
      output: [true, false, false, false, false],
      gradients: [null],
      because: "infinities are numbers; no derivative",
    },
    { inputs: [[NaN, 1]], dtype: "float32", output: [true, false], because: "float32" },
    { inputs: [[-2147483648, 0]], dtype: "int32", output: [false, false], because: "integers are numbers" },
    { inputs: [[true, false]], dtype: "bool", output: [false, false], because: "so are bools" },
  ],
  errors: [],
};
