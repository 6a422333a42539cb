import type { Facts } from "../../op/facts.ts";

/** What is true of {@link greater}. */
export const greaterFacts: Facts = {
  reference: { element: (a: number, b: number) => Number(a - b > 0) },
  samples: [
    {
      inputs: [
        { shape: [4, 5], range: [0, 2], dtype: "int32" },
        { shape: [5], range: [0, 2], dtype: "int32" },
      ],
    },
  ],
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [1, 2, 3],
        [2, 2, 2],
      ],
      output: [false, false, true],
      gradients: [null, null],
      because: "no derivative",
    },
    {
      inputs: [
        [0, Infinity, -Infinity, -Infinity],
        [-0, Infinity, -Infinity, Infinity],
      ],
      output: [false, false, false, false],
      because: "zeros are equal, and so are infinities of one sign",
    },
    {
      inputs: [
        [NaN, NaN, 1],
        [NaN, 1, NaN],
      ],
      output: [false, false, false],
      because: "every comparison with NaN is false",
    },
    {
      inputs: [
        [true, false, true],
        [true, true, false],
      ],
      dtype: "bool",
      output: [false, false, true],
      because: "false is below true",
    },
    {
      inputs: [[16777217], [16777216]],
      dtype: ["int32", "float64"],
      output: [true],
      because: "compared in the promoted dtype, which is exact here",
    },
  ],
  errors: [],
};
