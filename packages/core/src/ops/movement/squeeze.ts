import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { type Axes, resolveAxes } from "../../shape/axes.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic, Ok, SetAxis, Shape, SqueezeError } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { reshape } from "./reshape.ts";

/**
 * The same elements without axes of size 1.
 *
 * @param x - Any shape.
 * @param axis - The axis to leave out, or a list, each of size 1; absent for all that have size 1.
 * @returns The shape of `x` without them. It shares the storage of `x`.
 * @throws {@link ShapeError} if `x` has no such axis, or its size is not 1.
 *
 * **Derivative.** `x̄ = ȳ` with those axes.
 *
 * @example
 * ```ts
 * squeeze(tensor([[1], [2]]), 1).toArray(); // => [1, 2]
 * ```
 * @see The array API standard, `squeeze`.
 */
export interface Squeeze {
  <D extends DType>(x: Tensor<Shape, D>): Tensor<Dynamic, D>;
  <A extends Shape, D extends DType, const I extends number>(
    x: Tensor<A, D>,
    axis: Ok<I, SqueezeError<A, I>>,
  ): Tensor<SetAxis<A, I, []>, D>;
  <D extends DType>(x: Tensor<Shape, D>, axis: readonly number[]): Tensor<Dynamic, D>;
}

export const squeeze: Squeeze = (input: unknown, axis?: unknown): Dynamic => {
  const [x] = lift("squeeze", inputsOf(["x"]), [input], false);
  const shape: readonly number[] = x!.shape;
  const axes =
    axis === undefined
      ? shape.map((_, i) => i).filter((i) => shape[i] === 1)
      : resolveAxes("squeeze", "x", shape, axis as Axes);
  const long = axes.find((i) => shape[i] !== 1);
  if (long !== undefined)
    throw new ShapeError(
      `squeeze: axis ${long} of x of shape ${formatShape(shape)} must have size 1, got ${shape[long]}.`,
    );
  return reshape(
    x!,
    shape.filter((_, i) => !axes.includes(i)),
  );
};
