import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType, ToNumeric } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { diagonalTaker } from "../movement/_diagonal.ts";
import type { DiagonalOptions } from "../movement/diagonal.ts";
import { sum } from "./sum.ts";

/**
 * The sum of a diagonal: `y = Σᵢ x[i, i + offset]`. A bool counts as 0 or 1.
 *
 * @param x - At least two axes.
 * @param options - `offset`, 0 for the main diagonal; `axis1` and `axis2`, default 0 and 1.
 * @returns The shape of `x` without both axes; 0 where the diagonal is empty.
 * @throws {@link ShapeError} if `x` has no such axes, or both are the same; {@link DomainError} if `offset` is not whole.
 *
 * **Derivative.** `x̄ = ȳ` on the diagonal, 0 elsewhere.
 *
 * @example
 * ```ts
 * trace(tensor([[1, 2], [3, 4]])).item(); // => 5
 * ```
 * @see NumPy and PyTorch, `trace`.
 */
export interface Trace {
  <D extends DType>(x: Tensor<Shape, D>, options?: DiagonalOptions): Tensor<Dynamic, ToNumeric<D>>;
}

const take = /* @__PURE__ */ diagonalTaker("trace");

export const trace: Trace = (input: unknown, options?: unknown): Dynamic => sum(take(input, options), -1);
