import { ShapeError } from "../../errors.ts";
import { placeStrided } from "../../kernels/js/place.ts";
import { defineOp } from "../../op/define.ts";
import { nestedOf, nestedValues } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { formatShape } from "../../shape/format.ts";
import { copyRanges, isBlock, planSlice } from "../../shape/ranges.ts";
import { checkShape, sameShape } from "../../shape/sizes.ts";
import type { Made, Shape, SliceRange } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { drawRanges, slice, sliceSpec } from "./slice.ts";

/**
 * Zeros with `x` at the given ranges: `y[ranges] = x`. The transpose of {@link slice}.
 *
 * @param x - The shape that `slice(y, ranges)` has.
 * @param shape - The shape of the result.
 * @param ranges - As for {@link slice}.
 * @returns That shape.
 * @throws {@link ShapeError} if `x` does not have the shape of the ranges, or they do not fit `shape`.
 *
 * **Derivative.** `x̄ = ȳ[ranges]`.
 *
 * @example
 * ```ts
 * unslice(tensor([1, 2]), [2, 3], [1, [0, null, 2]]).toArray(); // => [[0, 0, 0], [1, 0, 2]]
 * ```
 */
export interface Unslice {
  <const N extends Shape, D extends DType>(
    x: Tensor<Shape, D>,
    shape: readonly [...N],
    ranges: readonly SliceRange[],
  ): Tensor<Made<N>, D>;
}

export const unslice: Unslice = /* @__PURE__ */ defineOp({
  name: "unslice",
  inputs: ["x"],
  attrs: ([x], asked: readonly number[], ranges: readonly SliceRange[]) => {
    const shape: readonly number[] = checkShape("unslice", asked);
    const plan = planSlice("unslice", "shape", shape, ranges);
    if (!sameShape(plan.shape, x!.shape)) {
      throw new ShapeError(
        `unslice: x must have shape ${formatShape(plan.shape)}, that of the ranges of shape ${formatShape(shape)}, ` +
          `got ${formatShape(x!.shape)}.`,
      );
    }
    return { plan, shape, ranges: copyRanges(ranges) };
  },
  identity: ([x], { plan, shape }) => sameShape(x!.shape, shape) && isBlock(plan),
  shape: (_, { shape }) => shape,
  forward(y, x, { plan }) {
    y.data.fill(0);
    if (isBlock(plan)) y.data.set(x.data, x.size === 0 ? 0 : plan.offset);
    else placeStrided(y.data, x.data, plan.shape, plan.strides, plan.offset);
  },
  vjp: { x: (cotangent, { attrs }) => slice(cotangent, attrs.ranges) },
  formula: { value: "y[ranges] = x, 0 elsewhere", x: "x̄ = ȳ[ranges]" },
});

/** What is true of {@link unslice}. */
export const unsliceSpec: OpSpec = {
  reference: {
    // Slicing the row-major positions says where each element of x goes.
    whole(x: NestedArray, shape: number[], ranges: SliceRange[]) {
      let count = 0;
      const positions = nestedOf(shape, () => count++);
      const values = nestedValues(x);
      const places = new Map(nestedValues(sliced(positions, ranges)).map((place, i) => [place, values[i]!]));
      let next = 0;
      return nestedOf(shape, () => places.get(next++) ?? 0);
    },
  },
  cases(draw) {
    const shape = draw.shape();
    const ranges = drawRanges(draw, shape);
    return { inputs: [{ shape: planSlice("unslice", "shape", shape, ranges).shape }], args: [shape, ranges] };
  },
  samples: [
    { inputs: [{ shape: [0, 0] }], args: [[2, 0], [[4, 0]]] },
    {
      inputs: [{ shape: [2, 2, 2] }],
      args: [
        [3, 4, 3],
        [
          [null, null, 2],
          [1, 3],
          [null, null, -2],
        ],
      ],
    },
  ],
  ulps: 0.5,
  edges: [
    { inputs: [[7, 8]], args: [[4], [[1, 3]]], output: [0, 7, 8, 0], gradients: [[1, 1]], because: "a block" },
    {
      inputs: [[7, 8]],
      args: [[4], [[null, null, -2]]],
      output: [0, 8, 0, 7],
      gradients: [[1, 1]],
      because: "backwards",
    },
    {
      inputs: [[7, 8]],
      args: [
        [2, 2],
        [null, 0],
      ],
      output: [
        [7, 0],
        [8, 0],
      ],
      gradients: [[1, 1]],
      because: "an index puts its axis back",
    },
    { inputs: [7], args: [[2], [-1]], output: [0, 7], gradients: [1], because: "a scalar has a place too" },
    { inputs: [[]], args: [[2], [[5, 9]]], output: [0, 0], gradients: [[]], because: "nothing to place" },
    { inputs: [[true]], args: [[2], [[0, 1]]], dtype: "bool", output: [true, false], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [3] }],
      args: [[4], [[1, 3]]],
      message: "unslice: x must have shape [2], that of the ranges of shape [4], got [3].",
    },
    {
      inputs: [{ shape: [] }],
      args: [[4], [4]],
      message: "unslice: index must be in -4 … 3 along axis 0 of shape [4], got 4.",
    },
    {
      inputs: [{ shape: [2] }],
      args: [4, [null]],
      message: "unslice: shape must be a list of sizes, got 4. Write [4].",
    },
  ],
};

/** What the reference of `slice` says. */
function sliced(x: NestedArray, ranges: SliceRange[]): NestedArray {
  const { whole } = sliceSpec.reference as { readonly whole: (x: NestedArray, ranges: SliceRange[]) => NestedArray };
  return whole(x, ranges); // the kind of reference it has
}
