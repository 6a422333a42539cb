import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { permute } from "../movement/permute.ts";
import { reshape } from "../movement/reshape.ts";
import { matmul } from "./matmul.ts";

/**
 * Sum of products over some axes of `a` and as many of `b`: `y[…, …] = Σᵢ a[…, i] b[i, …]`.
 *
 * @param a - Any shape.
 * @param b - Any shape.
 * @param axes - A number: the last so many of `a` with the first so many of `b`, default 2. Or two lists: axes of `a`, and for each the axis
 * of `b`.
 * @returns The other axes of `a`, then those of `b`, in the promoted dtype.
 * @throws {@link ShapeError} if axes are missing, named twice, or differ in size.
 *
 * **Derivative.** Products of `ȳ` with the other operand over the axes that are not summed.
 *
 * @example
 * ```ts
 * tensordot(tensor([[1, 2], [3, 4]]), tensor([[5, 6], [7, 8]])).item(); // => 70
 * tensordot(tensor([[1, 2], [3, 4]]), tensor([5, 6]), 1).toArray(); // => [17, 39]
 * tensordot(tensor([[1, 2], [3, 4]]), tensor([5, 6]), [[0], [0]]).toArray(); // => [23, 34]
 * ```
 * @see The array API standard, `tensordot`.
 */
export interface Tensordot {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
    axes?: number | readonly [readonly number[], readonly number[]],
  ): Tensor<Dynamic, Promote<DA, DB>>;
}

export const tensordot: Tensordot = (first: unknown, second: unknown, axes: unknown = 2): Dynamic => {
  const [a, b] = lift("tensordot", inputsOf(["a", "b"]), [first, second], false) as [Tensor, Tensor];
  const [ofA, ofB] = axesOf(a, b, axes);
  ofA.forEach((axis, i) => {
    const [m, n] = [a.shape[axis], b.shape[ofB[i]!]];
    if (m !== n)
      throw new ShapeError(
        `tensordot: axis ${axis} of a and axis ${ofB[i]} of b must have the same size, got ${m} and ${n}: ` +
          `a is ${formatShape(a.shape)}, b is ${formatShape(b.shape)}.`,
      );
  });
  const othersOf = (x: Tensor, own: readonly number[]): number[] =>
    Array.from(x.shape, (_, axis) => axis).filter((axis) => !own.includes(axis));
  const [left, right] = [othersOf(a, ofA), othersOf(b, ofB)];
  const [rows, columns] = [left.map((axis) => a.shape[axis]!), right.map((axis) => b.shape[axis]!)];
  const inner = sizeOf(ofA.map((axis) => a.shape[axis]!));
  const A = reshape(permute(a, [...left, ...ofA] as never) as Tensor, [sizeOf(rows), inner]); // every axis once
  const B = reshape(permute(b, [...ofB, ...right] as never) as Tensor, [inner, sizeOf(columns)]); // likewise
  return reshape(matmul(A, B), [...rows, ...columns]);
};

/** The axes of both that are summed. */
function axesOf(a: Tensor, b: Tensor, axes: unknown): readonly [readonly number[], readonly number[]] {
  if (!Array.isArray(axes)) {
    const most = Math.min(a.ndim, b.ndim);
    const count = whole("tensordot", "axes", axes, { min: 0, max: most });
    return [Array.from({ length: count }, (_, i) => a.ndim - count + i), Array.from({ length: count }, (_, i) => i)];
  }
  const lists = axes.map((list: unknown) => (Array.isArray(list) ? Array.from(list) : [list]));
  const lengths = lists.map(({ length }) => length);
  if (lengths.length !== 2 || lengths[0] !== lengths[1])
    throw new ShapeError({
      where: "tensordot",
      argument: "axes",
      expected: "must be a number, or two lists of one length",
      received: `lists of ${lengths.join(" and ")}`,
    });
  const [ofA, ofB] = lists as [unknown[], unknown[]]; // two, as just checked
  const resolved = [
    ofA.map((axis) => resolveAxis("tensordot", "a", a.shape, axis)),
    ofB.map((axis) => resolveAxis("tensordot", "b", b.shape, axis)),
  ] as const;
  for (const list of resolved)
    if (new Set(list).size < list.length)
      throw new ShapeError(`tensordot: each axis may be named once, got ${formatReceived(list)}.`);
  return resolved;
}
