import { cumulativeSums } from "../../kernels/js/cumulative.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis, flag } from "../../op/args.ts";
import { alongBatchedAxis } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType, ToNumeric } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Running sums along one axis: `yᵢ = x₀ + … + xᵢ`. Terms are added in float64 and each sum rounded once; a bool counts as 0 or 1.
 *
 * @param x - At least one axis.
 * @param axis - Default -1, the last.
 * @param options - `reverse`: sum from the end, `yᵢ = xᵢ + … + xₙ₋₁`; `exclusive`: leave out `xᵢ` itself.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄` is the running sum of `ȳ` from the other end.
 *
 * @example
 * ```ts
 * cumsum(tensor([[1, 2, 3], [4, 5, 6]]), 1).toArray(); // => [[1, 3, 6], [4, 9, 15]]
 * ```
 * @see The array API standard, `cumulative_sum`.
 */
export interface Cumsum {
  <A extends Shape, D extends DType, const I extends number = -1>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly reverse?: boolean; readonly exclusive?: boolean },
  ): Tensor<A, ToNumeric<D>>;
}

export const cumsum: Cumsum = /* @__PURE__ */ defineOp({
  name: "cumsum",
  inputs: ["x"],
  args: [axis(-1), flag("reverse"), flag("exclusive")],
  dtype: "numeric",
  shape: (x) => x.shape,
  forward: (y, x, { axis, reverse, exclusive }) => cumulativeSums(y.data, x.data, x.shape, axis, reverse, exclusive),
  batch: alongBatchedAxis,
  vjp: {
    x: (cotangent, { attrs: { axis, reverse, exclusive } }) =>
      cumsum(cotangent, axis, { reverse: !reverse, exclusive }),
  },
  formula: alongAxes({ value: "yᵢ = x₀ + … + xᵢ", x: "x̄ᵢ = ȳᵢ + … + ȳₙ₋₁" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
