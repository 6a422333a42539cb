import type { Facts } from "../../op/facts.ts";

/** What is true of {@link where}. */
export const whereFacts: Facts = {
  reference: { element: (condition: number, x: number, y: number) => condition * x + (1 - condition) * y },
  domain: { condition: { dtype: "bool" } },
  ulps: 0.5,
  edges: [
    {
      inputs: [[true, false], 5, [1, 2]],
      dtype: ["bool", "float64", "float64"],
      output: [5, 2],
      gradients: [null, 1, [0, 1]],
      because: "a scalar's derivative is summed over the places where it is taken",
    },
    {
      inputs: [
        [true, false],
        [1, NaN],
        [Infinity, 2],
      ],
      dtype: ["bool", "float64", "float64"],
      output: [1, 2],
      gradients: [null, [1, 0], [0, 1]],
      because: "nothing of the branch not taken is seen",
    },
    {
      inputs: [
        [[true], [false]],
        [1, 2],
        [10, 20],
      ],
      dtype: ["bool", "int32", "float64"],
      output: [
        [1, 2],
        [10, 20],
      ],
      because: "the condition broadcasts, the branches promote",
    },
    {
      inputs: [[true, false], true, false],
      dtype: "bool",
      output: [true, false],
      because: "bools stay bools",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2], dtype: "float32" }, { shape: [2] }, { shape: [2] }],
      message: "where: condition must have dtype bool, got float32. Compare first, as in greater(x, 0).",
    },
    {
      inputs: [{ shape: [2], dtype: "bool" }, { shape: [3] }, { shape: [2] }],
      message: "where: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
    {
      inputs: [{ shape: [2], dtype: "bool" }, { shape: [1] }, { shape: [3] }],
      message: "where: shapes must broadcast, got [2] and [3]: axis -1 has 2 and 3.",
    },
  ],
};
