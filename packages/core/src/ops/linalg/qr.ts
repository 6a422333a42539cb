import { DomainError } from "../../errors.ts";
import { factorizeQr } from "../../kernels/js/linalg/householder.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { sub } from "../elementwise/sub.ts";
import { concat } from "../movement/concat.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { split } from "../movement/split.ts";
import { countOf, matrixAt, placeOf, requireMatrix } from "./_matrices.ts";
import { mirrored } from "./_triangles.ts";
import { matmul } from "./matmul.ts";
import { triangularSolve } from "./triangularSolve.ts";

/** `A = Q R`. */
export interface QrFactors<D extends DType> {
  /** Shape `[...batch, m, k]`: columns of length 1, orthogonal to each other. */
  readonly q: Tensor<Dynamic, D>;
  /** Shape `[...batch, k, n]`: zeros below the diagonal, which is not negative. */
  readonly r: Tensor<Dynamic, D>;
}

/**
 * QR factorization, by Householder's reflections: `A = Q R` with orthonormal columns in Q and an upper triangle R; for every matrix of a
 * batch.
 *
 * @param a - Shape `[...batch, m, n]`; let k be the smaller of m and n.
 * @returns `q`, shape `[...batch, m, k]`, and `r`, shape `[...batch, k, n]`, whose diagonal is not negative. Computed in float64 and
 * rounded once.
 * @throws {@link ShapeError} if `a` has fewer than two axes.
 *
 * **Derivative.** `Ā = (Q̄ + Q sym(R R̄ᵀ − Q̄ᵀ Q)) R⁻ᵀ`, where `sym` mirrors the lower triangle. It does not exist, and is a
 * {@link DomainError}, where the first k columns of A depend on each other, to within rounding.
 *
 * @example
 * ```ts
 * const { q, r } = qr(tensor([[0, 2], [-3, 4]]));
 * q.toArray(); // => [[0, 1], [-1, 0]]
 * r.toArray(); // => [[3, -4], [0, 2]]
 * ```
 * @see Golub & Van Loan, Matrix Computations, algorithm 5.2.1; Walter & Lehmann, Algorithmic differentiation of linear algebra functions
 * (2010). In NumPy and PyTorch the diagonal of R has any signs.
 */
export interface Qr {
  <D extends DType>(a: Tensor<Shape, D>): QrFactors<ToFloat<D>>;
}

const factors: (a: unknown) => readonly Tensor[] = /* @__PURE__ */ defineOp({
  name: "qr",
  inputs: ["a"],
  several: true,
  dtype: "float",
  shape(a) {
    requireMatrix("qr", a.shape);
    const [m, n] = a.shape.slice(-2) as [number, number];
    const batch = a.shape.slice(0, -2);
    return [
      [...batch, m, Math.min(m, n)],
      [...batch, Math.min(m, n), n],
    ];
  },
  forward([q, r], a) {
    const [m, n] = a.shape.slice(-2) as [number, number];
    const k = Math.min(m, n);
    const [Q, R] = [new Float64Array(m * k), new Float64Array(k * n)];
    for (let i = 0; i < countOf(a.shape); i++) {
      factorizeQr(Q, R, matrixAt(a, i), m, n);
      q!.data.set(Q, i * m * k);
      r!.data.set(R, i * k * n);
    }
  },
  vjp: {
    a([ofQ, ofR], { a, outputs: [Q, R] }) {
      const [m, n] = a.shape.slice(-2) as [number, number];
      if (m >= n) return pullBack(ofQ!, ofR!, Q!, R!);
      // A = [X Y] = Q [U W]: X = Q U as for a square matrix, and W = Qᵀ Y, which depends on Q as well.
      const [U, W] = split(R!, [m, n - m], -1) as [Tensor, Tensor];
      const [ofU, ofW] = split(ofR!, [m, n - m], -1) as [Tensor, Tensor];
      const Y = matmul(Q!, W);
      const ofX = pullBack(add(ofQ!, matmul(Y, ofW, { transposeB: true })), ofU, Q!, U);
      return concat([ofX, matmul(Q!, ofW)], -1);
    },
  },
  formula: { value: "[Q, R] = A as Q R", a: "Ā = (Q̄ + Q sym(R R̄ᵀ − Q̄ᵀ Q)) R⁻ᵀ" },
});

/** The cotangent of `A = Q R`, which is no wider than tall. */
function pullBack(ofQ: Tensor, ofR: Tensor, Q: Tensor, R: Tensor): Tensor {
  const M = sub(matmul(R, ofR, { transposeB: true }), matmul(ofQ, Q, { transposeA: true }));
  const B = add(ofQ, matmul(Q, mirrored(M)));
  return matrixTranspose(triangularSolve(independent(R), matrixTranspose(B), { upper: true }));
}

/** The same triangle, if no column of the matrix it is from depends on those before: what is left of each is more than rounding. */
const independent: (r: Tensor) => Tensor = /* @__PURE__ */ defineOp({
  name: "qr.independent",
  inputs: ["r"],
  shape: (r) => r.shape,
  forward(y, r) {
    const k = r.shape.at(-1)!;
    const rounding = k * (r.dtype === "float64" ? 2 ** -52 : 2 ** -23);
    for (let i = 0; i < countOf(r.shape); i++) {
      const own = matrixAt(r, i);
      for (let j = 0; j < k; j++) {
        let length = 0;
        for (let row = 0; row <= j; row++) length = Math.hypot(length, own[row * k + j]!);
        if (Math.abs(own[j * k + j]!) <= rounding * length) refuseColumn(r.shape, i, j);
      }
    }
    y.data.set(r.data);
  },
  vjp: { r: (cotangent) => cotangent },
  formula: { value: "Y = R", r: "R̄ = Ȳ" },
});

function refuseColumn(shape: readonly number[], i: number, j: number): never {
  const batch = shape.slice(0, -2);
  throw new DomainError({
    where: "qr",
    argument: `the first ${shape.at(-1)} columns of a`,
    expected: "must be independent of each other where a derivative is asked for",
    received: `column ${j}${batch.length === 0 ? "" : ` at ${placeOf(i, batch)} of a`}, which is not`,
  });
}

export const qr: Qr = (a: unknown): Dynamic => {
  const [q, r] = factors(a);
  return { q, r };
};
