import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { planSlice } from "../../shape/ranges.ts";
import type { AxisError, Dynamic, Ok, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { slice } from "./slice.ts";

/**
 * The part at one index of the first axis: `y = x[index]`, a row of a matrix, an element of a vector.
 *
 * @param x - At least one axis, the first of size `n`.
 * @param index - In −n … n − 1; negative ones count from the end.
 * @returns The shape of `x` without its first axis.
 * @throws {@link ShapeError} if `x` is a scalar, or the index out of range; {@link DomainError} if the index is not whole.
 *
 * **Derivative.** `x̄ = ȳ` at the index, 0 elsewhere.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2], [3, 4]]);
 * x.at(0).toArray(); // => [1, 2]
 * x.at(-1).at(-1).item(); // => 4
 * ```
 * @see JavaScript's `Array.prototype.at`. Several axes at once: {@link slice}; other values in that place: {@link setSlice}.
 */
export interface At {
  <A extends Shape, D extends DType, const I extends number>(
    x: Tensor<A, D>,
    index: Ok<I, AxisError<A, 0>>,
  ): Tensor<SetAxis<A, 0, []>, D>;
}

export const at: At = (input: unknown, index: unknown): Dynamic => {
  const [x] = lift("at", inputsOf(["x"]), [input], false) as [Tensor];
  const position = whole("at", "index", index);
  if (x.ndim === 0)
    throw new ShapeError({
      where: "at",
      argument: "x",
      expected: "is a scalar and has no axis",
      received: `index ${position}`,
    });
  planSlice("at", "x of shape", x.shape, [position]); // or it throws, in the name of this function
  return slice(x, [position] as never); // it fits, as just checked
};
