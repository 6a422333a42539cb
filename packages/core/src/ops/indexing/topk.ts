import { whole } from "../../arguments.ts";
import { gatherAlongAxis } from "../../kernels/js/gather.ts";
import { topPositions } from "../../kernels/js/sort.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis, flag, positional } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import type { AxisError, Dynamic, Ok, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { scatterAdd } from "./scatterAdd.ts";

/** Options of {@link topk}. */
export interface TopkOptions {
  /** The largest elements; otherwise the smallest. Default true. */
  readonly largest?: boolean;
  /** May the result only be in order? It is in either case; PyTorch has the option. Default true. */
  readonly sorted?: boolean;
}

/**
 * The `k` largest elements along one axis, from the largest on, and where they stand. Of equal elements the first come first; NaN counts
 * as the largest.
 *
 * @param x - At least one axis.
 * @param k - How many, in 0 … n, where `n` is the length of `axis`.
 * @param axis - Default -1, the last.
 * @param options - `largest: false` for the smallest, from the smallest on; `sorted`, see {@link TopkOptions}.
 * @returns `values` and `indices` (int32), in the shape of `x` with `k` in the place of `n`.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DomainError} if it has no `k` elements.
 *
 * **Derivative.** `x̄ = ȳ` of the values, each back where it came from; none of the indices.
 *
 * @example
 * ```ts
 * const { values, indices } = topk(tensor([3, 1, 4, 1, 5]), 2);
 * values.toArray(); // => [5, 4]
 * indices.toArray(); // => [4, 2]
 * ```
 * @see PyTorch, `topk`. All of them in order: {@link sort}.
 */
export interface Topk {
  <A extends Shape, D extends DType, const K extends number, const I extends number = -1>(
    x: Tensor<A, D>,
    k: K,
    axis?: Ok<I, AxisError<A, I>>,
    options?: TopkOptions,
  ): { readonly values: Tensor<SetAxis<A, I, [K]>, D>; readonly indices: Tensor<SetAxis<A, I, [K]>, "int32"> };
}

type Both = (x: unknown, k: unknown, axis: unknown, options: unknown) => readonly Tensor[];

const valuesAndIndices: Both = /* @__PURE__ */ defineOp({
  name: "topk",
  inputs: ["x"],
  several: true,
  args: [positional("k", (_, given) => given), axis(-1), flag("largest", true), flag("sorted", true)],
  refine(attrs, x) {
    const k = whole("topk", "k", attrs.k, { min: 0, max: x.shape[attrs.axis]! });
    return { k, axis: attrs.axis, largest: attrs.largest };
  },
  shape(x, { k, axis }) {
    const shape = x.shape.map((n, i) => (i === axis ? k : n));
    return [shape, shape];
  },
  dtype: (x) => [x.dtype, "int32"],
  forward([values, indices], x, { k, axis, largest }) {
    topPositions(indices!.data as Int32Array, x.data, x.shape, axis, k, largest); // its dtype is int32
    gatherAlongAxis(values!, x, indices!, axis);
  },
  vjp: {
    x: ([cotangent], { node, outputs: [, indices], attrs }) =>
      scatterAdd(zerosOf(node.inputs[0]!), indices!, cotangent!, attrs.axis),
  },
  formula: alongAxes({ value: "values, indices = topk(x)", x: "x̄[indicesᵢ] = ȳᵢ, 0 elsewhere" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});

export const topk: Topk = (x: unknown, k: unknown, along?: unknown, options?: unknown): Dynamic => {
  const [values, indices] = valuesAndIndices(x, k, along, options);
  return { values, indices };
};
