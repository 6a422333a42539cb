import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link broadcastTo}. */
export const broadcastToFacts: Facts = {
  reference: { whole: (x: NestedArray, shape: number[]) => nestedOf(shape, (index) => nestedAt(x, index)) },
  cases: (draw) => {
    const target = draw.shape();
    const shape = target.map((n) => (draw.boolean() ? 1 : n)).slice(draw.integer(0, target.length));
    return { inputs: [{ shape }], args: [target] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2]],
      args: [[2, 2]],
      output: [
        [1, 2],
        [1, 2],
      ],
      gradients: [[2, 2]],
      because: "a new leading axis",
    },
    { inputs: [5], args: [[2]], output: [5, 5], gradients: [2], because: "a scalar" },
    { inputs: [[5]], args: [[0]], output: [], gradients: [[0]], because: "repeated zero times" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[2, 4]],
      message: "broadcastTo: x of shape [2, 3] must broadcast to shape, got [2, 4].",
    },
  ],
};
