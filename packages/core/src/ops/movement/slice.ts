import { copyStrided } from "../../kernels/js/strided.ts";
import { positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { copyRanges, isBlock, planSlice, rangesText } from "../../shape/ranges.ts";
import type { Ok, Shape, SliceError, SliceRange, SliceShape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { unslice } from "./unslice.ts";

/**
 * A part of each axis, in Python's meaning: `x[start:stop:step, …]`.
 *
 * @param x - Any shape.
 * @param ranges - One entry for each leading axis, further axes stay whole:
 * - a whole number: the element at that index, which drops the axis; it counts from the end if negative;
 * - `[start, stop]` or `[start, stop, step]`: from `start` on, `stop` not included. An end may be `null` (open), count from the
 *   end if negative, and lie outside, where it is clipped; a negative step goes backwards;
 * - `null`: the whole axis.
 * @returns The sizes of the ranges, without the axes that an index drops.
 * @throws {@link ShapeError} if an index is out of range, or there are more ranges than axes.
 * @throws {@link DomainError} if an entry is none of these, or a step is 0.
 *
 * **Derivative.** `x̄ = ȳ` at the places that were read, 0 elsewhere.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * slice(x, [0]).toArray(); // => [1, 2, 3]
 * slice(x, [null, [1, 3]]).toArray(); // => [[2, 3], [5, 6]]
 * slice(x, [-1, [null, null, -1]]).toArray(); // => [6, 5, 4]
 * ```
 * @see NumPy's basic indexing.
 */
export interface Slice {
  <A extends Shape, D extends DType, const R extends readonly SliceRange[]>(
    x: Tensor<A, D>,
    ranges: Ok<readonly [...R], SliceError<A, R>>,
  ): Tensor<SliceShape<A, R>, D>;
}

export const slice: Slice = /* @__PURE__ */ defineOp({
  name: "slice",
  inputs: ["x"],
  args: [
    positional("ranges", (where, given, { types }) => {
      const plan = planSlice(where, "x of shape", types[0]!.shape, given as readonly SliceRange[]);
      return { plan, asked: copyRanges(given as readonly SliceRange[]) };
    }),
  ],
  shape: (_, { ranges: { plan } }) => plan.shape,
  forward(y, x, { ranges: { plan } }) {
    if (isBlock(plan)) y.data.set(x.data.subarray(plan.offset, plan.offset + y.size));
    else copyStrided(y.data, x.data, plan.shape, plan.strides, plan.offset);
  },
  work: (_, { ranges: { plan } }) => ({ kind: "copy", shape: plan.shape, strides: plan.strides, offset: plan.offset }),
  batch: ([x], { ranges: { asked } }) => slice(x!, [null, ...asked]),
  vjp: { x: (cotangent, { node, attrs }) => unslice(cotangent, node.inputs[0]!.shape, attrs.ranges.asked) },
  formula({ ranges }) {
    const at = ranges === undefined ? "ranges" : rangesText(ranges.asked);
    return { value: `y = x[${at}]`, x: `x̄[${at}] = ȳ, 0 elsewhere` };
  },
});
