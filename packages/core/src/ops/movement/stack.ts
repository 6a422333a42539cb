import { ShapeError } from "../../errors.ts";
import { liftList } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { formatShape } from "../../shape/format.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Dynamic, Ok, Shape, StackError, StackShape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { concat, type PromotedOf, type ShapesOf } from "./concat.ts";
import { unsqueeze } from "./unsqueeze.ts";

/**
 * Tensors of one shape joined along a new axis: `y[…, i, …] = tensors[i]`.
 *
 * @param tensors - At least one, all of the same shape.
 * @param axis - Where the new axis is in the result, default 0; may be counted from the end.
 * @returns Their shape with the number of tensors at that place, in the promoted dtype.
 * @throws {@link ShapeError} if shapes differ, or the result has no such axis.
 *
 * **Derivative.** Each tensor's cotangent is its part of `ȳ`.
 *
 * @example
 * ```ts
 * stack([tensor([1, 2]), tensor([3, 4])]).toArray(); // => [[1, 2], [3, 4]]
 * ```
 * @see The array API standard, `stack`.
 */
export interface Stack {
  <const T extends readonly Tensor[], const I extends number = 0>(
    tensors: Ok<readonly [...T], StackError<ShapesOf<T>, I>>,
    axis?: I,
  ): Tensor<StackShape<ShapesOf<T>, I>, PromotedOf<T>>;
}
/** As a method: the tensor it is called on comes first, then the others. */
export interface StackMethod {
  <A extends Shape, D extends DType, const T extends readonly Tensor[], const I extends number = 0>(
    this: Tensor<A, D>,
    others: Ok<readonly [...T], StackError<[A, ...ShapesOf<T>], I>>,
    axis?: I,
  ): Tensor<StackShape<[A, ...ShapesOf<T>], I>, Promote<D, PromotedOf<T>>>;
}

export const stack: Stack = (list: unknown, axis: unknown = 0): Dynamic => {
  const tensors = liftList("stack", "tensors", list);
  const first: readonly number[] = tensors[0]!.shape;
  const at = resolveAxis("stack", "the result", [...first, tensors.length], axis);
  tensors.forEach(({ shape }, i) => {
    if (sameShape(shape, first)) return;
    const [wanted, got] = [formatShape(first), formatShape(shape)];
    throw new ShapeError(`stack: tensors[${i}] must have shape ${wanted}, as tensors[0] has, got ${got}.`);
  });
  return concat(tensors.map((x) => unsqueeze(x, at)) as never, at); // of equal shapes, as just checked
};
