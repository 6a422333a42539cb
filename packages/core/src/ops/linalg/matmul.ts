import { flag } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { sameShape, sizeOf } from "../../shape/sizes.ts";
import type { MatMulError, MatMulShape, Ok, Shape, TransposedIf } from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { aligned } from "../movement/_aligned.ts";
import { reshape } from "../movement/reshape.ts";
import { sumTo } from "../movement/sumTo.ts";
import { multiply, productShape, productWork, type Transposed } from "./_product.ts";

/**
 * Matrix product: `C = A B`, `Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ`; for every pair of matrices where there are leading axes, which broadcast.
 *
 * @param a - Shape `[...batch, m, k]`, or `[k]` for a row vector.
 * @param b - Shape `[...batch, k, n]`, or `[k]` for a column vector.
 * @param options - `transposeA`, `transposeB`: read that matrix as its transpose, `[k, m]` or `[n, k]`, without copying it.
 * @returns Shape `[...batch, m, n]`, without `m` or `n` for a vector, in the promoted dtype.
 * @throws {@link ShapeError} if the inner sizes differ, the batches do not broadcast, or one side is a scalar.
 *
 * **Derivative.** `Ā = C̄ Bᵀ`, `B̄ = Aᵀ C̄`.
 *
 * @example
 * ```ts
 * matmul(tensor([[1, 2], [3, 4]]), tensor([[5], [6]])).toArray(); // => [[17], [39]]
 * ```
 * @see The array API standard, `matmul`.
 */
export interface MatMul {
  <
    A extends Shape,
    DA extends DType,
    B extends Shape,
    DB extends DType,
    TA extends boolean = false,
    TB extends boolean = false,
  >(
    a: Tensor<A, DA>,
    b: Ok<Tensor<B, DB>, MatMulError<TransposedIf<TA, A>, TransposedIf<TB, B>>>,
    options?: { readonly transposeA?: TA; readonly transposeB?: TB },
  ): Tensor<MatMulShape<TransposedIf<TA, A>, TransposedIf<TB, B>>, Promote<DA, DB>>;
}

export const matmul: MatMul = /* @__PURE__ */ defineOp({
  name: "matmul",
  inputs: ["a", "b"],
  args: [flag("transposeA"), flag("transposeB")],
  // A vector is its own transpose.
  refine: (attrs, a, b): Transposed => {
    const { transposeA, transposeB } = attrs;
    if (a.shape.length > 1 && b.shape.length > 1) return attrs;
    return { transposeA: transposeA && a.shape.length > 1, transposeB: transposeB && b.shape.length > 1 };
  },
  shape: (a, b, attrs) => productShape(a.shape, b.shape, attrs),
  forward: (c, a, b, attrs) => multiply(c.data, a, b, attrs),
  work: (a, b, attrs) => productWork(a, b, attrs),
  batch([a, b], attrs, { size, isBatched: [aIs, bIs] }) {
    const shapeOf = (x: Tensor, is: boolean): readonly number[] => (is ? x.shape.slice(1) : x.shape); // of one example
    const [aShape, bShape] = [shapeOf(a!, aIs!), shapeOf(b!, bIs!)];
    const shape = [size, ...productShape(aShape, bShape, attrs)];
    // A vector of each example is a row, or a column; one that is the same for all is a vector here too.
    const rows = aIs! && aShape.length === 1 ? reshape(a!, [size, 1, ...aShape]) : a!;
    const columns = bIs! && bShape.length === 1 ? reshape(b!, [size, ...bShape, 1]) : b!;
    const most = Math.max(aShape.length, bShape.length);
    const product = matmul(
      aIs! ? aligned(rows, most) : rows,
      (bIs! ? aligned(columns, most) : columns) as never, // whether it fits was checked for one example
      attrs,
    );
    return reshape(product as Tensor, shape);
  },
  vjp: {
    // C = A B:  Ā = C̄ Bᵀ.   C = Aᵀ B:  Ā = B C̄ᵀ.   With Bᵀ for B throughout if b is read transposed.
    a(cotangent, { node, b, attrs: { transposeA, transposeB } }) {
      const { shape } = node.inputs[0]!;
      const matrix = shape.length > 1 ? shape : [1, ...shape];
      const B = b.ndim > 1 ? b : reshape(b, [b.size, 1]);
      const C = asMatrix(cotangent, shape, b.shape);
      const A = transposeA
        ? matmul(B, C, { transposeA: transposeB, transposeB: true })
        : matmul(C, B, { transposeB: !transposeB });
      return sameShape(A.shape, shape) ? A : reshape(sumTo(A, matrix), shape);
    },
    // C = A B:  B̄ = Aᵀ C̄.   C = A Bᵀ:  B̄ = C̄ᵀ A.   With Aᵀ for A throughout if a is read transposed.
    b(cotangent, { node, a, attrs: { transposeA, transposeB } }) {
      const { shape } = node.inputs[1]!;
      const matrix = shape.length > 1 ? shape : [...shape, 1];
      let A = a.ndim > 1 ? a : reshape(a, [1, a.size]);
      let C = asMatrix(cotangent, a.shape, shape);
      if (matrix.length === 2 && A.ndim > 2 && !transposeA) {
        // One matrix for the whole batch: its rows are one long product instead of many whose sum is taken.
        const rows = sizeOf(A.shape.slice(0, -1));
        A = reshape(A, [rows, A.shape[A.ndim - 1]!]);
        C = reshape(C, [rows, C.shape[C.ndim - 1]!]);
      }
      const B = transposeB
        ? matmul(C, A, { transposeA: true, transposeB: transposeA })
        : matmul(A, C, { transposeA: !transposeA });
      return sameShape(B.shape, shape) ? B : reshape(sumTo(B, matrix), shape);
    },
  },
  formula({ transposeA = false, transposeB = false }, shapes) {
    const [A, At] = transposeA ? ["Aᵀ", "A"] : ["A", "Aᵀ"];
    const [B, Bt] = transposeB ? ["Bᵀ", "B"] : ["B", "Bᵀ"];
    // One matrix for many: its contributions are added.
    const batches = shapes?.map((shape) => sizeOf(shape.slice(0, -2))) ?? [];
    const rule = (line: string, i: number): string => {
      const [left, right] = line.split(" = ");
      return batches.some((size) => size > batches[i]!) ? `${left} = Σ ${right} over the batch` : line;
    };
    return {
      value: `C = ${A} ${B}`,
      a: rule(transposeA ? `Ā = ${B} C̄ᵀ` : `Ā = C̄ ${Bt}`, 0),
      b: rule(transposeB ? `B̄ = C̄ᵀ ${A}` : `B̄ = ${At} C̄`, 1),
    };
  },
});

/** The cotangent with the axes back that a vector operand does not have. */
function asMatrix(cotangent: Tensor, a: readonly number[], b: readonly number[]): Tensor {
  if (a.length > 1 && b.length > 1) return cotangent;
  const batch = cotangent.shape.slice(0, cotangent.ndim - (a.length > 1 ? 1 : 0) - (b.length > 1 ? 1 : 0));
  const m = a.length > 1 ? cotangent.shape[batch.length]! : 1;
  const n = b.length > 1 ? cotangent.shape[cotangent.ndim - 1]! : 1;
  return reshape(cotangent, [...batch, m, n]);
}
