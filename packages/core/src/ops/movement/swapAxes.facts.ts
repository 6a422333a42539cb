import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

function swapped<T>(list: readonly T[], i: number, j: number): T[] {
  return list.with(i, list.at(j)!).with(j, list.at(i)!);
}

/** What is true of {@link swapAxes}. */
export const swapAxesFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole: (x: NestedArray, axis1: number, axis2: number) =>
      nestedOf(swapped(nestedShape(x), axis1, axis2), (index) => nestedAt(x, swapped(index, axis1, axis2))),
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: [draw.axis(shape), draw.axis(shape)] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[[1, 2, 3]]], args: [0, 1], output: [[1], [2], [3]], gradients: [[[1, 1, 1]]], because: "a transpose" },
    { inputs: [[1, 2]], args: [0, -1], output: [1, 2], gradients: [[1, 1]], because: "an axis with itself" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [0, 2],
      message: "swapAxes: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
  ],
};
