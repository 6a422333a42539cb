import { ShapeError } from "../../errors.ts";
import { copyStrided } from "../../kernels/js/strided.ts";
import { defineOp } from "../../op/define.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { stridesOf } from "../../shape/sizes.ts";
import type { Ok, PermuteError, PermuteShape, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";

/**
 * The axes in another order: axis `i` of the result is axis `axes[i]` of `x`.
 *
 * @param x - Any shape.
 * @param axes - Every axis of `x` once, in the new order.
 * @returns Shape `[x.shape[axes[0]], x.shape[axes[1]], …]`; `x` itself if that order is the one it has.
 * @throws {@link ShapeError} if `axes` does not name each axis of `x` once.
 *
 * **Derivative.** `x̄ = ȳ` with the axes back in their old order.
 *
 * @example
 * ```ts
 * permute(tensor([[[1, 2, 3]], [[4, 5, 6]]]), [2, 0, 1]).toArray(); // => [[[1], [4]], [[2], [5]], [[3], [6]]]
 * ```
 * @see The array API standard, `permute_dims`; PyTorch's `permute`.
 */
export interface Permute {
  <A extends Shape, const O extends Shape, D extends DType>(
    x: Tensor<A, D>,
    axes: Ok<readonly [...O], PermuteError<A, O>>,
  ): Tensor<PermuteShape<A, O>, D>;
}

export const permute: Permute = /* @__PURE__ */ defineOp({
  name: "permute",
  inputs: ["x"],
  attrs: ([x], axes: readonly number[]) => ({ axes: resolve(x!.shape, axes) }),
  identity: (_, { axes }) => axes.every((axis, i) => axis === i),
  shape: (x, { axes }) => axes.map((axis) => x.shape[axis]!),
  forward(y, x, { axes }) {
    const strides = stridesOf(x.shape);
    copyStrided(
      y.data,
      x.data,
      y.shape,
      axes.map((axis) => strides[axis]!),
      0,
    );
  },
  vjp: {
    x(cotangent, { attrs: { axes } }) {
      const inverse = new Array<number>(axes.length);
      axes.forEach((axis, i) => {
        inverse[axis] = i;
      });
      return permute(cotangent, inverse);
    },
  },
  formula: { value: "y = x, axis i from axes[i]", x: "x̄ = ȳ, axis axes[i] from i" },
});

/** The axes asked for, counted from 0. */
function resolve(shape: readonly number[], axes: readonly number[]): readonly number[] {
  const resolved = Array.isArray(axes) ? axes.map((axis) => resolveAxis("permute", "x", shape, axis)) : [];
  if (!Array.isArray(axes) || axes.length !== shape.length || new Set(resolved).size !== shape.length) {
    throw new ShapeError(
      `permute: axes must be a list of every axis of x of shape ${formatShape(shape)} once, got ${formatReceived(axes)}.`,
    );
  }
  return resolved;
}

/** What is true of {@link permute}. */
export const permuteSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, axes: number[]) {
      const shape = nestedShape(x);
      const order = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
      return nestedOf(
        order.map((axis) => shape[axis]!),
        (index) =>
          nestedAt(
            x,
            shape.map((_, axis) => index[order.indexOf(axis)]!),
          ),
      );
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const axes = draw.permutation(shape.length).map((axis) => (draw.boolean() ? axis : axis - shape.length));
    return { inputs: [{ shape }], args: [axes] };
  },
  samples: [{ inputs: [{ shape: [2, 3, 4, 2] }], args: [[3, 1, 0, 2]] }],
  ulps: 0.5,
  edges: [
    {
      inputs: [[[1, 2, 3]]],
      args: [[1, 0]],
      output: [[1], [2], [3]],
      gradients: [[[1, 1, 1]]],
      because: "a transpose",
    },
    {
      inputs: [[[[1, 2]], [[3, 4]], [[5, 6]]]],
      args: [[1, -1, 0]],
      output: [
        [
          [1, 3, 5],
          [2, 4, 6],
        ],
      ],
      because: "a cycle of three axes is not its own inverse",
    },
    { inputs: [7], args: [[]], output: 7, gradients: [1], because: "a scalar has no axes" },
    { inputs: [[[], []]], args: [[1, 0]], output: [], shape: [0, 2], because: "an empty axis moves too" },
    {
      inputs: [
        [
          [true, false],
          [true, true],
        ],
      ],
      args: [[1, 0]],
      dtype: "bool",
      output: [
        [true, true],
        [false, true],
      ],
      because: "any dtype",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0]],
      message: "permute: axes must be a list of every axis of x of shape [2, 3] once, got [0].",
    },
    {
      inputs: [{ shape: [3] }],
      args: [0],
      message: "permute: axes must be a list of every axis of x of shape [3] once, got 0.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[0, 2]],
      message: "permute: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[1, -1]],
      message: "permute: axes must be a list of every axis of x of shape [2, 3] once, got [1, -1].",
    },
  ],
};
