import { gatherAlongAxis } from "../../kernels/js/gather.ts";
import { inversePositions, sortPositions } from "../../kernels/js/sort.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis, flag } from "../../op/args.ts";
import { alongBatchedAxis } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { takeAlongAxis } from "./takeAlongAxis.ts";

/**
 * The elements along one axis in ascending order: `y₀ ≤ y₁ ≤ …`.
 *
 * Stable: equal elements keep their order, whichever the direction. NaN comes last, whichever the direction.
 *
 * @param x - Any shape with that axis.
 * @param axis - Default -1.
 * @param options - `descending`: the largest first.
 * @returns The shape of `x`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄ = ȳ`, each element back where it came from. At ties the first of equals is the one that came first.
 *
 * @example
 * ```ts
 * sort(tensor([3, 1, 2])).toArray(); // => [1, 2, 3]
 * sort(tensor([3, NaN, 1, 2]), 0, { descending: true }).toArray(); // => [3, 2, 1, NaN]
 * ```
 * @see The array API standard, `sort`. For the positions: {@link argsort}.
 */
export interface Sort {
  <A extends Shape, D extends DType, const I extends number = -1>(
    x: Tensor<A, D>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly descending?: boolean },
  ): Tensor<A, D>;
}

export const sort: Sort = /* @__PURE__ */ defineOp({
  name: "sort",
  inputs: ["x"],
  args: [axis(-1), flag("descending")],
  shape: (x) => x.shape,
  saves: (x) => [{ shape: x.shape, dtype: "int32" }], // where each element went
  forward(y, x, { axis, descending }, [went]) {
    const { shape } = x;
    const positions = new Int32Array(x.size);
    sortPositions(positions, x.data, shape, axis, descending);
    gatherAlongAxis(y, x, { data: positions, shape }, axis);
    inversePositions(went!.data as Int32Array, positions, shape, axis); // its dtype is int32
  },
  batch: alongBatchedAxis,
  vjp: { x: (cotangent, { saved: [went], attrs }) => takeAlongAxis(cotangent, went!, attrs.axis) },
  formula: alongAxes({ value: "y = x, y₀ ≤ y₁ ≤ …", x: "x̄ᵢ = ȳ where xᵢ went" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
