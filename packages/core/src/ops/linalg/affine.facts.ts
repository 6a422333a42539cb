import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

/** What is true of {@link affine}. */
export const affineFacts: Facts = {
  reference: {
    whole(x: NestedArray, weight: NestedArray, bias: NestedArray) {
      const shape = nestedShape(x);
      const [k, n] = nestedShape(weight) as [number, number];
      return nestedOf([...shape.slice(0, -1), n ?? 0], (index) => {
        const [row, j] = [index.slice(0, -1), index.at(-1)!];
        let sum = 0;
        for (let i = k - 1; i >= 0; i--) sum += nestedAt(x, [...row, i]) * nestedAt(weight, [i, j]);
        return sum + nestedAt(bias, [j]);
      });
    },
  },
  cases(draw) {
    const [k, n] = [draw.integer(1, 4), draw.integer(1, 3)];
    return { inputs: [{ shape: [...draw.shape({ maxDims: 2 }), k] }, { shape: [k, n] }, { shape: [n] }] };
  },
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
        [100, 200],
      ],
      output: [
        [119, 222],
        [143, 250],
      ],
      gradients: [
        [
          [11, 15],
          [11, 15],
        ],
        [
          [4, 4],
          [6, 6],
        ],
        [2, 2],
      ],
      because: "row sums of W, column sums of x, the number of rows",
    },
    {
      inputs: [[1, 2], [[3], [4]], [5]],
      output: [16],
      gradients: [[3, 4], [[1], [2]], [1]],
      because: "a vector is one row",
    },
    {
      inputs: [[[[1, 2]], [[3, 4]]], [[1], [10]], [0]],
      output: [[[21]], [[43]]],
      gradients: [[[[1, 10]], [[1, 10]]], [[4], [6]], [2]],
      because: "rows along all leading axes add up in the derivatives of weight and bias",
    },
    {
      inputs: [[[5], [6]], [[]], []],
      output: [[], []],
      gradients: [[[0], [0]], [[]], []],
      because: "a weight without columns gives nothing",
    },
    {
      inputs: [[16777216], [[1]], [0.5]],
      dtype: ["float32", "float32", "float64"],
      output: [16777216.5],
      because: "the sum has the dtype of the bias, and its digits",
    },
    {
      inputs: [[16777217], [[1]], [1]],
      dtype: ["int32", "int32", "float32"],
      output: [16777218],
      because: "an int32 product is exact until the bias is added",
    },
    {
      inputs: [[3], [[0.1]], [0.25]],
      dtype: ["float32", "float32", "float64"],
      output: [0.550000011920929],
      because: "the product is rounded to float32 before a float64 bias is added",
    },
    {
      inputs: [[65536], [[65536]], [1]],
      dtype: "int32",
      output: [1],
      because: "int32 wraps modulo 2³²",
    },
    {
      inputs: [[Infinity], [[0]], [1]],
      output: [NaN],
      because: "∞ · 0 has no value",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [4, 5] }, { shape: [5] }],
      message: "affine: x must have shape [..., 4] for a weight of shape [4, 5], got [2, 3].",
    },
    {
      inputs: [{ literal: 2 }, { shape: [4, 5] }, { shape: [5] }],
      message: "affine: x must have shape [..., 4] for a weight of shape [4, 5], got [].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3] }, { shape: [1] }],
      message: "affine: weight must have shape [k, n], got [3].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3, 5] }, { shape: [4] }],
      message: "affine: bias must have shape [5] for a weight of shape [3, 5], got [4].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [3, 5] }, { shape: [2, 5] }],
      message: "affine: bias must have shape [5] for a weight of shape [3, 5], got [2, 5].",
    },
    {
      inputs: [{ value: [true] }, { value: [[true]] }, { value: [true] }],
      message: 'affine: x and weight and bias must not all be bool. Cast one first: cast(x, "int32").',
    },
  ],
};
