import { argminLane } from "../../kernels/js/minimum.ts";
import { defineReduction } from "../../op/reduction.ts";
import type { Dynamic, Ok, Reduce, ReduceError, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Position of the smallest element along an axis: `y = argminᵢ xᵢ`, the first of equals. The first NaN if there is one.
 *
 * @param x - Any shape.
 * @param axis - One axis; absent for the position in all of `x`, in row-major order.
 * @param options - `keepDims`: leave the reduced axes in place, with size 1.
 * @returns The shape of `x` without that axis; int32, in `0 … n − 1`.
 * @throws {@link ShapeError} if `x` has no such axis.
 * @throws {@link DomainError} if there is no element to choose from.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * argmin(tensor([[1, 5], [4, 2]]), 1).toArray(); // => [0, 1]
 * argmin(tensor([[3, 5], [1, 7]])).item(); // => 2
 * ```
 * @see The array API standard, `argmin`.
 */
export interface ArgMin {
  (x: Tensor): Tensor<[], "int32">;
  <A extends Shape, const I extends number | undefined, K extends boolean = false>(
    x: Tensor<A, Dynamic>,
    axis: Ok<I, ReduceError<A, I>>,
    options?: { readonly keepDims?: K },
  ): Tensor<Reduce<A, I, K>, "int32">;
}

export const argmin: ArgMin = /* @__PURE__ */ defineReduction({
  name: "argmin",
  inputs: ["x"],
  dtype: "int32",
  needsElements: true,
  oneAxis: true,
  forward: argminLane,
  vjp: { x: "nondifferentiable" },
  formula: { value: "y = argminᵢ xᵢ" },
});
