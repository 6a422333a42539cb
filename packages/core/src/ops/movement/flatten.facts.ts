import type { Facts } from "../../op/facts.ts";
import { nestedOf, nestedShape, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link flatten}. */
export const flattenFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, startAxis = 0) {
      const shape = nestedShape(x);
      const from = startAxis < 0 ? startAxis + shape.length : startAxis;
      const values = nestedValues(x);
      let next = 0;
      return nestedOf(
        [...shape.slice(0, from), shape.slice(from).reduce((size, n) => size * n, 1)],
        () => values[next++]!,
      );
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: draw.boolean() ? [draw.axis(shape)] : [] };
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
      output: [1, 2, 3, 4],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "in row-major order",
    },
    { inputs: [7], output: [7], gradients: [1], because: "a scalar becomes a list" },
    { inputs: [[[], []]], args: [1], output: [[], []], because: "empty axes" },
  ],
  errors: [],
};
