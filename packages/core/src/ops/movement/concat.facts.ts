import type { Facts } from "../../op/facts.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link concat}. */
export const concatFacts: Facts = {
  reference: {
    whole(...args: [...NestedArray[], number]) {
      const axis = args.at(-1) as number; // the argument after the tensors
      const join = (parts: readonly NestedArray[], depth: number): NestedArray => {
        const rows = parts as readonly NestedArray[][]; // deep enough, as the axis exists
        if (depth === 0) return rows.flat();
        return rows[0]!.map((_, i) =>
          join(
            rows.map((part) => part[i]!),
            depth - 1,
          ),
        );
      };
      const tensors = args.slice(0, -1);
      let ndim = 0;
      for (let level = tensors[0]!; Array.isArray(level); level = level[0]!) ndim++;
      return join(tensors, axis < 0 ? axis + ndim : axis);
    },
  },
  cases(draw) {
    const shape = draw.shape({ minDims: 1 });
    const axis = draw.axis(shape);
    const joined = axis < 0 ? axis + shape.length : axis;
    const parts = Array.from({ length: draw.integer(1, 3) }, () => draw.integer(1, 3));
    return {
      inputs: parts.map((n) => ({ shape: shape.map((size, a) => (a === joined ? n : size)) })),
      args: [axis],
    };
  },
  // Blocks of 64 and more are copied another way than short ones.
  samples: [{ inputs: [{ shape: [2, 70] }, { shape: [2, 3] }], args: [1] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2], [3]],
      args: [0],
      output: [1, 2, 3],
      gradients: [[1, 1], [1]],
      because: "one axis",
    },
    {
      inputs: [
        [[1], [2]],
        [[], []],
        [[3], [4]],
      ],
      args: [-1],
      output: [
        [1, 3],
        [2, 4],
      ],
      gradients: [
        [[1], [1]],
        [[], []],
        [[1], [1]],
      ],
      because: "an empty part takes no place",
    },
    { inputs: [[[], []], [[]]], args: [0], output: [[], [], []], because: "no elements, but rows" },
    { inputs: [[5]], args: [0], output: [5], gradients: [[1]], because: "one tensor is itself" },
    { inputs: [[true], [2]], args: [0], dtype: ["bool", "int32"], output: [1, 2], because: "dtypes are promoted" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [2, 4] }],
      args: [0],
      message: "concat: tensors[1] must have shape […, 3], as tensors[0] has, got [2, 4].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }],
      args: [0],
      message: "concat: tensors[1] must have shape […, 3], as tensors[0] has, got [3].",
    },
    {
      inputs: [{ shape: [2] }, { shape: [2] }],
      args: [1],
      message: "concat: axis must be in -1 … 0 for tensors[0] of shape [2], got 1.",
    },
    {
      inputs: [{ shape: [] }, { shape: [] }],
      args: [0],
      message: "concat: tensors[0] is a scalar and has no axis, got axis 0.",
    },
    {
      inputs: [{ shape: [2] }, { literal: [1, 2] }],
      args: [0],
      message: "concat: tensors[1] must be a tensor, got [1, 2]. Wrap it in tensor(…).",
    },
  ],
};
