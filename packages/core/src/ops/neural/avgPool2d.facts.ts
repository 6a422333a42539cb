import type { Facts } from "../../op/facts.ts";
import { drawPooling, poolReference } from "./_poolingReference.ts";

/** What is true of {@link avgPool2d}. */
export const avgPool2dFacts: Facts = {
  reference: {
    whole: /* @__PURE__ */ poolReference(
      (elements, withPadding, { countIncludePad = true }) =>
        elements.reduce((sum, x) => sum + x, 0) / (countIncludePad ? withPadding : elements.length),
    ),
  },
  cases: (draw) => drawPooling(draw, "countIncludePad"),
  ulps: 2,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [
            [1, 5],
            [3, 7],
          ],
        ],
      ],
      args: [2],
      output: [[[4]]],
      gradients: [
        [
          [
            [0.25, 0.25],
            [0.25, 0.25],
          ],
        ],
      ],
      because: "a mean",
    },
    {
      inputs: [[[[1, 2, 4]]]],
      args: [[1, 2], { stride: 1 }],
      output: [[[1.5, 3]]],
      gradients: [[[[0.5, 1, 0.5]]]],
      because: "windows overlap",
    },
    {
      inputs: [[[[1, 2, 4]]]],
      args: [[1, 2], { padding: [0, 1] }],
      output: [[[0.5, 3]]],
      gradients: [[[[0.5, 0.5, 0.5]]]],
      because: "the padding counts",
    },
    {
      inputs: [[[[1, 2, 4]]]],
      args: [[1, 2], { padding: [0, 1], countIncludePad: false }],
      output: [[[1, 3]]],
      gradients: [[[[1, 0.5, 0.5]]]],
      because: "the padding does not count",
    },
    {
      inputs: [[[[1, 2, 4]]]],
      args: [[1, 2], { ceilMode: true }],
      output: [[[1.5, 4]]],
      gradients: [[[[0.5, 0.5, 1]]]],
      because: "what is beyond the image and its padding never counts",
    },
    {
      inputs: [[[[1, 2, 4, 8]]]],
      args: [[1, 2], { padding: [0, 1], stride: [1, 3], ceilMode: true }],
      output: [[[0.5, 6]]],
      gradients: [[[[0.5, 0, 0.5, 0.5]]]],
      because: "no window begins behind the image",
    },
    {
      inputs: [[[[1, Infinity, 3, NaN, 5]]]],
      args: [[1, 1], { stride: [1, 2] }],
      output: [[[1, 3, 5]]],
      gradients: [[[[1, 0, 1, 0, 1]]]],
      because: "elements of no window are not seen",
    },
    { inputs: [[[[1, 2]]]], args: [[1, 2]], dtype: "int32", output: [[[1.5]]], because: "integers give float32" },
    {
      inputs: [[[[1, 2, 3]]]],
      args: [[1, 4], { stride: 2, ceilMode: true }],
      output: [[[2]]],
      because: "in ceil mode the first window may reach beyond, too",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [1, 1, 3] }],
      args: [[1, 5], { stride: 2, ceilMode: true }],
      message:
        "avgPool2d: kernel must fit into the padded x along axis -1, which has 3 elements, got 5: x is [1, 1, 3].",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message:
        "avgPool2d: x must have shape [batch, channels, height, width] or [channels, height, width], got [2, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 3] }],
      args: [[2, 4]],
      message:
        "avgPool2d: kernel must fit into the padded x along axis -1, which has 3 elements, got 4: x is [1, 2, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [[2, 1], { padding: 1 }],
      message: "avgPool2d: padding must be at most half of the kernel [2, 1], got [1, 1].",
    },
    {
      inputs: [{ shape: [1, 2, 4] }],
      args: [1, { ceilMode: 1 }],
      message: "avgPool2d: ceilMode must be true or false, got 1.",
    },
  ],
};
