import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link unbind}. */
export const unbindFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, axis = 0) {
      const shape = nestedShape(x);
      const at = axis < 0 ? axis + shape.length : axis;
      return Array.from({ length: shape[at]! }, (_, i) =>
        nestedOf(shape.toSpliced(at, 1), (index) => nestedAt(x, index.toSpliced(at, 0, i))),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape)] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2]], output: [1, 2], gradients: [[1, 1]], because: "elements become scalars" },
    { inputs: [[[1, 2]]], args: [-1], output: [[1], [2]], gradients: [[[1, 1]]], because: "counted from the end" },
  ],
  errors: [
    { inputs: [{ shape: [] }], message: "unbind: x is a scalar and has no axis, got axis 0." },
    { inputs: [{ shape: [2] }], args: [1], message: "unbind: axis must be in -1 … 0 for x of shape [2], got 1." },
  ],
};
