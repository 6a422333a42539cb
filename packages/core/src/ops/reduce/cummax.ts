import { runningMaxima } from "../../kernels/js/cumulative.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { scatterAdd } from "../indexing/scatterAdd.ts";

/**
 * Running maxima along one axis: `yᵢ = max(x₀, …, xᵢ)`. From the first NaN on, NaN.
 *
 * @param x - At least one axis.
 * @param axis - Default -1, the last.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄ⱼ` is the sum of `ȳᵢ` over all `i` whose maximum is `xⱼ`. At the kink, where several are equally large, that is the last
 * of them up to `i`; NaNs count as the largest.
 *
 * @example
 * ```ts
 * cummax(tensor([2, 1, 3, 2])).toArray(); // => [2, 2, 3, 3]
 * grad((x: Tensor) => cummax(x).sum())(tensor([2, 1, 3, 2])).toArray(); // => [2, 0, 2, 0]
 * ```
 * @see PyTorch, `cummax`, whose values these are.
 */
export interface Cummax {
  <A extends Shape, D extends DType, const I extends number = -1>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, D>;
}

export const cummax: Cummax = /* @__PURE__ */ defineOp({
  name: "cummax",
  inputs: ["x"],
  args: [axis(-1)],
  shape: (x) => x.shape,
  saves: (x) => [{ shape: x.shape, dtype: "int32" }], // where each maximum stands
  forward(y, x, { axis }, [where]) {
    runningMaxima(y.data, where!.data as Int32Array, x.data, x.shape, axis); // its dtype is int32
  },
  vjp: {
    x: (cotangent, { node, saved: [where], attrs }) =>
      scatterAdd(zerosOf(node.inputs[0]!), where!, cotangent, attrs.axis),
  },
  formula: alongAxes({ value: "yᵢ = max(x₀, …, xᵢ)", x: "x̄ⱼ = Σ ȳᵢ over i with yᵢ = xⱼ, j ≤ i" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
