import { sortPositions } from "../../kernels/js/sort.ts";
import { defineOp } from "../../op/define.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Dynamic, Ok, Shape } from "../../shape/types.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { drawSort, fromLanes, sortedPositions } from "./sort.ts";

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
  attrs: ([x], axis: number = -1, options?: { readonly descending?: boolean }) => ({
    axis: resolveAxis("argsort", "x", x!.shape, axis),
    descending: options?.descending === true,
  }),
  shape: (x) => x.shape,
  dtype: () => "int32",
  forward(y, x, { axis, descending }) {
    sortPositions(y.data as Int32Array, x.data, x.shape, axis, descending); // its dtype is int32
  },
  vjp: { x: "nondifferentiable" },
  formula: { value: "x[y₀] ≤ x[y₁] ≤ …" },
});

/** What is true of {@link argsort}. */
export const argsortSpec: OpSpec = {
  reference: {
    whole: (x: NestedArray, axis = -1, { descending = false }: { descending?: boolean } = {}) =>
      fromLanes(x, axis, (lane, place) => sortedPositions(lane, descending)[place]!),
  },
  cases: drawSort,
  // Beyond 16 elements runs are merged; 70 is five runs, the last one short.
  samples: [
    { inputs: [{ shape: [70] }], args: [0] },
    { inputs: [{ shape: [2, 33, 2] }], args: [1, { descending: true }] },
  ],
  ulps: 0.5,
  differences: { skip: "positions are whole numbers: constant, with jumps" },
  edges: [
    { inputs: [[3, NaN, 1, 2]], output: [2, 3, 0, 1], gradients: [null], because: "NaN is last" },
    {
      inputs: [[NaN, 3, NaN, 1]],
      args: [0, { descending: true }],
      output: [1, 3, 0, 2],
      because: "NaNs are last in this direction too, in their order",
    },
    { inputs: [[1, 0, 1, 0]], output: [1, 3, 0, 2], because: "equal elements keep their order" },
    {
      inputs: [[1, 0, 1, 0]],
      args: [0, { descending: true }],
      output: [0, 2, 1, 3],
      because: "equal elements keep their order in this direction too",
    },
    {
      inputs: [
        [
          [3, 1],
          [2, 4],
        ],
      ],
      args: [0],
      output: [
        [1, 0],
        [0, 1],
      ],
      because: "along the columns",
    },
    { inputs: [[]], output: [], because: "nothing to sort" },
    { inputs: [[true, false]], dtype: "bool", output: [1, 0], because: "false comes first" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [2],
      message: "argsort: axis must be in -2 … 1 for x of shape [2, 3], got 2.",
    },
  ],
};
