import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link cummax}. */
export const cummaxFacts: Facts = {
  reference: {
    whole(x: NestedArray, axis = -1) {
      const shape = nestedShape(x);
      const along = axis < 0 ? axis + shape.length : axis;
      return nestedOf(shape, (index) =>
        Math.max(...Array.from({ length: index[along]! + 1 }, (_, i) => nestedAt(x, index.with(along, i)))),
      );
    },
  },
  domain: { x: { distinct: true } },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: draw.boolean() ? [draw.axis(shape)] : [] };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 3, 2, 4]], output: [1, 3, 3, 4], gradients: [[1, 2, 0, 1]], because: "what stays counts again" },
    { inputs: [[2, 2, 1]], output: [2, 2, 2], gradients: [[1, 2, 0]], because: "the last of equals" },
    {
      inputs: [[1, NaN, 3, NaN]],
      output: [1, NaN, NaN, NaN],
      gradients: [[1, 2, 0, 1]],
      because: "from the first NaN on, NaN; the last of NaNs",
    },
    {
      inputs: [[-Infinity, -Infinity, 0]],
      output: [-Infinity, -Infinity, 0],
      gradients: [[1, 1, 1]],
      because: "nothing is smaller",
    },
    { inputs: [[-0, 0]], output: [-0, 0], because: "0 and -0 are equal" },
    {
      inputs: [
        [
          [1, 5],
          [3, 2],
        ],
      ],
      args: [0],
      output: [
        [1, 5],
        [3, 5],
      ],
      gradients: [
        [
          [1, 2],
          [1, 0],
        ],
      ],
      because: "along the columns",
    },
    { inputs: [[]], output: [], gradients: [[]], because: "nothing" },
    { inputs: [[3, -7, 4]], dtype: "int32", output: [3, 3, 4], because: "int32" },
    { inputs: [[false, true, false]], dtype: "bool", output: [false, true, true], because: "true is larger" },
  ],
  errors: [{ inputs: [{ shape: [] }], message: "cummax: x is a scalar and has no axis, got axis -1." }],
};
