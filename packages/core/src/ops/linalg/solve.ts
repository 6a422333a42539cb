import { factorize, solveFactored } from "../../kernels/js/linalg/lu.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, Promote, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { neg } from "../elementwise/neg.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { reshape } from "../movement/reshape.ts";
import { sumTo } from "../movement/sumTo.ts";
import { eachSystem, isVector, matrixAt, refuseSingular, requireSquare, solutionShape } from "./_matrices.ts";
import { matmul } from "./matmul.ts";

/**
 * Solution of a system of linear equations: the X for which `A X = B`, by an LU factorization with partial pivoting; for every matrix of a
 * batch.
 *
 * @param a - Shape `[...batch, n, n]`.
 * @param b - Shape `[...batch, n, k]`; or a vector, `[n]`, or one for each matrix, the shape of `a` without its last axis. The batches
 * broadcast.
 * @returns Shape `[...batch, n, k]`, or `[...batch, n]` for vectors. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` is not square or `b` does not fit; {@link DomainError} if a matrix is singular: if a pivot is 0, or
 * no larger than the rounding of the terms it was computed from.
 *
 * **Derivative.** `B̄ = A⁻ᵀ X̄`, `Ā = −B̄ Xᵀ`.
 *
 * @example
 * ```ts
 * solve(tensor([[2, 1], [1, 3]]), tensor([4, 7])).toArray(); // => [1, 2]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 3.4; PyTorch, `linalg.solve`. For any other shape of `a` see {@link lstsq}.
 */
export interface Solve {
  <A extends Shape, DA extends DType, B extends Shape, DB extends DType>(
    a: Tensor<A, DA>,
    b: Tensor<B, DB>,
  ): Tensor<Dynamic, ToFloat<Promote<DA, DB>>>;
}

export const solve: Solve = /* @__PURE__ */ defineOp({
  name: "solve",
  inputs: ["a", "b"],
  dtype: "float",
  shape(a, b) {
    requireSquare("solve", a.shape, "For other systems use lstsq.");
    return solutionShape("solve", a.shape, b.shape, isVector(a.shape, b.shape));
  },
  forward(x, a, b) {
    const n = a.shape.at(-1)!;
    const vector = isVector(a.shape, b.shape);
    const columns = vector ? 1 : b.shape.at(-1)!;
    const solution = new Float64Array(n * columns);
    eachSystem(a.shape, b.shape, vector, (i, j, k) => {
      const factors = factorize(matrixAt(a, i), n);
      if (factors.isSingular) refuseSingular("solve", a.shape, i, "For the shortest least-squares solution use lstsq.");
      solveFactored(solution, factors, Float64Array.from(b.data.subarray(j * solution.length)), columns);
      x.data.set(solution, k * n * columns);
    });
  },
  vjp: {
    a(cotangent, { a, b, output }) {
      const ofB = solve(matrixTranspose(a), cotangent);
      const columns = isVector(a.shape, b.shape) ? [...output.shape, 1] : output.shape;
      return sumTo(neg(matmul(reshape(ofB, columns), reshape(output, columns), { transposeB: true })), a.shape);
    },
    b: (cotangent, { node, a }) => sumTo(solve(matrixTranspose(a), cotangent), node.inputs[1]!.shape),
  },
  formula: { value: "X = A⁻¹ B", a: "Ā = −(A⁻ᵀ X̄) Xᵀ", b: "B̄ = A⁻ᵀ X̄" },
});
