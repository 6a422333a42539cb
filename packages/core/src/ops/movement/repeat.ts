import { whole } from "../../arguments.ts";
import { DomainError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { takeAlongAxis } from "../indexing/takeAlongAxis.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { reshape } from "./reshape.ts";

/**
 * Each element repeated, one after the other: `[x₀, x₀, x₁, x₁, …]`.
 *
 * @param x - Any shape.
 * @param repeats - How often, from 0 on; or a list with a number for each index of the axis.
 * @param axis - Absent: the elements in row-major order, as one axis.
 * @returns The shape of `x`, along `axis` the sum of all numbers.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DomainError} if a number is not whole or negative, or the list has another length
 * than the axis.
 *
 * **Derivative.** `x̄` is the sum of `ȳ` over the copies.
 *
 * @example
 * ```ts
 * repeat(tensor([[1, 2]]), 2, 1).toArray(); // => [[1, 1, 2, 2]]
 * repeat(tensor([1, 2, 3]), [2, 0, 1]).toArray(); // => [1, 1, 3]
 * ```
 * @see The array API standard, `repeat`; PyTorch, `repeat_interleave`. A whole tensor again and again lays {@link tile}.
 */
export interface Repeat {
  <D extends DType>(x: Tensor<Shape, D>, repeats: number | readonly number[], axis?: number): Tensor<Dynamic, D>;
}

export const repeat: Repeat = (input: unknown, repeats: unknown, axis?: unknown): Dynamic => {
  const [given] = lift("repeat", inputsOf(["x"]), [input], false) as [Tensor];
  const x: Tensor = axis === undefined ? reshape(given, [given.size]) : given;
  const at = axis === undefined ? 0 : resolveAxis("repeat", "x", x.shape, axis);
  const shape: readonly number[] = x.shape;
  const n = shape[at]!;
  if (!Array.isArray(repeats)) {
    const times = whole("repeat", "repeats", repeats, { min: 0 });
    const apart = reshape(x, shape.toSpliced(at + 1, 0, 1)) as Tensor;
    const wide = broadcastTo(apart, shape.toSpliced(at + 1, 0, times) as never) as Tensor; // of sizes that broadcast
    return reshape(wide, shape.with(at, n * times));
  }
  const counts = Array.from(repeats, (count) => whole("repeat", "repeats", count, { min: 0 }));
  if (counts.length !== n)
    throw new DomainError({
      where: "repeat",
      argument: "repeats",
      expected: `must have one number for each of the ${n} indices of axis ${at}`,
      received: `${counts.length}`,
    });
  const positions = counts.flatMap((count, i) => new Array<number>(count).fill(i));
  const along = shape.map((_, i) => (i === at ? positions.length : 1));
  const index: Tensor = new Tensor(along, "int32", Int32Array.from(positions));
  return takeAlongAxis(x, index as never, at); // positions of that axis
};
