import { eigenvectors } from "../../kernels/js/linalg/eigenvalues.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { mul } from "../elementwise/mul.ts";
import { sub } from "../elementwise/sub.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { reshape } from "../movement/reshape.ts";
import { gapsOf, quotientOf } from "./_gaps.ts";
import { countOf, matrixAt, requireSquare } from "./_matrices.ts";
import { matmul } from "./matmul.ts";

/** `A = V diag(λ) Vᵀ`. */
export interface Eigen<D extends DType> {
  /** Shape `[...batch, n]`, ascending. */
  readonly values: Tensor<Dynamic, D>;
  /** Shape `[...batch, n, n]`: column j belongs to value j, has length 1, and its entry of largest magnitude is positive. */
  readonly vectors: Tensor<Dynamic, D>;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's method: `A V = V diag(λ)`; for every matrix of a batch.
 *
 * @param a - Shape `[...batch, n, n]`, symmetric: of a matrix that is not, those of `(A + Aᵀ) / 2`.
 * @returns `values`, shape `[...batch, n]`, ascending, and `vectors`, shape `[...batch, n, n]`, as columns; in each the entry of largest
 * magnitude is positive. Computed in float64 and rounded once. NaN for a matrix that is not finite.
 * @throws {@link ShapeError} if `a` is not square.
 *
 * **Derivative.** `Ā = V (diag(λ̄) + skew(Vᵀ V̄) / 2 / (λⱼ − λᵢ)) Vᵀ`, with `skew(X) = X − Xᵀ`: symmetric. Where eigenvalues are
 * repeated, to within rounding, the vectors have none, and asking for it is a {@link DomainError}.
 *
 * @example
 * ```ts
 * const { values, vectors } = eigh(tensor([[3, 0], [0, -1]]));
 * values.toArray(); // => [-1, 3]
 * vectors.toArray(); // => [[0, 1], [1, 0]]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 8.5; Giles, Collected matrix derivative results (2008). In NumPy and PyTorch the
 * signs of vectors are any, and one triangle is read.
 */
export interface Eigh {
  <D extends DType>(a: Tensor<Shape, D>): Eigen<ToFloat<D>>;
}

const quotient = /* @__PURE__ */ quotientOf("eigh", 2, {
  argument: "eigenvalues",
  expected: "must differ where the derivative of eigenvectors is asked for",
  received: "equal ones",
});

const decompose: (a: unknown) => readonly Tensor[] = /* @__PURE__ */ defineOp({
  name: "eigh",
  inputs: ["a"],
  several: true,
  dtype: "float",
  shape(a) {
    requireSquare("eigh", a.shape);
    return [a.shape.slice(0, -1), a.shape];
  },
  forward([values, vectors], a) {
    const n = a.shape.at(-1)!;
    const [own, columns] = [new Float64Array(n), new Float64Array(n * n)];
    for (let i = 0; i < countOf(a.shape); i++) {
      eigenvectors(own, columns, matrixAt(a, i), n);
      values!.data.set(own, i * n);
      vectors!.data.set(columns, i * n * n);
    }
  },
  vjp: {
    a([ofValues, ofVectors], { outputs: [values, V] }) {
      const turning = matmul(V!, ofVectors!, { transposeA: true });
      const inner = mul(0.5, quotient(sub(turning, matrixTranspose(turning)), gapsOf(values!)));
      // V diag(λ̄) is every column times its λ̄.
      const scaled = mul(V!, reshape(ofValues!, [...ofValues!.shape.slice(0, -1), 1, ofValues!.shape.at(-1)!]));
      return matmul(add(scaled, matmul(V!, inner)), matrixTranspose(V!));
    },
  },
  formula: { value: "[λ, V] = A as V diag(λ) Vᵀ", a: "Ā = V (diag(λ̄) + skew(Vᵀ V̄) / 2 / (λⱼ − λᵢ)) Vᵀ" },
});

export const eigh: Eigh = (a: unknown): Dynamic => {
  const [values, vectors] = decompose(a);
  return { values, vectors };
};
