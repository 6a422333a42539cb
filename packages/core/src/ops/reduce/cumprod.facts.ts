import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link cumprod}. */
export const cumprodFacts: Facts = {
  inputs: ["x"],
  reference: {
    whole(x: NestedArray, axis = -1) {
      const shape = nestedShape(x);
      const at = axis < 0 ? axis + shape.length : axis;
      return nestedOf(shape, (index) => {
        let product = 1;
        for (let i = 0; i <= index[at]!; i++) product *= nestedAt(x, index.with(at, i));
        return product;
      });
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    return { inputs: [{ shape }], args: draw.boolean() ? [draw.axis(shape)] : [] };
  },
  samples: [{ inputs: [{ shape: [9] }] }, { inputs: [{ shape: [2, 7] }], args: [1] }],
  ulps: 1,
  edges: [
    {
      inputs: [[2, 3, 4, 5]],
      output: [2, 6, 24, 120],
      gradients: [[76, 50, 36, 24]],
      because: "products of all before",
    },
    {
      inputs: [[2, 0, 3]],
      output: [2, 0, 0],
      gradients: [[1, 8, 0]],
      because: "one zero: the others' product is left",
    },
    { inputs: [[0, 0, 3]], output: [0, 0, 0], gradients: [[1, 0, 0]], because: "two zeros" },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [0],
      output: [
        [1, 2],
        [3, 8],
      ],
      because: "along another axis",
    },
    { inputs: [[true, false, true]], dtype: "bool", output: [1, 0, 0], because: "bools are numbers" },
    { inputs: [[]], output: [], because: "no factors" },
    { inputs: [[1, Number.NaN, 2]], output: [1, Number.NaN, Number.NaN], because: "NaN stays in what comes after it" },
  ],
  errors: [
    { inputs: [{ shape: [] }], message: "cumprod: x is a scalar and has no axis, got axis -1." },
    { inputs: [{ shape: [2] }], args: [1], message: "cumprod: axis must be in -1 … 0 for x of shape [2], got 1." },
  ],
};
