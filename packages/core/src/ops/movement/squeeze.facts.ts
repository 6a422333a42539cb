import type { Facts } from "../../op/facts.ts";
import { nestedOf, nestedShape, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link squeeze}. */
export const squeezeFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, axis?: number) {
      const shape = nestedShape(x);
      const at = axis === undefined ? undefined : axis < 0 ? axis + shape.length : axis;
      const values = nestedValues(x);
      let next = 0;
      return nestedOf(
        shape.filter((n, i) => (at === undefined ? n !== 1 : i !== at)),
        () => values[next++]!,
      );
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.axis(shape);
    const one = shape.map((n, i) => (i === (axis < 0 ? axis + shape.length : axis) ? 1 : n));
    return { inputs: [{ shape: one }], args: draw.boolean() ? [axis] : [] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[[[1], [2]]]], output: [1, 2], gradients: [[[[1], [1]]]], because: "all axes of size 1" },
    { inputs: [[[[1], [2]]]], args: [[0, -1]], output: [1, 2], because: "a list of axes" },
    { inputs: [[7]], args: [0], output: 7, gradients: [[1]], because: "one element becomes a scalar" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 1] }],
      args: [0],
      message: "squeeze: axis 0 of x of shape [2, 1] must have size 1, got 2.",
    },
  ],
};
