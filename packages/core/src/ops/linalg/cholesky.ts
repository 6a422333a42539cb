import { factorizeCholesky } from "../../kernels/js/linalg/cholesky.ts";
import { defineOp } from "../../op/define.ts";
import type { Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { countOf, matrixAt, refuseMatrix, requireSquare } from "./_matrices.ts";
import { mirrored } from "./_triangles.ts";
import { matmul } from "./matmul.ts";
import { triangularSolve } from "./triangularSolve.ts";

/**
 * Cholesky factor of a symmetric positive definite matrix: the lower triangular L with a positive diagonal for which `A = L Lᵀ`; for
 * every matrix of a batch.
 *
 * @param a - Shape `[...batch, n, n]`, symmetric: of a matrix that is not, `(A + Aᵀ) / 2` is factorized.
 * @returns The shape of `a`, zeros above the diagonal. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` is not square; {@link DomainError} if a matrix is not positive definite.
 *
 * **Derivative.** `Ā = L⁻ᵀ sym(Lᵀ L̄) L⁻¹ / 2`, symmetric, where `sym` mirrors the lower triangle.
 *
 * @example
 * ```ts
 * cholesky(tensor([[4, 2], [2, 10]])).toArray(); // => [[2, 0], [1, 3]]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 4.2; Murray, Differentiation of the Cholesky decomposition (2016). PyTorch and NumPy
 * read one triangle of a matrix that is not symmetric.
 */
export interface Cholesky {
  <A extends Shape, D extends DType>(a: Tensor<A, D>): Tensor<A, ToFloat<D>>;
}

export const cholesky: Cholesky = /* @__PURE__ */ defineOp({
  name: "cholesky",
  inputs: ["a"],
  dtype: "float",
  shape(a) {
    requireSquare("cholesky", a.shape);
    return a.shape;
  },
  forward(y, a) {
    const n = a.shape.at(-1)!;
    const l = new Float64Array(n * n);
    for (let i = 0; i < countOf(a.shape); i++) {
      if (factorizeCholesky(l, matrixAt(a, i), n) >= 0)
        refuseMatrix("cholesky", a.shape, i, {
          expected: "must be positive definite",
          received: "a matrix that is not,",
          advice: "Add a small multiple of the identity.",
        });
      y.data.set(l, i * n * n);
    }
  },
  vjp: {
    a(cotangent, { output: L }) {
      const inner = mirrored(matmul(L, cotangent, { transposeA: true }));
      const left = triangularSolve(L, inner, { transpose: true });
      // Its transpose, because what stands on the right of a product is solved for as what stands on the left of the transposed one.
      return mul(0.5, triangularSolve(L, matrixTranspose(left), { transpose: true }));
    },
  },
  formula: { value: "L = the lower triangle for which L Lᵀ = A", a: "Ā = ½ L⁻ᵀ sym(Lᵀ L̄) L⁻¹" },
});
