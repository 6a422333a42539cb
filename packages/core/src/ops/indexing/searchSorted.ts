import { ShapeError } from "../../errors.ts";
import { lowerBounds } from "../../kernels/js/search.ts";
import { choice } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { formatShape } from "../../shape/format.ts";
import { sameShape } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Where values would have to be inserted into sorted ones: `y = |{j: sortedⱼ < value}|`.
 *
 * @param sorted - Shape `[n]`, or `[...batch, n]`; ascending along the last axis, NaN last, as {@link sort} gives them. This is not checked.
 * @param values - Any shape, or a number; `[...batch, m]` where there is a batch.
 * @param options - `side`: `"left"`, before what is equal, the default; `"right"`, behind it.
 * @returns The shape of `values`, int32, in 0 … n.
 * @throws {@link ShapeError} if `sorted` is a scalar, or the batches differ.
 *
 * **Derivative.** None: it is a step function.
 *
 * @example
 * ```ts
 * searchSorted(tensor([1, 3, 5]), tensor([3, 4])).toArray(); // => [1, 2]
 * searchSorted(tensor([1, 3, 5]), tensor([3, 4]), { side: "right" }).toArray(); // => [2, 2]
 * ```
 * @see NumPy and PyTorch, `searchsorted`; NaN as in NumPy.
 */
export interface SearchSorted {
  <B extends Shape = []>(
    sorted: Tensor,
    values: number | Tensor<B, Dynamic>,
    options?: { readonly side?: "left" | "right" },
  ): Tensor<B, "int32">;
}

export const searchSorted: SearchSorted = /* @__PURE__ */ defineOp({
  name: "searchSorted",
  inputs: ["sorted", "values"],
  args: [choice("side", ["left", "right"])],
  shape(sorted, values) {
    if (sorted.shape.length === 0)
      throw new ShapeError("searchSorted: sorted must have at least one axis, got a scalar.");
    if (sorted.shape.length > 1 && !sameShape(sorted.shape.slice(0, -1), values.shape.slice(0, -1)))
      throw new ShapeError(
        `searchSorted: values must have the shape of sorted, ${formatShape(sorted.shape)}, except for the last axis, ` +
          `got ${formatShape(values.shape)}.`,
      );
    return values.shape;
  },
  dtype: "int32",
  forward(y, sorted, values, { side }) {
    const count: number = sorted.ndim === 1 ? values.size : values.shape[values.ndim - 1]!;
    lowerBounds(
      y.data as Int32Array,
      sorted.data,
      values.data,
      sorted.shape[sorted.ndim - 1]!,
      count,
      side === "right",
    ); // its dtype is int32
  },
  vjp: { sorted: "nondifferentiable", values: "nondifferentiable" },
  formula: ({ side = "left" }) => ({
    value: side === "left" ? "y = |{j: sortedⱼ < values}|" : "y = |{j: sortedⱼ ≤ values}|",
  }),
});
