import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { diagonalTaker } from "./_diagonal.ts";

/** Which diagonal, and of which two axes. */
export interface DiagonalOptions {
  /** 0 the main one, positive ones above it; default 0. */
  readonly offset?: number;
  /** The axis of rows; default 0. */
  readonly axis1?: number;
  /** The axis of columns; default 1. */
  readonly axis2?: number;
}

/**
 * A diagonal of two axes: `y[…, i] = x[…, i, i + offset]`.
 *
 * @param x - At least two axes.
 * @param options - See {@link DiagonalOptions}.
 * @returns The shape of `x` without both axes, and as last axis the diagonal, which may be empty.
 * @throws {@link ShapeError} if `x` has no such axes, or both are the same; {@link DomainError} if `offset` is not whole.
 *
 * **Derivative.** `x̄ = ȳ` on the diagonal, 0 elsewhere.
 *
 * @example
 * ```ts
 * diagonal(tensor([[1, 2], [3, 4]])).toArray(); // => [1, 4]
 * diagonal(tensor([[1, 2], [3, 4]]), { offset: 1 }).toArray(); // => [2]
 * ```
 * @see NumPy and PyTorch, `diagonal`.
 */
export interface Diagonal {
  <D extends DType>(x: Tensor<Shape, D>, options?: DiagonalOptions): Tensor<Dynamic, D>;
}

const take = /* @__PURE__ */ diagonalTaker("diagonal");

export const diagonal: Diagonal = (input: unknown, options?: unknown): Dynamic => take(input, options);
