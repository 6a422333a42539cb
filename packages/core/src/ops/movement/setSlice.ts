import { ShapeError } from "../../errors.ts";
import { placeStrided } from "../../kernels/js/place.ts";
import { copyStrided } from "../../kernels/js/strided.ts";
import { positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { broadcastStrides, broadcastsTo } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { copyRanges, planSlice, rangesText } from "../../shape/ranges.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Ok, Shape, SliceError, SliceRange } from "../../shape/types.ts";
import { allocate, type DType, type Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { slice } from "./slice.ts";
import { sumTo } from "./sumTo.ts";

/**
 * `x` with other values at the given ranges: `y = x`, then `y[ranges] = values`. A new tensor; `x` stays as it is.
 *
 * @param x - Any shape.
 * @param values - What broadcasts to the shape of `slice(x, ranges)`, or a number.
 * @param ranges - As for {@link slice}: one entry for each leading axis, an index, `[start, stop]`, `[start, stop, step]` or `null`.
 * @returns The shape of `x`, in the dtype to which `x` and `values` are promoted.
 * @throws {@link ShapeError} if an index is out of range, there are more ranges than axes, or `values` do not fit; {@link DomainError} if
 * an entry is no range.
 *
 * **Derivative.** `x̄ = ȳ`, 0 at the ranges; for the values `ȳ` at the ranges.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * setSlice(x, tensor([10, 20]), [1, [0, 2]]).toArray(); // => [[1, 2, 3], [10, 20, 6]]
 * setSlice(x, 0, [null, -1]).toArray(); // => [[1, 2, 0], [4, 5, 0]]
 * ```
 * @see PyTorch's `slice_scatter` and `select_scatter`; JAX's `x.at[…].set(…)`.
 */
export interface SetSlice {
  <A extends Shape, DA extends DType, const R extends readonly SliceRange[], DV extends DType = never>(
    x: Tensor<A, DA>,
    values: number | Tensor<Shape, DV>,
    ranges: Ok<readonly [...R], SliceError<A, R>>,
  ): Tensor<A, Promote<DA, DV>>;
}

export const setSlice: SetSlice = /* @__PURE__ */ defineOp({
  name: "setSlice",
  inputs: ["x", "values"],
  args: [
    positional("ranges", (where, given, { types }) => {
      const plan = planSlice(where, "x of shape", types[0]!.shape, given as readonly SliceRange[]); // or it throws
      return { plan, asked: copyRanges(given as readonly SliceRange[]) };
    }),
  ],
  shape(x, values, { ranges: { plan } }) {
    if (!broadcastsTo(values.shape, plan.shape))
      throw new ShapeError(
        `setSlice: values must broadcast to ${formatShape(plan.shape)}, the shape of the ranges, ` +
          `got ${formatShape(values.shape)}.`,
      );
    return x.shape;
  },
  forward(y, x, values, { ranges: { plan } }) {
    y.data.set(x.data);
    const all = allocate(values.dtype, sizeOf(plan.shape));
    copyStrided(all, values.data, plan.shape, broadcastStrides(values.shape, plan.shape), 0);
    placeStrided(y.data, all, plan.shape, plan.strides, plan.offset);
  },
  vjp: {
    x: (cotangent, { attrs }) => setSlice(cotangent, 0, attrs.ranges.asked as never) as Tensor, // they fit x
    values: (cotangent, { node, attrs }) =>
      sumTo(slice(cotangent, attrs.ranges.asked as never) as Tensor, node.inputs[1]!.shape), // they fit x
  },
  formula({ ranges }) {
    const at = ranges === undefined ? "ranges" : rangesText(ranges.asked);
    return {
      value: `y = x; y[${at}] = values`,
      x: `x̄ = ȳ, 0 at [${at}]`,
      values: `values.bar = ȳ[${at}]`,
    };
  },
});
