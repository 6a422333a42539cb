import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link stack}. */
export const stackFacts: Facts = {
  inputs: ["tensors"],
  variadic: true,
  reference: {
    whole(...args: [...NestedArray[], number]) {
      const axis = args.at(-1) as number; // the argument after the tensors
      const tensors = args.slice(0, -1);
      const shape = nestedShape(tensors[0]!);
      const at = axis < 0 ? axis + shape.length + 1 : axis;
      return nestedOf(shape.toSpliced(at, 0, tensors.length), (index) =>
        nestedAt(tensors[index[at]!]!, index.toSpliced(at, 1)),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const inputs = Array.from({ length: draw.integer(1, 3) }, () => ({ shape }));
    return { inputs, args: [draw.integer(-shape.length - 1, shape.length)] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [1, 2],
        [3, 4],
      ],
      output: [
        [1, 2],
        [3, 4],
      ],
      gradients: [
        [1, 1],
        [1, 1],
      ],
      because: "rows",
    },
    {
      inputs: [
        [1, 2],
        [3, 4],
      ],
      args: [-1],
      output: [
        [1, 3],
        [2, 4],
      ],
      because: "columns",
    },
    { inputs: [1, 2], output: [1, 2], gradients: [1, 1], because: "scalars become a list" },
  ],
  errors: [
    {
      inputs: [{ shape: [2] }, { shape: [3] }],
      message: "stack: tensors[1] must have shape [2], as tensors[0] has, got [3].",
    },
    {
      inputs: [{ shape: [2] }],
      args: [2],
      message: "stack: axis must be in -2 … 1 for the result of shape [2, 1], got 2.",
    },
  ],
};
