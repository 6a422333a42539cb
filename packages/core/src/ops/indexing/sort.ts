import { gatherAlongAxis } from "../../kernels/js/gather.ts";
import { inversePositions, sortPositions } from "../../kernels/js/sort.ts";
import { defineOp } from "../../op/define.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { Case, Draw, OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import { type NestedArray, Tensor } from "../../tensor/tensor.ts";
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
  attrs: ([x], axis: number = -1, options?: { readonly descending?: boolean }) => ({
    axis: resolveAxis("sort", "x", x!.shape, axis),
    descending: options?.descending === true,
  }),
  shape: (x) => x.shape,
  forward(y, x, { axis, descending }) {
    const { shape } = x;
    const positions = new Int32Array(x.size);
    sortPositions(positions, x.data, shape, axis, descending);
    gatherAlongAxis(y, x, { data: positions, shape }, axis);
    // Saved: where each element went.
    return new Tensor<Shape, "int32">(shape, "int32", inversePositions(positions, shape, axis));
  },
  vjp: { x: (cotangent, { saved, attrs }) => takeAlongAxis(cotangent, saved, attrs.axis) },
  formula: { value: "y = x, y₀ ≤ y₁ ≤ …", x: "x̄ᵢ = ȳ where xᵢ went" },
});

/** The positions of a lane's elements in sorted order, the textbook way: insert each behind all that it does not precede. */
export function sortedPositions(lane: readonly number[], descending: boolean): number[] {
  const precedes = (a: number, b: number): boolean => (Number.isNaN(b) ? !Number.isNaN(a) : descending ? a > b : a < b);
  const order: number[] = [];
  lane.forEach((value, i) => {
    let place = order.length;
    while (place > 0 && precedes(value, lane[order[place - 1]!]!)) place--;
    order.splice(place, 0, i);
  });
  return order;
}

/** One value per element from the lane along an axis that it lies in, and its place there. */
export function fromLanes(
  x: NestedArray,
  axis: number,
  element: (lane: readonly number[], place: number) => number,
): NestedArray {
  const shape = nestedShape(x);
  const along = axis < 0 ? axis + shape.length : axis;
  return nestedOf(shape, (index) => {
    const lane = Array.from({ length: shape[along]! }, (_, j) => nestedAt(x, index.with(along, j)));
    return element(lane, index[along]!);
  });
}

/** A shape with an axis to sort along, in either direction. */
export function drawSort(draw: Draw): Case {
  const shape = draw.shape({ minDims: 1 });
  return { inputs: [{ shape }], args: [draw.axis(shape), { descending: draw.boolean() }] };
}

/** What is true of {@link sort}. */
export const sortSpec: OpSpec = {
  reference: {
    whole: (x: NestedArray, axis = -1, { descending = false }: { descending?: boolean } = {}) =>
      fromLanes(x, axis, (lane, place) => lane[sortedPositions(lane, descending)[place]!]!),
  },
  domain: { x: { distinct: true } },
  cases: drawSort,
  // Beyond 16 elements runs are merged; 70 is five runs, the last one short.
  samples: [
    { inputs: [{ shape: [70] }], args: [0] },
    { inputs: [{ shape: [2, 33, 2] }], args: [1, { descending: true }] },
  ],
  ulps: 0.5,
  edges: [
    {
      inputs: [[3, NaN, 1, Infinity, 2, -Infinity]],
      output: [-Infinity, 1, 2, 3, Infinity, NaN],
      gradients: [[1, 1, 1, 1, 1, 1]],
      because: "NaN is last",
    },
    {
      inputs: [[3, NaN, 1, Infinity]],
      args: [0, { descending: true }],
      output: [Infinity, 3, 1, NaN],
      because: "NaN is last in this direction too",
    },
    { inputs: [[0, -0, -0]], output: [0, -0, -0], because: "0 and -0 are equal and keep their order" },
    {
      inputs: [[-0, 0, 0]],
      args: [0, { descending: true }],
      output: [-0, 0, 0],
      because: "0 and -0 are equal and keep their order",
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
        [2, 1],
        [3, 4],
      ],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "along the columns",
    },
    { inputs: [[[], []]], args: [1], output: [[], []], gradients: [[[], []]], because: "nothing to sort" },
    { inputs: [[[], []]], args: [0], output: [[], []], because: "no lanes to sort" },
    { inputs: [[2147483647, -2147483648, 0]], dtype: "int32", output: [-2147483648, 0, 2147483647], because: "int32" },
    { inputs: [[true, false, true]], dtype: "bool", output: [false, true, true], because: "false comes first" },
  ],
  errors: [
    { inputs: [{ shape: [2, 3] }], args: [2], message: "sort: axis must be in -2 … 1 for x of shape [2, 3], got 2." },
    { inputs: [{ shape: [] }], message: "sort: x is a scalar and has no axis, got axis -1." },
  ],
};
