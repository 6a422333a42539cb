import { inputsOf, lift } from "../../op/inputs.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { reshape } from "../movement/reshape.ts";

/**
 * Kronecker product: `y[i p + k, j q + l] = a[i, j] b[k, l]` for `b` of shape `[p, q]`, and likewise along any number of axes.
 *
 * @param a - Any shape; axes that the other has more of count as size 1 in front.
 * @param b - Any shape.
 * @returns Along each axis the product of both sizes, in the promoted dtype.
 *
 * **Derivative.** `ā` is the sum of `ȳ ∘ b` over each block, `b̄` that of `ȳ ∘ a` over all blocks.
 *
 * @example
 * ```ts
 * kron(tensor([1, 10]), tensor([1, 2])).toArray(); // => [1, 2, 10, 20]
 * ```
 * @see NumPy and PyTorch, `kron`.
 */
export interface Kron {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, Promote<DA, DB>>;
}

export const kron: Kron = (first: unknown, second: unknown): Dynamic => {
  const [a, b] = lift("kron", inputsOf(["a", "b"]), [first, second], false) as [Tensor, Tensor];
  const ndim = Math.max(a.ndim, b.ndim);
  const padded = ({ shape }: Tensor): readonly number[] => [
    ...new Array<number>(ndim - shape.length).fill(1),
    ...shape,
  ];
  const [m, n] = [padded(a), padded(b)];
  // Each axis of the result is one of a beside one of b.
  const A: Tensor = reshape(
    a,
    m.flatMap((size) => [size, 1]),
  );
  const B: Tensor = reshape(
    b,
    n.flatMap((size) => [1, size]),
  );
  return reshape(
    mul(A, B) as Tensor,
    m.map((size, axis) => size * n[axis]!),
  );
};
