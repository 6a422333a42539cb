import { ShapeError } from "../../errors.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import { formatShape } from "../../shape/format.ts";
import type { MatrixTransposeError, MatrixTransposeShape, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { permute } from "./permute.ts";

/**
 * The transpose of every matrix: `y[…, j, i] = x[…, i, j]`.
 *
 * @param x - Shape `[...batch, m, n]`.
 * @returns Shape `[...batch, n, m]`.
 * @throws {@link ShapeError} if `x` has fewer than two axes.
 *
 * **Derivative.** `X̄ = Ȳᵀ`.
 *
 * @example
 * ```ts
 * matrixTranspose(tensor([[[1, 2]], [[3, 4]]])).toArray(); // => [[[1], [2]], [[3], [4]]]
 * ```
 * @see The array API standard, `matrix_transpose`. A product reads a transposed operand without this:
 * `matmul(a, b, { transposeB: true })`.
 */
export interface MatrixTranspose {
  <A extends Shape, D extends DType>(x: Ok<Tensor<A, D>, MatrixTransposeError<A>>): Tensor<MatrixTransposeShape<A>, D>;
}

export const matrixTranspose: MatrixTranspose = (input: unknown) => {
  const [x] = lift("matrixTranspose", inputsOf(["x"]), [input], false);
  const { ndim, shape } = x!;
  if (ndim < 2)
    throw new ShapeError(`matrixTranspose: x must have at least two axes, got shape ${formatShape(shape)}.`);
  const axes = shape.map((_, axis) => axis);
  return permute(x!, [...axes.slice(0, -2), ndim - 1, ndim - 2]);
};
