import { singularVectors } from "../../kernels/js/linalg/singularValues.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { mul } from "../elementwise/mul.ts";
import { sub } from "../elementwise/sub.ts";
import { broadcastTo } from "../movement/broadcastTo.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { reshape } from "../movement/reshape.ts";
import { gapsOf, nonzeroOf, quotientOf } from "./_gaps.ts";
import { countOf, matrixAt, requireMatrix } from "./_matrices.ts";
import { matmul } from "./matmul.ts";

/** `A = U diag(s) Vᵀ`, where k is the smaller of the numbers of rows and columns. */
export interface Singular<D extends DType> {
  /** Shape `[...batch, m, k]`: columns of length 1, orthogonal to each other; in each the entry of largest magnitude is positive. */
  readonly u: Tensor<Dynamic, D>;
  /** Shape `[...batch, k]`: not negative, descending. */
  readonly s: Tensor<Dynamic, D>;
  /** Shape `[...batch, k, n]`: Vᵀ, rows of length 1, orthogonal to each other. */
  readonly vh: Tensor<Dynamic, D>;
}

/**
 * Singular value decomposition, by one-sided Jacobi rotations after a QR factorization: `A = U diag(s) Vᵀ`; for every matrix of a batch.
 *
 * @param a - Shape `[...batch, m, n]`; let k be the smaller of m and n.
 * @returns `u`, shape `[...batch, m, k]`, `s`, shape `[...batch, k]`, descending, and `vh`, shape `[...batch, k, n]`. In each column of
 * `u` the entry of largest magnitude is positive. Computed in float64 and rounded once. NaN for a matrix that is not finite.
 * @throws {@link ShapeError} if `a` has fewer than two axes.
 *
 * **Derivative.** With `E = sⱼ² − sᵢ²` and `skew(X) = X − Xᵀ`: `Ā = U ((skew(Uᵀ Ū) / E) S + diag(s̄) + S (skew(Vᵀ V̄) / E)) Vᵀ`,
 * plus `(I − U Uᵀ) Ū S⁻¹ Vᵀ` if there are more rows than columns, or `U S⁻¹ V̄ᵀ (I − V Vᵀ)` if there are fewer. Where singular values are
 * repeated, or in the additional terms 0, to within rounding, `u` and `vh` have none, and asking for it is a {@link DomainError}.
 *
 * @example
 * ```ts
 * const { u, s, vh } = svd(tensor([[0, -2], [3, 0]]));
 * u.toArray(); // => [[0, 1], [1, 0]]
 * s.toArray(); // => [3, 2]
 * vh.toArray(); // => [[1, 0], [0, -1]]
 * ```
 * @see Golub & Van Loan, Matrix Computations, section 8.6.3; Townsend, Differentiating the singular value decomposition (2016). In NumPy
 * and PyTorch the signs of vectors are any.
 */
export interface Svd {
  <D extends DType>(a: Tensor<Shape, D>): Singular<ToFloat<D>>;
}

const quotient = /* @__PURE__ */ quotientOf("svd", 2, {
  argument: "singular values",
  expected: "must differ where the derivative of singular vectors is asked for",
  received: "equal ones",
});

const quotientByValues = /* @__PURE__ */ quotientOf("svd", 2, {
  argument: "singular values",
  expected: "must not be 0 where the derivative of singular vectors of a matrix that is not square is asked for",
  received: "0",
});

const decompose: (a: unknown) => readonly Tensor[] = /* @__PURE__ */ defineOp({
  name: "svd",
  inputs: ["a"],
  several: true,
  dtype: "float",
  shape(a) {
    requireMatrix("svd", a.shape);
    const [m, n] = a.shape.slice(-2) as [number, number];
    const [batch, k] = [a.shape.slice(0, -2), Math.min(m, n)];
    return [
      [...batch, m, k],
      [...batch, k],
      [...batch, k, n],
    ];
  },
  forward([u, s, vh], a) {
    const [m, n] = a.shape.slice(-2) as [number, number];
    const k = Math.min(m, n);
    const own = { u: new Float64Array(m * k), s: new Float64Array(k), vh: new Float64Array(k * n) };
    for (let i = 0; i < countOf(a.shape); i++) {
      singularVectors(own, matrixAt(a, i), m, n);
      u!.data.set(own.u, i * m * k);
      s!.data.set(own.s, i * k);
      vh!.data.set(own.vh, i * k * n);
    }
  },
  vjp: {
    a([ofU, ofS, ofVh], { a, outputs: [U, s, Vh] }) {
      const [m, n] = a.shape.slice(-2) as [number, number];
      const k = Math.min(m, n);
      const batch = a.shape.slice(0, -2);
      const asRow = (x: Tensor): Tensor => reshape(x, [...batch, 1, k]);
      const asColumn = (x: Tensor): Tensor => reshape(x, [...batch, k, 1]);
      const E = mul(gapsOf(s!), add(asRow(s!), asColumn(s!)));
      const alongU = matmul(U!, ofU!, { transposeA: true });
      const alongV = matmul(Vh!, ofVh!, { transposeB: true });
      const turning = add(
        mul(quotient(skew(alongU), E), asRow(s!)),
        mul(asColumn(s!), quotient(skew(alongV), E)),
      ) as Tensor;
      let left = add(matmul(U!, turning), mul(U!, asRow(ofS!))) as Tensor;
      if (m > k) {
        const across = sub(ofU!, matmul(U!, alongU)) as Tensor;
        left = add(left, quotientByValues(across, broadcastTo(asRow(nonzeroOf(s!)), across.shape) as Tensor)) as Tensor;
      }
      const ofA = matmul(left, Vh!);
      if (n === k) return ofA;
      const across = sub(ofVh!, matmul(alongV, Vh!, { transposeA: true })) as Tensor;
      const scaled = quotientByValues(across, broadcastTo(asColumn(nonzeroOf(s!)), across.shape) as Tensor);
      return add(ofA, matmul(U!, scaled));
    },
  },
  formula: {
    value: "[U, s, Vᵀ] = A as U diag(s) Vᵀ",
    a: "Ā = U ((skew(Uᵀ Ū) / E) S + diag(s̄) + S (skew(Vᵀ V̄) / E)) Vᵀ with Eᵢⱼ = sⱼ² − sᵢ²",
  },
});

function skew(x: Tensor): Tensor {
  return sub(x, matrixTranspose(x)) as Tensor;
}

export const svd: Svd = (a: unknown): Dynamic => {
  const [u, s, vh] = decompose(a);
  return { u, s, vh };
};
