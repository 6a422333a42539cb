import { factorize } from "../../kernels/js/linalg/lu.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { reshape } from "../movement/reshape.ts";
import { cofactors } from "./_cofactors.ts";
import { countOf, matrixAt, requireSquare } from "./_matrices.ts";

/**
 * Determinant of a matrix, by an LU factorization with partial pivoting; of every matrix of a batch. It overflows and vanishes easily:
 * {@link slogdet} does not.
 *
 * @param a - Shape `[...batch, n, n]`.
 * @returns Shape `[...batch]`; 1 for a matrix without elements. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` is not square.
 *
 * **Derivative.** `Ā = ȳ C` with the cofactors of A, `C = |A| A⁻ᵀ` where there is an inverse: right for singular matrices too, to any
 * order. They come from a singular value decomposition.
 *
 * @example
 * ```ts
 * det(tensor([[1, 2], [3, 4]])).item(); // => -2
 * grad((a: Tensor) => det(a))(tensor([[1, 2], [2, 4]])).toArray(); // => [[4…, -2…], [-2…, 1…]]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 3.2; the array API standard, `linalg.det`.
 */
export interface Det {
  <D extends DType>(a: Tensor<Shape, D>): Tensor<Dynamic, ToFloat<D>>;
}

export const det: Det = /* @__PURE__ */ defineOp({
  name: "det",
  inputs: ["a"],
  dtype: "float",
  shape(a) {
    requireSquare("det", a.shape);
    return a.shape.slice(0, -2);
  },
  forward(y, a) {
    const n = a.shape.at(-1)!;
    for (let i = 0; i < countOf(a.shape); i++) {
      const { lu, sign } = factorize(matrixAt(a, i), n);
      let product = sign;
      for (let k = 0; k < n; k++) product *= lu[k * n + k]!;
      y.data[i] = product;
    }
  },
  vjp: { a: (cotangent, { a }) => mul(reshape(cotangent, [...cotangent.shape, 1, 1]), cofactors(a)) },
  formula: { value: "y = |A|", a: "Ā = ȳ C with the cofactors C of A" },
});
