import { whole } from "../../arguments.ts";
import { DomainError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatReceived } from "../../shape/format.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { concat } from "./concat.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";

/**
 * The elements moved along axes, those that leave at one end coming in at the other: `y[(i + shift) mod n] = x[i]`.
 *
 * @param x - Any shape.
 * @param shift - A whole number, or one for each of a list of axes; negative ones move towards the beginning.
 * @param axis - One axis, or a list as long as that of shifts; an axis may come more than once. Absent: the elements in row-major order.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DomainError} if the lists differ in length or a shift is not whole.
 *
 * **Derivative.** `x̄` is `ȳ`, moved back.
 *
 * @example
 * ```ts
 * roll(tensor([1, 2, 3, 4]), 1).toArray(); // => [4, 1, 2, 3]
 * roll(tensor([[1, 2], [3, 4]]), [1, 1], [0, 1]).toArray(); // => [[4, 3], [2, 1]]
 * ```
 * @see The array API standard, `roll`.
 */
export interface Roll {
  <A extends Shape, D extends DType>(
    x: Tensor<A, D>,
    shift: number | readonly number[],
    axis?: number | readonly number[],
  ): Tensor<A, D>;
}

export const roll: Roll = (input: unknown, shift: unknown, axis?: unknown): Dynamic => {
  const [x] = lift("roll", inputsOf(["x"]), [input], false) as [Tensor];
  const shifts = Array.isArray(shift) ? Array.from(shift) : [shift];
  for (const one of shifts) whole("roll", "shift", one);
  if (axis === undefined) {
    const total = (shifts as number[]).reduce((sum, one) => sum + one, 0); // whole, as just checked
    return reshape(rolled(reshape(x, [x.size]), total, 0), x.shape);
  }
  const axes = (Array.isArray(axis) ? Array.from(axis) : [axis]).map((one) => resolveAxis("roll", "x", x.shape, one));
  if (axes.length !== shifts.length && shifts.length !== 1)
    throw new DomainError({
      where: "roll",
      argument: "shift",
      expected: `must have one entry for each of the ${axes.length} axes`,
      received: formatReceived(shift),
    });
  return axes.reduce((y, at, i) => rolled(y, (shifts[i] ?? shifts[0]) as number, at), x);
};

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const n: number = x.shape[axis]!;
  const by = n === 0 ? 0 : ((shift % n) + n) % n;
  if (by === 0) return x;
  const before = new Array<null>(axis).fill(null);
  const part = (start: number, stop: number): Tensor => slice(x, [...before, [start, stop]]) as Tensor;
  return concat([part(n - by, n), part(0, n - by)], axis) as Tensor;
}
