import type { Facts } from "../../op/facts.ts";
import { nestedOf, nestedValues } from "../../op/reference.ts";
import { planSlice } from "../../shape/ranges.ts";
import type { SliceRange } from "../../shape/types.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { drawRanges, sliceFacts } from "./slice.facts.ts";

/** What is true of {@link unslice}. */
export const unsliceFacts: Facts = {
  reference: {
    // Slicing the row-major positions says where each element of x goes.
    whole(x: NestedArray, shape: number[], ranges: SliceRange[]) {
      let count = 0;
      const positions = nestedOf(shape, () => count++);
      const values = nestedValues(x);
      const places = new Map(nestedValues(sliced(positions, ranges)).map((place, i) => [place, values[i]!]));
      let next = 0;
      return nestedOf(shape, () => places.get(next++) ?? 0);
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const ranges = drawRanges(draw, shape);
    return { inputs: [{ shape: planSlice("unslice", "shape", shape, ranges).shape }], args: [shape, ranges] };
  },
  samples: [
    { inputs: [{ shape: [0, 0] }], args: [[2, 0], [[4, 0]]] },
    {
      inputs: [{ shape: [2, 2, 2] }],
      args: [
        [3, 4, 3],
        [
          [null, null, 2],
          [1, 3],
          [null, null, -2],
        ],
      ],
    },
  ],
  ulps: 0.5,
  edges: [
    { inputs: [[7, 8]], args: [[4], [[1, 3]]], output: [0, 7, 8, 0], gradients: [[1, 1]], because: "a block" },
    {
      inputs: [[7, 8]],
      args: [[4], [[null, null, -2]]],
      output: [0, 8, 0, 7],
      gradients: [[1, 1]],
      because: "backwards",
    },
    {
      inputs: [[7, 8]],
      args: [
        [2, 2],
        [null, 0],
      ],
      output: [
        [7, 0],
        [8, 0],
      ],
      gradients: [[1, 1]],
      because: "an index puts its axis back",
    },
    { inputs: [7], args: [[2], [-1]], output: [0, 7], gradients: [1], because: "a scalar has a place too" },
    { inputs: [[]], args: [[2], [[5, 9]]], output: [0, 0], gradients: [[]], because: "nothing to place" },
    { inputs: [[true]], args: [[2], [[0, 1]]], dtype: "bool", output: [true, false], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [3] }],
      args: [[4], [[1, 3]]],
      message: "unslice: x must have shape [2], that of the ranges of shape [4], got [3].",
    },
    {
      inputs: [{ shape: [] }],
      args: [[4], [4]],
      message: "unslice: index must be in -4 … 3 along axis 0 of shape [4], got 4.",
    },
    {
      inputs: [{ shape: [2] }],
      args: [4, [null]],
      message: "unslice: shape must be a list of sizes, got 4. Write [4].",
    },
  ],
};

/** What the reference of `slice` says. */
function sliced(x: NestedArray, ranges: SliceRange[]): NestedArray {
  const { whole } = sliceFacts.reference as { readonly whole: (x: NestedArray, ranges: SliceRange[]) => NestedArray };
  return whole(x, ranges); // the kind of reference it has
}
