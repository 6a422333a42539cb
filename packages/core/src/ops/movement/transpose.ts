import { inputsOf, lift } from "../../op/inputs.ts";
import type { Shape, TransposeShape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { permute } from "./permute.ts";

/**
 * All axes in the opposite order: `y[k, …, j, i] = x[i, j, …, k]`; of a matrix, its transpose.
 *
 * @param x - Any shape.
 * @returns The shape of `x`, read backwards; `x` itself if it has fewer than two axes.
 *
 * **Derivative.** `x̄ = ȳ`, all its axes in the opposite order.
 *
 * @example
 * ```ts
 * transpose(tensor([[1, 2, 3], [4, 5, 6]])).toArray(); // => [[1, 4], [2, 5], [3, 6]]
 * ```
 * @see NumPy's `transpose`. For two of many axes: {@link matrixTranspose}, {@link permute}.
 */
export interface Transpose {
  <A extends Shape, D extends DType>(x: Tensor<A, D>): Tensor<TransposeShape<A>, D>;
}

export const transpose: Transpose = (input) => {
  const [x] = lift("transpose", inputsOf(["x"]), [input], false);
  return permute(x!, x!.shape.map((_, axis) => axis).reverse());
};
