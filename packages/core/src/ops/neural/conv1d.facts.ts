import type { Facts } from "../../op/facts.ts";
import { convolutionReference } from "./_convolutionReference.ts";

/** What is true of {@link conv1d}. */
export const conv1dFacts: Facts = {
  inputs: ["x", "kernel", "bias"],
  reference: { whole: /* @__PURE__ */ convolutionReference(1) },
  cases(draw) {
    const groups = draw.integer(1, 2);
    const [ins, outs, kernel] = [groups * draw.integer(1, 2), groups * draw.integer(1, 2), draw.integer(1, 3)];
    const [stride, padding, dilation] = [draw.integer(1, 3), draw.integer(0, 2), draw.integer(1, 2)];
    const length = Math.max(1, (kernel - 1) * dilation + 1 - 2 * padding) + draw.integer(0, 3);
    const options = draw.boolean()
      ? { stride, padding, dilation, groups }
      : { padding: "same", dilation: [dilation], groups };
    const inputs = [{ shape: [...draw.pick([[], [2]]), ins, length] }, { shape: [outs, ins / groups, kernel] }];
    return { inputs: draw.boolean() ? [...inputs, { shape: [outs] }] : inputs, args: [options] };
  },
  ulps: 8,
  sums: true,
  edges: [
    {
      inputs: [[[1, 2, 4]], [[[-1, 1]]]],
      output: [[1, 2]],
      gradients: [[[-1, 0, 1]], [[[3, 6]]]],
      because: "differences",
    },
    {
      inputs: [[[1, 2, 3, 4]], [[[1, 10]]], [100]],
      args: [{ padding: "same" }],
      output: [[121, 132, 143, 104]],
      gradients: [[[1, 11, 11, 11]], [[[10, 9]]], [4]],
      because: "the odd place is at the end",
    },
    {
      inputs: [[[1, 2, 3, 4, 5]], [[[1, 1]]]],
      args: [{ stride: [3], padding: 1 }],
      output: [[1, 7]],
      gradients: [[[1, 0, 1, 1, 0]], [[[3, 5]]]],
      because: "places -1 and 2",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [3] }, { shape: [1, 1, 2] }],
      message: "conv1d: x must have shape [batch, channels, length] or [channels, length], got [3].",
    },
    {
      inputs: [{ shape: [1, 3] }, { shape: [1, 2] }],
      message:
        "conv1d: kernel must have shape [out, in / groups, length], with at least one element along the last axis, got [1, 2].",
    },
    {
      inputs: [{ shape: [1, 3] }, { shape: [1, 1, 5] }],
      args: [{ padding: "valid" }],
      message:
        "conv1d: kernel must fit into the padded x along axis -1, which has 3 elements, got 5: x is [1, 3], kernel is [1, 1, 5].",
    },
    {
      inputs: [{ shape: [2, 3] }, { shape: [1, 1, 2] }],
      message: "conv1d: x must have 1 channels, for a kernel of shape [1, 1, 2] and groups 1, got 2: x is [2, 3].",
    },
    {
      inputs: [{ shape: [1, 3] }, { shape: [1, 1, 2] }],
      args: [{ padding: -1 }],
      message: "conv1d: padding must be a whole number from 0 on, got -1.",
    },
  ],
};
