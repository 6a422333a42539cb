import { factorize } from "../../kernels/js/linalg/lu.ts";
import { defineOp } from "../../op/define.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToFloat } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { mul } from "../elementwise/mul.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { reshape } from "../movement/reshape.ts";
import { countOf, matrixAt, requireSquare } from "./_matrices.ts";
import { inverse } from "./inverse.ts";

/** A determinant that neither overflows nor vanishes. */
export interface SignAndLogDeterminant<D extends DType> {
  /** 1, -1, or 0 for a singular matrix. */
  readonly sign: Tensor<Dynamic, D>;
  /** The logarithm of the magnitude of the determinant. */
  readonly logabsdet: Tensor<Dynamic, D>;
}

/**
 * Sign and logarithm of a determinant: `|A| = sign · e^logabsdet`, by an LU factorization with partial pivoting; of every matrix of a batch.
 *
 * @param a - Shape `[...batch, n, n]`.
 * @returns `sign` and `logabsdet`, both of shape `[...batch]`: 0 and −∞ where the determinant is 0. Computed in float64 and rounded once.
 * @throws {@link ShapeError} if `a` is not square.
 *
 * **Derivative.** `Ā = ȳ A⁻ᵀ` for the logarithm, a {@link DomainError} where there is no inverse; 0 for the sign.
 *
 * @example
 * ```ts
 * const { sign, logabsdet } = slogdet(tensor([[0, 1], [1, 0]]));
 * [sign.item(), logabsdet.item()]; // => [-1, 0]
 * ```
 * @see NumPy, `linalg.slogdet`.
 */
export interface Slogdet {
  <D extends DType>(a: Tensor<Shape, D>): SignAndLogDeterminant<ToFloat<D>>;
}

const parts: (a: unknown) => readonly Tensor[] = /* @__PURE__ */ defineOp({
  name: "slogdet",
  inputs: ["a"],
  several: true,
  dtype: "float",
  shape(a) {
    requireSquare("slogdet", a.shape);
    return [a.shape.slice(0, -2), a.shape.slice(0, -2)];
  },
  forward([sign, logabsdet], a) {
    const n = a.shape.at(-1)!;
    for (let i = 0; i < countOf(a.shape); i++) {
      const factors = factorize(matrixAt(a, i), n);
      let [product, sum] = [factors.sign, 0];
      for (let k = 0; k < n; k++) {
        const pivot = factors.lu[k * n + k]!;
        product *= Math.sign(pivot);
        sum += Math.log(Math.abs(pivot));
      }
      sign!.data[i] = product + 0; // 0, not -0
      logabsdet!.data[i] = sum;
    }
  },
  vjp: {
    a: ([, cotangent], { a }) => mul(reshape(cotangent!, [...cotangent!.shape, 1, 1]), matrixTranspose(inverse(a))),
  },
  formula: { value: "[y₀, y₁] = [sign |A|, ln abs(|A|)]", a: "Ā = ȳ₁ A⁻ᵀ" },
});

export const slogdet: Slogdet = (a: unknown): Dynamic => {
  const [sign, logabsdet] = parts(a);
  return { sign, logabsdet };
};
