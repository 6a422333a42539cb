import type { Facts } from "../../op/facts.ts";
import { drawPooling, poolReference } from "./_poolingReference.ts";

/** What is true of {@link maxPool2d}. */
export const maxPool2dFacts: Facts = {
  reference: { whole: /* @__PURE__ */ poolReference((elements) => Math.max(...elements)) },
  domain: { x: { distinct: true } },
  cases: (draw) => drawPooling(draw, "dilation"),
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [
            [1, 3, 3],
            [3, 2, 3],
          ],
        ],
      ],
      args: [[2, 3]],
      output: [[[3]]],
      gradients: [
        [
          [
            [0, 1, 0],
            [0, 0, 0],
          ],
        ],
      ],
      because: "the first of equals, row by row",
    },
    {
      inputs: [[[[1, 2, 4]]]],
      args: [[1, 2], { stride: 1 }],
      output: [[[2, 4]]],
      gradients: [[[[0, 1, 1]]]],
      because: "windows overlap",
    },
    {
      inputs: [[[[1, 5, 1]]]],
      args: [[1, 2], { stride: 1 }],
      output: [[[5, 5]]],
      gradients: [[[[0, 2, 0]]]],
      because: "the largest of two windows counts twice",
    },
    {
      inputs: [[[[-1, -2, -3]]]],
      args: [[1, 2], { padding: [0, 1] }],
      output: [[[-1, -2]]],
      gradients: [[[[1, 1, 0]]]],
      because: "no 0 from the padding is the largest",
    },
    {
      inputs: [[[[1, NaN, 3, -Infinity]]]],
      args: [[1, 2]],
      output: [[[NaN, 3]]],
      gradients: [[[[0, 1, 1, 0]]]],
      because: "NaN is larger than numbers",
    },
    {
      inputs: [[[[NaN, NaN]]]],
      args: [[1, 2]],
      output: [[[NaN]]],
      gradients: [[[[0, 1]]]],
      because: "the last NaN, as in PyTorch",
    },
    {
      inputs: [[[[-Infinity, -Infinity]]]],
      args: [[1, 2]],
      output: [[[-Infinity]]],
      gradients: [[[[1, 0]]]],
      because: "nothing is larger than -∞",
    },
    {
      inputs: [[[[1, 2, 3]]]],
      args: [[1, 2], { ceilMode: true }],
      output: [[[2, 3]]],
      gradients: [[[[0, 1, 1]]]],
      because: "the last window reaches beyond",
    },
    {
      inputs: [[[[1, 2]]]],
      args: [[1, 2], { padding: [0, 1], stride: [1, 3], ceilMode: true }],
      output: [[[1]]],
      because: "no window begins behind the image",
    },
    {
      inputs: [[[[1, 2, 3, 4]]]],
      args: [[1, 2], { dilation: 2, stride: 1 }],
      output: [[[3, 4]]],
      gradients: [[[[0, 0, 1, 1]]]],
      because: "every second element",
    },
    { inputs: [[[[3, -7]]]], args: [[1, 2]], dtype: "int32", output: [[[3]]], because: "integers stay" },
    {
      inputs: [[[[false, true]]]],
      args: [[1, 2]],
      dtype: "bool",
      output: [[[true]]],
      because: "of bools whether there is a true one",
    },
    {
      inputs: [[[[1, 2, 3]]]],
      args: [[1, 4], { stride: 2, ceilMode: true }],
      output: [[[3]]],
      because: "in ceil mode the first window may reach beyond, too",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [1, 1, 3] }],
      args: [[1, 5], { stride: 2, ceilMode: true }],
      message:
        "maxPool2d: kernel must fit into the padded x along axis -1, which has 3 elements, got 5: x is [1, 1, 3].",
    },
    {
      inputs: [{ shape: [1, 1, 1] }],
      args: [2, { padding: 1, dilation: 2 }],
      message:
        "maxPool2d: each window must meet an element of x along axis -2, and not the padding alone, got x of shape [1, 1, 1] and dilation [2, 2].",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message:
        "maxPool2d: x must have shape [batch, channels, height, width] or [channels, height, width], got [2, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 3] }],
      args: [3],
      message:
        "maxPool2d: kernel must fit into the padded x along axis -2, which has 2 elements, got 3: x is [1, 2, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [[1, 3], { dilation: 2 }],
      message:
        "maxPool2d: kernel must fit into the padded x along axis -1, which has 4 elements, got 3, 5 with dilation 2: x is [1, 2, 4].",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [2, { padding: 2 }],
      message: "maxPool2d: padding must be at most half of the kernel [2, 2], got [2, 2].",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [2, { padding: -1 }],
      message: "maxPool2d: padding must be a whole number from 0 on, got -1.",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [0],
      message: "maxPool2d: kernel must be a whole number from 1 on, got 0.",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [1, { stride: 0 }],
      message: "maxPool2d: stride must be a whole number from 1 on, got 0.",
    },
  ],
};
