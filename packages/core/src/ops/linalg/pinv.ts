import { inRange } from "../../arguments.ts";
import { pseudoinverse } from "../../kernels/js/linalg/pseudoinverse.ts";
import { option } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { MatrixTransposeError, MatrixTransposeShape, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { sub } from "../elementwise/sub.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { countOf, matrixAt, requireMatrix } from "./_matrices.ts";
import { matmul } from "./matmul.ts";

/**
 * Pseudoinverse of Moore and Penrose: `A⁺ = V diag(1 / s) Uᵀ` with the singular values that are not 0; of every matrix of a batch.
 *
 * @param a - Shape `[...batch, m, n]`.
 * @param options - `rcond`: singular values up to this part of the largest count as 0. At least 0; by default the larger of m and n,
 * times 2⁻²³ for float32 and 2⁻⁵² for float64.
 * @returns Shape `[...batch, n, m]`. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` has fewer than two axes.
 *
 * **Derivative.** With `P = A⁺`: `Ā = −Pᵀ P̄ Pᵀ + (I − A P) P̄ᵀ P Pᵀ + Pᵀ P P̄ᵀ (I − P A)`, as long as the rank stays what it is.
 *
 * @example
 * ```ts
 * pinv(tensor([[2, 0], [0, 0], [0, 0]])).toArray(); // => [[0.5, 0, 0], [0, 0, 0]]
 * ```
 * @see Golub & Pereyra, The differentiation of pseudo-inverses (1973); the array API standard, `linalg.pinv`.
 */
export interface Pinv {
  <A extends Shape, D extends DType>(
    a: Ok<Tensor<A, D>, MatrixTransposeError<A>>,
    options?: { readonly rcond?: number },
  ): Tensor<MatrixTransposeShape<A>, ToFloat<D>>;
}

export const pinv: Pinv = /* @__PURE__ */ defineOp({
  name: "pinv",
  inputs: ["a"],
  args: [option("rcond", (where, given) => (given === undefined ? null : inRange(where, "rcond", given, { min: 0 })))],
  dtype: "float",
  shape(a) {
    requireMatrix("pinv", a.shape);
    return [...a.shape.slice(0, -2), a.shape.at(-1)!, a.shape.at(-2)!];
  },
  forward(p, a, { rcond }) {
    const [m, n] = a.shape.slice(-2) as [number, number];
    const least = rcond ?? roundingOf(m, n, p.dtype);
    const own = new Float64Array(n * m);
    for (let i = 0; i < countOf(a.shape); i++) {
      pseudoinverse(own, matrixAt(a, i), m, n, least);
      p.data.set(own, i * n * m);
    }
  },
  vjp: {
    a(cotangent, { a, output: P }) {
      const G = matrixTranspose(cotangent);
      const K = matmul(matmul(G, P), P, { transposeB: true });
      const L = matmul(P, matmul(P, G), { transposeA: true });
      const ofColumns = sub(K, matmul(a, matmul(P, K)));
      const ofRows = sub(L, matmul(matmul(L, P), a));
      const inner = matmul(matmul(P, cotangent, { transposeA: true }), P, { transposeB: true });
      return sub(add(ofColumns, ofRows), inner);
    },
  },
  formula: { value: "P = A⁺", a: "Ā = −Pᵀ P̄ Pᵀ + (I − A P) P̄ᵀ P Pᵀ + Pᵀ P P̄ᵀ (I − P A)" },
});

/** What counts as 0 of an `m × n` matrix, relative to the largest singular value. */
export function roundingOf(m: number, n: number, dtype: DType): number {
  return Math.max(m, n) * (dtype === "float64" ? 2 ** -52 : 2 ** -23);
}
