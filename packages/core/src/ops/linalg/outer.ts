import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { unsqueeze } from "../movement/unsqueeze.ts";

/**
 * Outer product of two vectors: `y[i, j] = aᵢ bⱼ`.
 *
 * @param a - Shape `[m]`.
 * @param b - Shape `[n]`.
 * @returns Shape `[m, n]`, in the promoted dtype.
 * @throws {@link ShapeError} if they are no vectors.
 *
 * **Derivative.** `ā = Ȳ b`, `b̄ = Ȳᵀ a`.
 *
 * @example
 * ```ts
 * outer(tensor([1, 2]), tensor([3, 4])).toArray(); // => [[3, 4], [6, 8]]
 * ```
 * @see The array API standard, `linalg.outer`.
 */
export interface Outer {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, Promote<DA, DB>>;
}

export const outer: Outer = (first: unknown, second: unknown): Dynamic => {
  const [a, b] = lift("outer", inputsOf(["a", "b"]), [first, second], false) as [Tensor, Tensor];
  if (a.ndim !== 1 || b.ndim !== 1)
    throw new ShapeError(`outer: a and b must be vectors, got ${formatShape(a.shape)} and ${formatShape(b.shape)}.`);
  return mul(unsqueeze(a, 1 as never), b as never); // a vector, which has that place
};
