import { ShapeError } from "../../errors.ts";
import { copyBlocks } from "../../kernels/js/blocks.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { positional } from "../../op/args.ts";
import { alongBatchedAxis } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { ConcatError, ConcatShape, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { TensorType } from "../../tape/op.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { slice } from "./slice.ts";

/** The shapes of a list of tensors. */
export type ShapesOf<T extends readonly Tensor[]> = {
  -readonly [K in keyof T]: T[K] extends Tensor<infer S, Dynamic> ? S : Dynamic;
};
/** The dtype to which a list of tensors is promoted. */
export type PromotedOf<T extends readonly unknown[], P extends DType = never> = T extends readonly [
  Tensor<Dynamic, infer D>,
  ...infer R,
]
  ? PromotedOf<R, Promote<P, D>>
  : T extends readonly []
    ? P
    : T[number] extends Tensor<Dynamic, infer D>
      ? Promote<P, D>
      : Dynamic;

/**
 * Tensors one behind the other along an axis they have: `y = [x₀, x₁, …]`.
 *
 * @param tensors - At least one; shapes that are equal except along `axis`.
 * @param axis - Default 0.
 * @returns Their shape, along `axis` the sum of their sizes, in the promoted dtype.
 * @throws {@link ShapeError} if the shapes differ along another axis, or there is no such axis.
 *
 * **Derivative.** `x̄ᵢ` is that part of `ȳ`.
 *
 * @example
 * ```ts
 * concat([tensor([[1], [2]]), tensor([[3, 4], [5, 6]])], 1).toArray(); // => [[1, 3, 4], [2, 5, 6]]
 * ```
 * @see The array API standard, `concat`.
 */
export interface Concat {
  <const T extends readonly Tensor[], const I extends number = 0>(
    tensors: Ok<readonly [...T], ConcatError<ShapesOf<T>, I>>,
    axis?: I,
  ): Tensor<ConcatShape<ShapesOf<T>, I>, PromotedOf<T>>;
}
/** As a method: the tensor it is called on comes first, then the others. */
export interface ConcatMethod {
  <A extends Shape, D extends DType, const T extends readonly Tensor[], const I extends number = 0>(
    this: Tensor<A, D>,
    others: Ok<readonly [...T], ConcatError<[A, ...ShapesOf<T>], I>>,
    axis?: I,
  ): Tensor<ConcatShape<[A, ...ShapesOf<T>], I>, Promote<D, PromotedOf<T>>>;
}

export const concat: Concat = /* @__PURE__ */ defineOp({
  name: "concat",
  inputs: ["tensors"],
  variadic: true,
  args: [positional("axis", (where, given = 0, { types }) => resolveAxis(where, "tensors[0]", types[0]!.shape, given))],
  shape(tensors, { axis }) {
    checkShapes(tensors, axis);
    const total = tensors.reduce((size, x) => size + x.shape[axis]!, 0);
    return tensors[0]!.shape.map((size, i) => (i === axis ? total : size));
  },
  forward(y, tensors, { axis }) {
    // What lies behind one position of the axes before `axis` is one block, in every tensor.
    const count = sizeOf(y.shape.slice(0, axis));
    const inner = sizeOf(y.shape.slice(axis + 1));
    const yStep = y.shape[axis]! * inner;
    let start = 0;
    for (const x of tensors) {
      const size = x.shape[axis]! * inner;
      copyBlocks(y.data, start, yStep, x.data, 0, size, size, count);
      start += size;
    }
  },
  batch: alongBatchedAxis,
  vjp: {
    tensors(cotangent, { node, attrs: { axis } }, index) {
      let start = 0;
      for (let i = 0; i < index; i++) start += node.inputs[i]!.shape[axis]!;
      const before = new Array<null>(axis).fill(null);
      return slice(cotangent, [...before, [start, start + node.inputs[index]!.shape[axis]!]]);
    },
  },
  formula: alongAxes({ value: "y = [x₀, x₁, …]", tensors: "x̄ᵢ = that part of ȳ" }, ({ axis }) =>
    axis === undefined ? undefined : [axis],
  ),
});

function checkShapes(tensors: readonly TensorType[], axis: number): void {
  const first = tensors[0]!.shape;
  tensors.forEach(({ shape }, i) => {
    if (shape.length === first.length && shape.every((size, a) => a === axis || size === first[a])) return;
    const wanted = formatShape(first.map((size, a) => (a === axis ? "…" : size)) as never); // printed only
    throw new ShapeError(
      `concat: tensors[${i}] must have shape ${wanted}, as tensors[0] has, got ${formatShape(shape)}.`,
    );
  });
}
