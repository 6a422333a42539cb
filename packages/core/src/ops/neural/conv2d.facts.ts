import type { Case, Draw, Facts } from "../../op/facts.ts";
import { convolutionReference, drawEach } from "./_convolutionReference.ts";

/** What is true of {@link conv2d}. */
export const conv2dFacts: Facts = {
  inputs: ["x", "kernel", "bias"],
  reference: { whole: /* @__PURE__ */ convolutionReference(2) },
  cases: (draw: Draw): Case => {
    const groups = draw.integer(1, 2);
    const [ins, outs] = [groups * draw.integer(1, 2), groups * draw.integer(1, 2)];
    const kernel = [draw.integer(1, 3), draw.integer(1, 3)];
    const [stride, padding, dilation] = [drawEach(draw, 2, 1, 3), drawEach(draw, 2, 0, 2), drawEach(draw, 2, 1, 2)];
    const size = kernel.map((n, i) => {
      const reach = (n - 1) * [dilation].flat().at(i % [dilation].flat().length)! + 1;
      const pad = [padding].flat().at(i % [padding].flat().length)!;
      return Math.max(1, reach - 2 * pad) + draw.integer(0, 2);
    });
    const batch = draw.pick([[], [1], [2]]);
    const options = draw.pick([
      { stride, padding, dilation, groups },
      { padding: "same", dilation, groups },
    ] as const);
    const inputs = [{ shape: [...batch, ins, ...size] }, { shape: [outs, ins / groups, ...kernel] }];
    return draw.boolean() ? { inputs: [...inputs, { shape: [outs] }], args: [options] } : { inputs, args: [options] };
  },
  ulps: 8,
  sums: true,
  samples: [
    { inputs: [{ shape: [2, 3, 5, 4] }, { shape: [2, 3, 1, 1] }], args: [] },
    { inputs: [{ shape: [1, 1, 40, 40] }, { shape: [1, 1, 3, 3] }], args: [null, { padding: 1 }] },
  ],
  edges: [
    {
      inputs: [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        [
          [
            [
              [1, 0],
              [0, -1],
            ],
          ],
        ],
      ],
      output: [[[-3]]],
      gradients: [
        [
          [
            [1, 0],
            [0, -1],
          ],
        ],
        [
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        ],
      ],
      because: "not turned over: 1 · 1 − 4 · 1",
    },
    {
      inputs: [[[[1, 2, 3]]], [[[[1, 10]]]], [100]],
      args: [{ padding: "same" }],
      output: [[[121, 132, 103]]],
      gradients: [[[[1, 11, 11]]], [[[[6, 5]]]], [3]],
      because: "the odd place is on the right",
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
    { inputs: [[[[2147483647, 1]]], [[[[2, 5]]]]], dtype: "int32", output: [[[3]]], because: "int32 wraps" },
    { inputs: [[[[1, Infinity]]], [[[[1, 0]]]]], output: [[[NaN]]], because: "∞ · 0 has no value" },
    {
      inputs: [[[[1, 2, 3, 4, 5]]], [[[[1, 1]]]]],
      args: [{ stride: 2, dilation: 2 }],
      output: [[[4, 8]]],
      gradients: [[[[1, 0, 2, 0, 1]]], [[[[4, 8]]]]],
      because: "every second of every second",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [1, 1, 2, 2] }],
      message: "conv2d: x must have shape [batch, channels, height, width] or [channels, height, width], got [2, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 3] }, { shape: [2, 2] }],
      message:
        "conv2d: kernel must have shape [out, in / groups, height, width], with at least one element along the last two, got [2, 2].",
    },
    {
      inputs: [{ shape: [1, 2, 3] }, { shape: [1, 1, 0, 2] }],
      message:
        "conv2d: kernel must have shape [out, in / groups, height, width], with at least one element along the last two, got [1, 1, 0, 2].",
    },
    {
      inputs: [{ shape: [4, 3, 8, 8] }, { shape: [2, 1, 3, 3] }],
      message:
        "conv2d: x must have 1 channels, for a kernel of shape [2, 1, 3, 3] and groups 1, got 3: x is [4, 3, 8, 8].",
    },
    {
      inputs: [{ shape: [3, 8, 8] }, { shape: [3, 1, 3, 3] }],
      args: [{ groups: 2 }],
      message: "conv2d: groups must divide 3, the first axis of the kernel of shape [3, 1, 3, 3], got 2.",
    },
    {
      inputs: [{ shape: [1, 4, 9] }, { shape: [1, 1, 3, 3] }],
      args: [{ dilation: 3, padding: [1, 0] }],
      message:
        "conv2d: kernel must fit into the padded x along axis -2, which has 6 elements, got 3, 7 with dilation 3: x is [1, 4, 9], kernel is [1, 1, 3, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 3] }],
      message:
        "conv2d: kernel must fit into the padded x along axis -1, which has 2 elements, got 3: x is [1, 2, 2], kernel is [1, 1, 1, 3].",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ padding: -1 }],
      message: "conv2d: padding must be a whole number from 0 on, got -1.",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ padding: [0, -1] }],
      message: "conv2d: padding[1] must be a whole number from 0 on, got -1.",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ padding: "full" }],
      message: 'conv2d: padding must be a number, a list of them, "same" or "valid", got "full".',
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ padding: "same", stride: 2 }],
      message: 'conv2d: stride must be 1 where padding is "same", got [2, 2].',
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ stride: 0 }],
      message: "conv2d: stride must be a whole number from 1 on, got 0.",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ stride: [1, 1, 1] }],
      message: "conv2d: stride must be a number or a list of 2, got [1, 1, 1].",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [3, 1, 1, 1] }, { shape: [2] }],
      message: "conv2d: bias must have shape [3], a number for each channel of the result, got [2].",
    },
    {
      inputs: [{ shape: [1, 2, 2] }, { shape: [1, 1, 1, 1] }],
      args: [{ strides: 2 }],
      message: "conv2d: options must be among stride, padding, dilation, groups, got strides. Did you mean stride?",
    },
    {
      inputs: [
        { shape: [1, 2, 2], dtype: "bool" },
        { shape: [1, 1, 1, 1], dtype: "bool" },
      ],
      message: 'conv2d: x and kernel must not be bool. Cast x first: cast(x, "int32").',
    },
  ],
};
