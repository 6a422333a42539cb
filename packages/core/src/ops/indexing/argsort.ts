import { sortPositions } from "../../kernels/js/sort.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis, flag } from "../../op/args.ts";
import { alongBatchedAxis } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import type { AxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * The positions of the elements along one axis in ascending order: `x[y₀] ≤ x[y₁] ≤ …`.
 *
 * Stable: equal elements keep their order, whichever the direction. NaN comes last, whichever the direction.
 *
 * @param x - Any shape with that axis.
 * @param axis - Default -1.
 * @param options - `descending`: the largest first.
 * @returns The shape of `x`, int32; what {@link takeAlongAxis} takes as indices.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** None: the positions are constant wherever they do not jump.
 *
 * @example
 * ```ts
 * argsort(tensor([30, 10, 20])).toArray(); // => [1, 2, 0]
 * ```
 * @see The array API standard, `argsort`.
 */
export interface Argsort {
  <A extends Shape, const I extends number = -1>(
    x: Tensor<A, Dynamic>,
    axis?: Ok<I, AxisError<A, I>>,
    options?: { readonly descending?: boolean },
  ): Tensor<A, "int32">;
}

export const argsort: Argsort = /* @__PURE__ */ defineOp({
  name: "argsort",
  inputs: ["x"],
  args: [axis(-1), flag("descending")],
  shape: (x) => x.shape,
  dtype: "int32",
  forward(y, x, { axis, descending }) {
    sortPositions(y.data as Int32Array, x.data, x.shape, axis, descending); // its dtype is int32
  },
  batch: alongBatchedAxis,
  vjp: { x: "nondifferentiable" },
  formula: alongAxes({ value: "y = argsort(x), x[y₀] ≤ x[y₁] ≤ …" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
