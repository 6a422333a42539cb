import { ShapeError } from "../../errors.ts";
import { lift } from "../../op/lift.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { formatShape } from "../../shape/format.ts";
import type { MatrixTransposeError, MatrixTransposeShape, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
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
  const [x] = lift("matrixTranspose", ["x"], [input]);
  const { ndim, shape } = x!;
  if (ndim < 2)
    throw new ShapeError(`matrixTranspose: x must have at least two axes, got shape ${formatShape(shape)}.`);
  const axes = shape.map((_, axis) => axis);
  return permute(x!, [...axes.slice(0, -2), ndim - 1, ndim - 2]);
};

/** What is true of {@link matrixTranspose}. */
export const matrixTransposeSpec: OpSpec = {
  reference: {
    whole(x: NestedArray) {
      const shape = nestedShape(x);
      const swapped = <T>(list: readonly T[]): T[] => [...list.slice(0, -2), list.at(-1)!, list.at(-2)!];
      return nestedOf(swapped(shape), (index) => nestedAt(x, swapped(index)));
    },
  },
  cases: (draw) => ({ inputs: [{ shape: draw.shape({ minDims: 2 }) }] }),
  ulps: 0.5,
  edges: [
    {
      inputs: [[[[1, 2, 3]], [[4, 5, 6]]]],
      output: [
        [[1], [2], [3]],
        [[4], [5], [6]],
      ],
      gradients: [[[[1, 1, 1]], [[1, 1, 1]]]],
      because: "leading axes stay",
    },
    { inputs: [[[], []]], output: [], shape: [0, 2], because: "an empty axis moves too" },
    { inputs: [[[true], [false]]], dtype: "bool", output: [[true, false]], because: "any dtype" },
  ],
  errors: [
    { inputs: [{ shape: [3] }], message: "matrixTranspose: x must have at least two axes, got shape [3]." },
    { inputs: [{ shape: [] }], message: "matrixTranspose: x must have at least two axes, got shape []." },
  ],
};
