import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { matmul } from "./matmul.ts";

/**
 * Inner product of two vectors: `y = Σᵢ aᵢ bᵢ`.
 *
 * @param a - Shape `[n]`.
 * @param b - Shape `[n]`.
 * @returns A scalar in the promoted dtype; 0 for `n = 0`.
 * @throws {@link ShapeError} if they are no vectors of one length.
 *
 * **Derivative.** `ā = ȳ b`, `b̄ = ȳ a`.
 *
 * @example
 * ```ts
 * dot(tensor([1, 2]), tensor([3, 4])).item(); // => 11
 * ```
 * @see PyTorch, `dot`. NumPy's, of matrices and more, is {@link matmul}.
 */
export interface Dot {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<[], Promote<DA, DB>>;
}

export const dot: Dot = (first: unknown, second: unknown): Dynamic => {
  const [a, b] = lift("dot", inputsOf(["a", "b"]), [first, second], false) as [Tensor, Tensor];
  if (a.ndim !== 1 || b.ndim !== 1 || a.size !== b.size)
    throw new ShapeError(
      `dot: a and b must be vectors of one length, got ${formatShape(a.shape)} and ${formatShape(b.shape)}. ` +
        "Use matmul for matrices.",
    );
  return matmul(a as never, b as never); // vectors, as just checked
};
