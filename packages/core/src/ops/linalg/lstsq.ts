import { inputsOf, lift } from "../../op/inputs.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import { type DType, type Promote, promote, type ToFloat, toFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { cast } from "../movement/cast.ts";
import { reshape } from "../movement/reshape.ts";
import { isVector, requireMatrix, solutionShape } from "./_matrices.ts";
import { matmul } from "./matmul.ts";
import { pinv, roundingOf } from "./pinv.ts";

/**
 * Solution of a system of linear equations in the sense of least squares: the X for which `|A X − B|` is smallest, and of several the
 * shortest, `A⁺ B`; for every matrix of a batch.
 *
 * @param a - Shape `[...batch, m, n]`.
 * @param b - Shape `[...batch, m, k]`; or a vector, `[m]`, or one for each matrix, the shape of `a` without its last axis. The batches
 * broadcast.
 * @returns Shape `[...batch, n, k]`, or `[...batch, n]` for vectors. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` has fewer than two axes or `b` does not fit.
 *
 * **Derivative.** That of a product with the pseudoinverse: see {@link pinv}, also for what counts as a singular value of 0.
 *
 * @example
 * ```ts
 * // The line that is nearest to three points.
 * lstsq(tensor([[1, 0], [1, 1], [1, 2]]), tensor([1, 3, 5])).toArray(); // => [1…, 2…]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 5.5. PyTorch's `linalg.lstsq` gives residuals, rank and singular values as well.
 */
export interface Lstsq {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, ToFloat<Promote<DA, DB>>>;
}

export const lstsq: Lstsq = (first: unknown, second: unknown): Dynamic => {
  const [a, b] = lift("lstsq", inputsOf(["a", "b"]), [first, second], true) as [Tensor, Tensor];
  requireMatrix("lstsq", a.shape);
  const vector = isVector(a.shape, b.shape);
  const shape = solutionShape("lstsq", a.shape, b.shape, vector);
  const dtype = toFloat(promote(a.dtype, b.dtype));
  const [m, n] = a.shape.slice(-2) as [number, number];
  // In float64 throughout: a pseudoinverse rounded to float32 would have lost what its product with b needs.
  const wide = (x: Tensor): Tensor => (x.dtype === "float64" ? x : (cast(x, "float64") as Tensor));
  const B = vector ? reshape(b, [...b.shape, 1]) : b;
  const x = reshape(matmul(pinv(wide(a), { rcond: roundingOf(m, n, dtype) }) as Tensor, wide(B)), shape);
  return dtype === "float64" ? x : cast(x, dtype);
};
