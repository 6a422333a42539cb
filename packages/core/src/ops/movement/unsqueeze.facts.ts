import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link unsqueeze}. */
export const unsqueezeFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, axis: number) {
      const shape = nestedShape(x);
      const at = axis < 0 ? axis + shape.length + 1 : axis;
      return nestedOf(shape.toSpliced(at, 0, 1), (index) => nestedAt(x, index.toSpliced(at, 1)));
    },
  },
  cases(draw) {
    const shape = draw.shape();
    return { inputs: [{ shape }], args: [draw.integer(-shape.length - 1, shape.length)] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2]], args: [1], output: [[1], [2]], gradients: [[1, 1]], because: "behind the first axis" },
    { inputs: [[1, 2]], args: [-2], output: [[1, 2]], because: "counted from the end of the result" },
    { inputs: [7], args: [0], output: [7], gradients: [1], because: "a scalar gets an axis" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }],
      args: [2],
      message: "unsqueeze: axis must be in -2 … 1 for the result of shape [2, 1], got 2.",
    },
  ],
};
