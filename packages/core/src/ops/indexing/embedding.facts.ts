import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link embedding}. */
export const embeddingFacts: Facts = {
  reference: {
    whole: (weight: NestedArray, indices: NestedArray) =>
      nestedOf([...nestedShape(indices), nestedShape(weight)[1]!], (index) =>
        nestedAt(weight, [nestedAt(indices, index.slice(0, -1)), index.at(-1)!]),
      ),
  },
  // The row that gets no gradient has one by differences: rows of edges say what it is.
  cases(draw) {
    const weight = draw.shape({ minDims: 2, maxDims: 2 });
    const indices = draw.shape({ maxDims: 2 });
    return { inputs: [{ shape: weight }, { shape: indices, dtype: "int32", range: [0, weight[0]! - 1] }] };
  },
  samples: [{ inputs: [{ shape: [3, 70] }, { shape: [4], dtype: "int32", range: [0, 2] }] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        [2, 0, 2],
      ],
      dtype: ["float64", "int32"],
      output: [
        [5, 6],
        [1, 2],
        [5, 6],
      ],
      gradients: [
        [
          [1, 1],
          [0, 0],
          [2, 2],
        ],
        null,
      ],
      because: "a row read twice counts twice",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [0, 1],
          [1, 1],
        ],
      ],
      args: [{ paddingIndex: 1 }],
      dtype: ["float64", "int32"],
      output: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [3, 4],
          [3, 4],
        ],
      ],
      gradients: [
        [
          [1, 1],
          [0, 0],
        ],
        null,
      ],
      because: "the row of padding is read, and gets no gradient",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [0, 1],
      ],
      args: [{ paddingIndex: -2 }],
      dtype: ["float64", "float32"],
      output: [
        [1, 2],
        [3, 4],
      ],
      gradients: [
        [
          [0, 0],
          [1, 1],
        ],
        null,
      ],
      because: "the row of padding may be counted from the end, and whole floats are indices",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ],
      dtype: ["float64", "int32"],
      output: [3, 4],
      because: "one row",
    },
    { inputs: [[[1, 2]], []], dtype: ["float64", "int32"], output: [], shape: [0, 2], because: "no rows" },
  ],
  errors: [
    {
      inputs: [{ shape: [3, 2] }, { value: [[0, 3]], dtype: "int32" }],
      message: "embedding: indices must be in 0 … 2, the rows of weight, got 3 at [0][1].",
    },
    {
      inputs: [{ shape: [3, 2] }, { value: [-1], dtype: "int32" }],
      message: "embedding: indices must be in 0 … 2, the rows of weight, got -1 at [0].",
    },
    {
      inputs: [{ shape: [0, 2] }, { value: [0], dtype: "int32" }],
      message: "embedding: indices must be empty, because weight has no rows, got 0 at [0].",
    },
    {
      inputs: [{ shape: [3] }, { value: [0], dtype: "int32" }],
      message: "embedding: weight must have shape [n, width], got [3].",
    },
    {
      inputs: [{ shape: [3, 2] }, { value: [0], dtype: "int32" }],
      args: [{ paddingIndex: 3 }],
      message: "embedding: paddingIndex must be a whole number in -3 … 2, got 3.",
    },
  ],
};
