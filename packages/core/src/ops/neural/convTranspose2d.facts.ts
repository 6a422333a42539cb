import type { Facts } from "../../op/facts.ts";
import { drawEach, transposedReference } from "./_convolutionReference.ts";

/** What is true of {@link convTranspose2d}. */
export const convTranspose2dFacts: Facts = {
  inputs: ["x", "kernel", "bias"],
  reference: { whole: transposedReference },
  cases(draw) {
    const groups = draw.integer(1, 2);
    const [ins, outs] = [groups * draw.integer(1, 2), draw.integer(1, 2)];
    const kernel = [draw.integer(1, 3), draw.integer(1, 3)];
    const [stride, dilation] = [drawEach(draw, 2, 1, 3), drawEach(draw, 2, 1, 2)];
    const least = Math.min(...[stride].flat().map((n) => n - 1));
    const outputPadding = draw.integer(0, least);
    // Of one row or column as much can be cut off as leaves one.
    const padding = kernel.map((n) => draw.integer(0, (n - 1) >> 1));
    const inputs = [
      { shape: [...draw.pick([[], [2]]), ins, draw.integer(1, 3), draw.integer(1, 3)] },
      { shape: [ins, outs, ...kernel] },
    ];
    const options = { stride, padding, outputPadding, dilation, groups };
    return { inputs: draw.boolean() ? [...inputs, { shape: [outs * groups] }] : inputs, args: [options] };
  },
  samples: [
    { inputs: [{ shape: [2, 3, 5, 4] }, { shape: [3, 2, 1, 1] }] },
    { inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 3, 3] }], args: [null, { dilation: 3, outputPadding: 2 }] },
  ],
  ulps: 8,
  sums: true,
  edges: [
    {
      inputs: [[[[1, 2]]], [[[[1, 10]]]], [100]],
      output: [[[101, 112, 120]]],
      gradients: [[[[11, 11]]], [[[[3, 3]]]], [3]],
      because: "added where they overlap",
    },
    {
      inputs: [[[[1, 2]]], [[[[1, 10]]]]],
      args: [{ stride: 3, outputPadding: [0, 1] }],
      output: [[[1, 10, 0, 2, 20, 0]]],
      gradients: [[[[11, 11]]], [[[[3, 3]]]]],
      because: "gaps, and one place more",
    },
    {
      inputs: [[[[1, 2]]], [[[[1, 10, 100]]]]],
      args: [{ padding: [0, 1] }],
      output: [[[12, 120]]],
      gradients: [[[[110, 11]]], [[[[2, 3, 1]]]]],
      because: "cut off at both ends",
    },
    {
      inputs: [
        [[[1]], [[2]]],
        [[[[3]]], [[[5]]]],
      ],
      args: [{ groups: 2 }],
      output: [[[3]], [[10]]],
      gradients: [
        [[[3]], [[5]]],
        [[[[1]]], [[[2]]]],
      ],
      because: "each channel its own kernel",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [1, 1, 2, 2] }],
      message:
        "convTranspose2d: x must have shape [batch, channels, height, width] or [channels, height, width], got [2, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 3] }, { shape: [2, 2] }],
      message:
        "convTranspose2d: kernel must have shape [in, out / groups, height, width], with at least one element along the last two, got [2, 2].",
    },
    {
      inputs: [{ shape: [2, 3, 3] }, { shape: [3, 1, 2, 2] }],
      message:
        "convTranspose2d: x must have 3 channels, for a kernel of shape [3, 1, 2, 2] and groups 1, got 2: x is [2, 3, 3].",
    },
    {
      inputs: [{ shape: [3, 3, 3] }, { shape: [3, 1, 2, 2] }],
      args: [{ groups: 2 }],
      message: "convTranspose2d: groups must divide 3, the first axis of the kernel of shape [3, 1, 2, 2], got 2.",
    },
    {
      inputs: [{ shape: [1, 1, 1] }, { shape: [1, 1, 2, 2] }],
      args: [{ padding: 1 }],
      message:
        "convTranspose2d: x must leave a height and a width from 1 on when padding is cut off, got [0, 0]: x is [1, 1, 1], kernel is [1, 1, 2, 2].",
    },
    {
      inputs: [{ shape: [1, 1, 1] }, { shape: [1, 1, 2, 2] }],
      args: [{ stride: 2, outputPadding: 2 }],
      message: "convTranspose2d: outputPadding must be less than stride [2, 2] or dilation [1, 1], got [2, 2].",
    },
    {
      inputs: [{ shape: [1, 1, 1] }, { shape: [1, 1, 2, 2] }],
      args: [{ padding: -1 }],
      message: "convTranspose2d: padding must be a whole number from 0 on, got -1.",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 3, 1, 1] }, { shape: [2] }],
      message: "convTranspose2d: bias must have shape [3], a number for each channel of the result, got [2].",
    },
  ],
};
