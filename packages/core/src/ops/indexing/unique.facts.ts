import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link unique}. */
export const uniqueFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, { counts, inverse }: { counts?: boolean; inverse?: boolean } = {}) {
      const all = nestedValues(x);
      const values = [...new Set(all)].sort((a, b) => a - b);
      if (!counts && !inverse) return values;
      return [
        values,
        ...(counts ? [values.map((value) => all.filter((one) => one === value).length)] : []),
        ...(inverse ? [nestedOf(nestedShape(x), (index) => values.indexOf(nestedAt(x, index)))] : []),
      ];
    },
  },
  cases: (draw) => ({
    inputs: [{ shape: draw.shape(), dtype: "int32", range: [-2, 2] }],
    args: draw.boolean() ? [{ counts: draw.boolean(), inverse: draw.boolean() }] : [],
  }),
  ulps: 0.5,
  differences: { skip: "how many there are jumps" },
  edges: [
    { inputs: [[3, 1, 3, -2]], output: [-2, 1, 3], gradients: [null], because: "ascending, each once" },
    {
      inputs: [[NaN, 1, NaN]],
      args: [{ counts: true, inverse: true }],
      output: [
        [1, NaN, NaN],
        [1, 1, 1],
        [1, 0, 2],
      ],
      because: "NaNs differ and come last",
    },
    {
      inputs: [[0, -0, 0]],
      args: [{ counts: true }],
      output: [[0], [3]],
      because: "0 and -0 are equal, and the first stands for them",
    },
    {
      inputs: [
        [
          [2, 1],
          [1, 2],
        ],
      ],
      args: [{ inverse: true }],
      output: [
        [1, 2],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      because: "the inverse has the shape of x",
    },
    { inputs: [[]], args: [{ counts: true }], output: [[], []], because: "nothing" },
    { inputs: [5], output: [5], because: "a scalar is one element" },
    { inputs: [[true, false, true]], dtype: "bool", output: [false, true], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: [{ sorted: true }],
      message: "unique: options must be among counts, inverse, got sorted.",
    },
    { inputs: [{ shape: [2] }], args: [{ counts: 1 }], message: "unique: counts must be true or false, got 1." },
  ],
  batches: { skip: "the shape of the result depends on values" },
};
