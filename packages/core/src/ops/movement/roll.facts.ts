import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape, nestedValues } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link roll}. */
export const rollFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, shift: number | readonly number[], axis?: number | readonly number[]) {
      const shape = nestedShape(x);
      if (axis === undefined) {
        const values = nestedValues(x);
        const by = [shift].flat().reduce((sum, one) => sum + one, 0);
        let next = 0;
        return nestedOf(shape, () => values.at((next++ - by) % values.length)!);
      }
      const by = shape.map(() => 0);
      [axis].flat().forEach((at, i) => {
        by[(at + shape.length) % shape.length]! += [shift].flat()[i] ?? [shift].flat()[0]!;
      });
      const from = (i: number, at: number): number => {
        const n = shape[at]!;
        return (((i - by[at]!) % n) + n) % n;
      };
      return nestedOf(shape, (index) => nestedAt(x, index.map(from)));
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const how = draw.pick(["all", "one", "several"]);
    if (how === "all") return { inputs: [{ shape }], args: [draw.integer(-5, 5)] };
    if (how === "one") return { inputs: [{ shape }], args: [draw.integer(-5, 5), draw.axis(shape)] };
    const shifts = shape.map(() => draw.integer(-5, 5));
    return { inputs: [{ shape }], args: [shifts, draw.permutation(shape.length)] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2, 3]], args: [-1], output: [2, 3, 1], gradients: [[1, 1, 1]], because: "towards the beginning" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [1],
      output: [
        [4, 1],
        [2, 3],
      ],
      because: "across rows",
    },
    { inputs: [[1, 2, 3]], args: [6], output: [1, 2, 3], gradients: [[1, 1, 1]], because: "whole turns" },
    { inputs: [[1, 2, 3]], args: [1, [0, 0]], output: [2, 3, 1], because: "an axis twice, with one shift for both" },
    { inputs: [[]], args: [1], output: [], because: "nothing has nothing to move" },
    { inputs: [7], args: [3], output: 7, gradients: [1], because: "a scalar stays" },
  ],
  errors: [
    { inputs: [{ shape: [2] }], args: [0.5], message: "roll: shift must be a whole number, got 0.5." },
    { inputs: [{ shape: [2] }], args: [1, 1], message: "roll: axis must be in -1 … 0 for x of shape [2], got 1." },
    {
      inputs: [{ shape: [2, 2] }],
      args: [[1, 2], [0]],
      message: "roll: shift must have one entry for each of the 1 axes, got [1, 2].",
    },
  ],
};
