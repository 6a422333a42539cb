import { substitute, zeroOnDiagonal } from "../../kernels/js/linalg/triangular.ts";
import { flag } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { neg } from "../elementwise/neg.ts";
import { reshape } from "../movement/reshape.ts";
import { sumTo } from "../movement/sumTo.ts";
import { tril } from "../movement/tril.ts";
import { triu } from "../movement/triu.ts";
import { eachSystem, matrixAt, refuseMatrix, requireSquare, solutionShape } from "./_matrices.ts";
import { matmul } from "./matmul.ts";

/** What is read of a triangular matrix. */
export interface TriangularSolveOptions {
  /** The triangle above the diagonal, not the one below. */
  readonly upper?: boolean;
  /** Solve with the transpose; `upper` is about the matrix as it is given. */
  readonly transpose?: boolean;
  /** Take the diagonal to be ones, whatever is there. */
  readonly unitDiagonal?: boolean;
}

/**
 * Solution of a triangular system of equations: the X for which `A X = B`, by substitution; for every matrix of a batch.
 *
 * @param a - Shape `[...batch, n, n]`; the other triangle is not read.
 * @param b - Shape `[...batch, n, k]`, or `[n]` for one vector. The batches broadcast.
 * @param options - See {@link TriangularSolveOptions}; all false by default.
 * @returns Shape `[...batch, n, k]`, or `[...batch, n]` for a vector. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` is not square or `b` does not fit; {@link DomainError} if there is a zero on the diagonal.
 *
 * **Derivative.** `B̄ = A⁻ᵀ X̄`, and `Ā` the triangle of `−B̄ Xᵀ`.
 *
 * @example
 * ```ts
 * triangularSolve(tensor([[2, 0], [1, 1]]), tensor([4, 3])).toArray(); // => [2, 1]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 3.1; PyTorch, `linalg.solve_triangular`.
 */
export interface TriangularSolve {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
    options?: TriangularSolveOptions,
  ): Tensor<Dynamic, ToFloat<Promote<DA, DB>>>;
}

export const triangularSolve: TriangularSolve = /* @__PURE__ */ defineOp({
  name: "triangularSolve",
  inputs: ["a", "b"],
  args: [flag("upper"), flag("transpose"), flag("unitDiagonal")],
  dtype: "float",
  shape(a, b) {
    requireSquare("triangularSolve", a.shape);
    return solutionShape("triangularSolve", a.shape, b.shape, b.shape.length === 1);
  },
  forward(x, a, b, attrs) {
    const n = a.shape.at(-1)!;
    const vector = b.ndim === 1;
    const columns = vector ? 1 : b.shape.at(-1)!;
    eachSystem(a.shape, b.shape, vector, (i, j, k) => {
      const matrix = matrixAt(a, i);
      const zero = attrs.unitDiagonal ? -1 : zeroOnDiagonal(matrix, n);
      if (zero >= 0)
        refuseMatrix("triangularSolve", a.shape, i, {
          expected: "must have no zeros on its diagonal",
          received: `0 at [${zero}][${zero}] of the matrix`,
        });
      const solution = Float64Array.from(b.data.subarray(j * n * columns, (j + 1) * n * columns));
      substitute(solution, matrix, n, columns, attrs);
      x.data.set(solution, k * n * columns);
    });
  },
  vjp: {
    a(cotangent, { a, b, output, attrs }) {
      const ofB = triangularSolve(a, columnOf(cotangent, b.ndim === 1), { ...attrs, transpose: !attrs.transpose });
      const X = columnOf(output, b.ndim === 1);
      const [left, right] = attrs.transpose ? [X, ofB] : [ofB, X];
      const product = sumTo(neg(matmul(left, right, { transposeB: true })), a.shape);
      const first = attrs.unitDiagonal ? 1 : 0;
      return attrs.upper ? triu(product, first) : tril(product, -first);
    },
    b(cotangent, { a, b, attrs }) {
      const ofB = triangularSolve(a, columnOf(cotangent, b.ndim === 1), { ...attrs, transpose: !attrs.transpose });
      return b.ndim === 1 ? reshape(sumTo(ofB, [b.size, 1]), b.shape) : sumTo(ofB, b.shape);
    },
  },
  formula: ({ transpose = false }) =>
    transpose
      ? { value: "X = A⁻ᵀ B", a: "Ā = the triangle of −X (A⁻¹ X̄)ᵀ", b: "B̄ = A⁻¹ X̄" }
      : { value: "X = A⁻¹ B", a: "Ā = the triangle of −(A⁻ᵀ X̄) Xᵀ", b: "B̄ = A⁻ᵀ X̄" },
});

/** A solution, or its cotangent, as matrices: where it is a vector for each matrix, as one column. */
function columnOf(x: Tensor, vector: boolean): Tensor {
  return vector ? reshape(x, [...x.shape, 1]) : x;
}
