import { inputsOf, lift } from "../../op/inputs.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { keptTriangle } from "./_triangle.ts";

/**
 * The elements of each matrix on and below a diagonal, zeros elsewhere: `y[i, j] = x[i, j]` where `j − i ≤ k`.
 *
 * @param x - Shape `[...batch, m, n]`.
 * @param k - Which diagonal: 0 the main one, positive ones above it. A whole number, default 0.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has fewer than two axes; {@link DomainError} if `k` is not whole.
 *
 * **Derivative.** `x̄ = ȳ` in that triangle, 0 elsewhere.
 *
 * @example
 * ```ts
 * tril(tensor([[1, 2], [3, 4]])).toArray(); // => [[1, 0], [3, 4]]
 * ```
 * @see The array API standard, `tril`.
 */
export interface Tril {
  <A extends Shape, D extends DType>(x: Tensor<A, D>, k?: number): Tensor<A, D>;
}

export const tril: Tril = (input: unknown, k: unknown = 0): Dynamic => {
  const [x] = lift("tril", inputsOf(["x"]), [input], false) as [Tensor];
  return keptTriangle("tril", x, k, (i, j, diagonal) => j <= i + diagonal);
};
