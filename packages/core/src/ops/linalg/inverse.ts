import { factorize, solveFactored } from "../../kernels/js/linalg/lu.ts";
import { defineOp } from "../../op/define.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { neg } from "../elementwise/neg.ts";
import { countOf, matrixAt, refuseSingular, requireSquare } from "./_matrices.ts";
import { matmul } from "./matmul.ts";

/**
 * Inverse of a matrix: `A A⁻¹ = I`, by an LU factorization with partial pivoting; for every matrix of a batch.
 *
 * To solve `A X = B`, {@link solve} is more exact and takes a third of the time.
 *
 * @param a - Shape `[...batch, n, n]`.
 * @returns The shape of `a`. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` is not square; {@link DomainError} if a matrix is singular: if a pivot is 0, or no larger than the
 * rounding of the terms it was computed from.
 *
 * **Derivative.** `Ā = −Yᵀ Ȳ Yᵀ` with `Y = A⁻¹`.
 *
 * @example
 * ```ts
 * inverse(tensor([[2, 0], [1, 1]])).toArray(); // => [[0.5, 0], [-0.5, 1]]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 3.4; the array API standard, `linalg.inv`.
 */
export interface Inverse {
  <A extends Shape, D extends DType>(a: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const inverse: Inverse = /* @__PURE__ */ defineOp({
  name: "inverse",
  inputs: ["a"],
  dtype: "float",
  shape(a) {
    requireSquare("inverse", a.shape, "Of other matrices there is pinv.");
    return a.shape;
  },
  forward(y, a) {
    const n = a.shape.at(-1)!;
    const identity = new Float64Array(n * n);
    for (let i = 0; i < n; i++) identity[i * n + i] = 1;
    const solution = new Float64Array(n * n);
    for (let i = 0; i < countOf(a.shape); i++) {
      const factors = factorize(matrixAt(a, i), n);
      if (factors.isSingular) refuseSingular("inverse", a.shape, i, "Its pseudoinverse is pinv.");
      solveFactored(solution, factors, identity, n);
      y.data.set(solution, i * n * n);
    }
  },
  vjp: {
    a: (cotangent, { output }) =>
      neg(matmul(matmul(output, cotangent, { transposeA: true }), output, { transposeB: true })),
  },
  formula: { value: "Y = A⁻¹", a: "Ā = −Yᵀ Ȳ Yᵀ" },
});
