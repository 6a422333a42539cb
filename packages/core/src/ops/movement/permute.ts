import { ShapeError } from "../../errors.ts";
import { copyStrided } from "../../kernels/js/strided.ts";
import { positional } from "../../op/args.ts";
import { batchFirst } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import type { CopyWork } from "../../op/work.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { stridesOf } from "../../shape/sizes.ts";
import type { Ok, PermuteError, PermuteShape, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The axes in another order: axis `i` of the result is axis `axes[i]` of `x`.
 *
 * @param x - Any shape.
 * @param axes - Every axis of `x` once, in the new order.
 * @returns Shape `[x.shape[axes[0]], x.shape[axes[1]], …]`.
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
  args: [positional("axes", (_, given, { types }) => resolve(types[0]!.shape, given))],
  shape: (x, { axes }) => axes.map((axis) => x.shape[axis]!),
  forward(y, x, { axes }) {
    const { shape, strides, offset } = copyOf(x.shape, axes);
    copyStrided(y.data, x.data, shape, strides, offset);
  },
  work: (x, { axes }) => copyOf(x.shape, axes),
  batch: batchFirst(({ axes }: { readonly axes: readonly number[] }) => ({
    axes: [0, ...axes.map((axis) => axis + 1)],
  })),
  vjp: {
    x(cotangent, { attrs: { axes } }) {
      const inverse = new Array<number>(axes.length);
      axes.forEach((axis, i) => {
        inverse[axis] = i;
      });
      return permute(cotangent, inverse);
    },
  },
  formula({ axes }) {
    if (axes === undefined) return { value: "y = x, axis i from axes[i]", x: "x̄ = ȳ, axis axes[i] from i" };
    if (axes.every((axis, i) => axis === i)) return { value: "y = x", x: "x̄ = ȳ" };
    if (axes.length === 2) return { value: "y = xᵀ", x: "x̄ = ȳᵀ" };
    const back = axes.map((_, i) => axes.indexOf(i));
    return { value: `y = x with axes (${axes.join(", ")})`, x: `x̄ = ȳ with axes (${back.join(", ")})` };
  },
});

/** Which elements of x stand in the result, in its order. */
function copyOf(from: readonly number[], axes: readonly number[]): CopyWork {
  const strides = stridesOf(from);
  return {
    kind: "copy",
    shape: axes.map((axis) => from[axis]!),
    strides: axes.map((axis) => strides[axis]!),
    offset: 0,
  };
}

/** The axes asked for, counted from 0. */
function resolve(shape: readonly number[], axes: unknown): readonly number[] {
  const resolved = Array.isArray(axes) ? Array.from(axes, (axis) => resolveAxis("permute", "x", shape, axis)) : [];
  if (!Array.isArray(axes) || axes.length !== shape.length || new Set(resolved).size !== shape.length) {
    throw new ShapeError(
      `permute: axes must be a list of every axis of x of shape ${formatShape(shape)} once, got ${formatReceived(axes)}.`,
    );
  }
  return resolved;
}
