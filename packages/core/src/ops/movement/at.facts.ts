import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link at}. */
export const atFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, position: number) {
      const [n, ...rest] = nestedShape(x);
      return nestedOf(rest, (index) => nestedAt(x, [position < 0 ? position + n! : position, ...index]));
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.integer(-shape[0]!, shape[0]! - 1)] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [1],
      output: [3, 4],
      gradients: [
        [
          [0, 0],
          [1, 1],
        ],
      ],
      because: "a row",
    },
    { inputs: [[1, 2, 3]], args: [-1], output: 3, gradients: [[0, 0, 1]], because: "counted from the end" },
    { inputs: [[true, false]], args: [1], dtype: "bool", output: false, because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [3, 2] }],
      args: [3],
      message: "at: index must be in -3 … 2 along axis 0 of x of shape [3, 2], got 3.",
    },
    { inputs: [{ shape: [3] }], args: [0.5], message: "at: index must be a whole number, got 0.5." },
    { inputs: [{ shape: [] }], args: [0], message: "at: x is a scalar and has no axis, got index 0." },
    {
      inputs: [{ shape: [0] }],
      args: [0],
      message: "at: there is no element along axis 0 of x of shape [0], got index 0.",
    },
  ],
};
