import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link matrixTranspose}. */
export const matrixTransposeFacts: Facts = {
  reference: {
    whole(x: NestedArray) {
      const shape = nestedShape(x);
      const swapped = <T>(list: readonly T[]): T[] => [...list.slice(0, -2), list.at(-1)!, list.at(-2)!];
      return nestedOf(swapped(shape), (index) => nestedAt(x, swapped(index)));
    },
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape({ minDims: 2 }) }] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[[[1, 2, 3]], [[4, 5, 6]]]],
      output: [
        [[1], [2], [3]],
        [[4], [5], [6]],
      ],
      gradients: [[[[1, 1, 1]], [[1, 1, 1]]]],
      because: "leading axes stay",
    },
    { inputs: [[[], []]], output: [], shape: [0, 2], because: "an empty axis moves too" },
    { inputs: [[[true], [false]]], dtype: "bool", output: [[true, false]], because: "any dtype" },
  ],
  errors: [
    { inputs: [{ shape: [3] }], message: "matrixTranspose: x must have at least two axes, got shape [3]." },
    { inputs: [{ shape: [] }], message: "matrixTranspose: x must have at least two axes, got shape []." },
  ],
};
