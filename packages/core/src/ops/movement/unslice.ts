import { ShapeError } from "../../errors.ts";
import { placeStrided } from "../../kernels/js/place.ts";
import { positional, sizes } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { formatShape } from "../../shape/format.ts";
import { copyRanges, isBlock, planSlice, rangesText } from "../../shape/ranges.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Made, Shape, SliceRange } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { slice } from "./slice.ts";

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
  args: [sizes("shape"), positional("ranges", (_, given) => copyRanges(given as readonly SliceRange[]))],
  refine(attrs, x) {
    const { shape, ranges } = attrs;
    const plan = planSlice("unslice", "shape", shape, ranges);
    if (!sameShape(plan.shape, x.shape)) {
      throw new ShapeError(
        `unslice: x must have shape ${formatShape(plan.shape)}, that of the ranges of shape ${formatShape(shape)}, ` +
          `got ${formatShape(x.shape)}.`,
      );
    }
    return { shape, ranges, plan };
  },
  shape: (_, { shape }) => shape,
  forward(y, x, { plan }) {
    y.data.fill(0);
    if (isBlock(plan)) y.data.set(x.data, x.size === 0 ? 0 : plan.offset);
    else placeStrided(y.data, x.data, plan.shape, plan.strides, plan.offset);
  },
  batch: ([x], { shape, ranges }, { size }) => unslice(x!, [size, ...shape], [null, ...ranges]),
  vjp: { x: (cotangent, { attrs }) => slice(cotangent, attrs.ranges) },
  formula({ ranges }) {
    const at = ranges === undefined ? "ranges" : rangesText(ranges);
    return { value: `y[${at}] = x, 0 elsewhere`, x: `x̄ = ȳ[${at}]` };
  },
});
