import { gatherAlongAxis } from "../../kernels/js/gather.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndicesAlong, indexedShape } from "../../op/indices.ts";
import { indices } from "../../op/inputs.ts";
import type { AxisError, Dynamic, Ok, Shape, TakeAlongAxisError, TakeAlongAxisShape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { withBatchAxis } from "../movement/_aligned.ts";
import { scatterAdd } from "./scatterAdd.ts";

/**
 * The elements at given positions along one axis: `y[…, i, …] = x[…, indices[…, i, …], …]`.
 *
 * Made for what `argsort` and `argmax(…, { keepDims: true })` return, and for picking one number of each row.
 *
 * @param x - Shape `[...outer, n, ...inner]`, where `n` is the length of `axis`.
 * @param indices - Shape `[...outer, m, ...inner]`, whole numbers in 0 … n − 1, int32 or float. The other axes broadcast with
 * those of `x`.
 * @param axis - Default -1.
 * @returns Shape `[...outer, m, ...inner]`.
 * @throws {@link ShapeError} if the shapes do not fit; {@link DomainError} if an index is out of range or not whole.
 *
 * **Derivative.** `x̄` is the sum of `ȳ` over everything that was read from that place; none for the indices.
 *
 * @example
 * ```ts
 * takeAlongAxis(tensor([[10, 20, 30], [40, 50, 60]]), tensor([[2], [0]]), 1).toArray(); // => [[30], [40]]
 * ```
 * @see NumPy's `take_along_axis` (which lets negative indices count from the end); PyTorch's `gather`.
 */
export interface TakeAlongAxis {
  <A extends Shape, D extends DType, B extends Shape, const I extends number = -1>(
    x: Tensor<A, D>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<TakeAlongAxisShape<A, B, I>, D>;
}

export const takeAlongAxis: TakeAlongAxis = /* @__PURE__ */ defineOp({
  name: "takeAlongAxis",
  inputs: ["x", indices("indices")],
  args: [axis(-1)],
  shape: (x, positions, { axis }) => indexedShape("takeAlongAxis", x.shape, positions.shape, axis),
  check: (x, positions, { axis }) => checkIndicesAlong("takeAlongAxis", x, positions, axis),
  forward: (y, x, positions, { axis }) => gatherAlongAxis(y, x, positions, axis),
  // All axes but that one broadcast either way.
  batch: ([x, positions], { axis }, { isBatched: [xIs, positionsAre] }) =>
    takeAlongAxis(withBatchAxis(x!, xIs!), withBatchAxis(positions!, positionsAre!), axis + 1),
  vjp: {
    x: (cotangent, { node, indices, attrs }) => scatterAdd(zerosOf(node.inputs[0]!), indices, cotangent, attrs.axis),
    indices: "nondifferentiable",
  },
  formula: alongAxes({ value: "yᵢ = x[indicesᵢ]", x: "x̄ⱼ = Σ ȳᵢ over i with indicesᵢ = j" }, ({ axis: along }) =>
    along === undefined ? undefined : [along],
  ),
});
