import { optionsOf, whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { diagonal } from "./diagonal.ts";
import { reshape } from "./reshape.ts";
import { unslice } from "./unslice.ts";

/**
 * A matrix with a vector on a diagonal; or, of a matrix, that diagonal.
 *
 * @param x - Shape `[n]` or `[m, n]`.
 * @param options - `offset`: 0 the main diagonal, positive ones above it; default 0.
 * @returns Shape `[n + |offset|, n + |offset|]` of a vector, that of {@link diagonal} of a matrix.
 * @throws {@link ShapeError} if `x` has neither one axis nor two; {@link DomainError} if `offset` is not whole.
 *
 * **Derivative.** `x̄` is that diagonal of `ȳ`; of a matrix `ȳ` on the diagonal, 0 elsewhere.
 *
 * @example
 * ```ts
 * diag(tensor([1, 2])).toArray(); // => [[1, 0], [0, 2]]
 * diag(tensor([[1, 2], [3, 4]])).toArray(); // => [1, 4]
 * ```
 * @see NumPy and PyTorch, `diag`.
 */
export interface Diag {
  <D extends DType>(x: Tensor<Shape, D>, options?: { readonly offset?: number }): Tensor<Dynamic, D>;
}

export const diag: Diag = (input: unknown, options: unknown = {}): Dynamic => {
  const [x] = lift("diag", inputsOf(["x"]), [input], false) as [Tensor];
  const { offset: given } = optionsOf("diag", options, ["offset"]);
  const offset = whole("diag", "offset", given ?? 0);
  if (x.ndim === 2) return diagonal(x, { offset });
  if (x.ndim !== 1) throw new ShapeError(`diag: x must have one axis or two, got shape ${formatShape(x.shape)}.`);
  const n = x.size + Math.abs(offset);
  if (x.size === 0) return reshape(unslice(x, [n * n], [[0, 0]]) as Tensor, [n, n]);
  // In the matrix as one row, the elements of the diagonal are n + 1 places apart.
  const start = offset >= 0 ? offset : -offset * n;
  return reshape(unslice(x, [n * n], [[start, start + (x.size - 1) * (n + 1) + 1, n + 1]]) as Tensor, [n, n]);
};
