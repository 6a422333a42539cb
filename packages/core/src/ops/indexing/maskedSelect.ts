import { checkInputTypes, condition, inputsOf, lift } from "../../op/inputs.ts";
import { broadcastShapes } from "../../shape/broadcast.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { BroadcastError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { broadcastTo } from "../movement/broadcastTo.ts";
import { shapeFromValues } from "./_dataDependent.ts";
import { take } from "./take.ts";

/**
 * The elements where a mask is true, in row-major order.
 *
 * @param x - Any shape.
 * @param mask - bool; broadcasts with `x`.
 * @returns Shape `[n]`, where `n` is how often the mask is true.
 * @throws {@link ShapeError} if the shapes do not broadcast; {@link DTypeError} if the mask is not bool; {@link TapegradError} within
 * {@link jit}: the shape depends on the values.
 *
 * **Derivative.** `x̄` has `ȳ` where the mask is true, 0 elsewhere; none for the mask.
 *
 * @example
 * ```ts
 * const x = tensor([[1, -2], [-3, 4]]);
 * maskedSelect(x, x.greater(0)).toArray(); // => [1, 4]
 * ```
 * @see PyTorch, `masked_select`. With the shape of `x`: {@link where}.
 */
export interface MaskedSelect {
  <A extends Shape, D extends DType, B extends Shape>(
    x: Tensor<A, D>,
    mask: Ok<Tensor<B, "bool">, BroadcastError<A, B>>,
  ): Tensor<[number], D>;
}

export const maskedSelect: MaskedSelect = (input: unknown, selected: unknown): Dynamic => {
  const inputs = inputsOf(["x", condition("mask")]);
  const [x, mask] = lift("maskedSelect", inputs, [input, selected], false) as [Tensor, Tensor];
  checkInputTypes("maskedSelect", inputs, [x, mask], false);
  const shape = broadcastShapes("maskedSelect", x.shape, mask.shape);
  shapeFromValues("maskedSelect", "Write where(mask, x, 0), which keeps the shape.");
  const repeated = (one: Tensor): Tensor =>
    sameShape(one.shape, shape) ? one : (broadcastTo(one, shape as never) as Tensor); // they broadcast, as just checked
  const found: number[] = [];
  repeated(mask).data.forEach((value: number, i: number) => {
    if (value !== 0) found.push(i);
  });
  return take(repeated(x), new Tensor([found.length], "int32", Int32Array.from(found)) as Tensor);
};
