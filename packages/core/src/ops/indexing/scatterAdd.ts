import { ShapeError } from "../../errors.ts";
import { scatterAddAlongAxis } from "../../kernels/js/gather.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { axis } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndicesAlong, indexedShape } from "../../op/indices.ts";
import { indices } from "../../op/inputs.ts";
import { broadcastsTo } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import type {
  AxisError,
  BroadcastToError,
  Dynamic,
  Ok,
  Shape,
  TakeAlongAxisError,
  TakeAlongAxisShape,
} from "../../shape/types.ts";
import type { DType, Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { aligned, withBatchAxis } from "../movement/_aligned.ts";
import { broadcastTo } from "../movement/broadcastTo.ts";
import { sumTo } from "../movement/sumTo.ts";
import { takeAlongAxis } from "./takeAlongAxis.ts";

/**
 * `x` with numbers added at given positions along one axis: `y = x`, then `y[…, indices[…, i, …], …] += updates[…, i, …]`.
 *
 * Every update counts, however often a position is named. The transpose of {@link takeAlongAxis}. Terms are added in float64
 * and rounded once.
 *
 * @param x - Shape `[...outer, n, ...inner]`, where `n` is the length of `axis`.
 * @param indices - Shape `[...outer, m, ...inner]`, whole numbers in 0 … n − 1, int32 or float. The other axes broadcast with
 * those of `x`; where `x` has size 1 the updates are summed.
 * @param updates - What broadcasts to the shape of `takeAlongAxis(x, indices, axis)`, or a number.
 * @param axis - Default -1.
 * @returns The shape of `x`, in the dtype to which `x` and `updates` are promoted.
 * @throws {@link ShapeError} if the shapes do not fit; {@link DomainError} if an index is out of range or not whole;
 * {@link DTypeError} for bools.
 *
 * **Derivative.** `x̄ = ȳ`; for the updates `ȳ` at the indices; none for the indices.
 *
 * @example
 * ```ts
 * scatterAdd(zeros([3]), tensor([0, 2, 2]), tensor([1, 10, 100])).toArray(); // => [1, 0, 110]
 * ```
 * @see PyTorch's `scatter_add`.
 */
export interface ScatterAdd {
  <
    A extends Shape,
    DA extends DType,
    B extends Shape,
    U extends Shape = [],
    DU extends DType = never,
    const I extends number = -1,
  >(
    x: Tensor<A, DA>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    updates: Ok<number | Tensor<U, DU>, BroadcastToError<U, TakeAlongAxisShape<A, B, I>>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<A, Promote<DA, DU>>;
}

export const scatterAdd: ScatterAdd = /* @__PURE__ */ defineOp({
  name: "scatterAdd",
  inputs: ["x", indices("indices"), "updates"],
  dtype: "number",
  args: [axis(-1)],
  shape(x, positions, updates, { axis }) {
    const shape = indexedShape("scatterAdd", x.shape, positions.shape, axis);
    if (!broadcastsTo(updates.shape, shape)) {
      throw new ShapeError(
        `scatterAdd: updates must broadcast to ${formatShape(shape)}, the shape that the indices name, ` +
          `got ${formatShape(updates.shape)}.`,
      );
    }
    return x.shape;
  },
  check: (x, positions, _, { axis }) => checkIndicesAlong("scatterAdd", x, positions, axis),
  forward(y, x, positions, updates, { axis }) {
    const shape = indexedShape("scatterAdd", x.shape, positions.shape, axis);
    // A float32 sum would lose digits with every term.
    const sums = y.dtype === "float32" ? new Float64Array(y.size) : y.data;
    sums.set(x.data);
    scatterAddAlongAxis({ data: sums, shape: y.shape }, shape, positions, updates, axis);
    if (sums !== y.data) y.data.set(sums);
  },
  batch([x, positions, updates], { axis }, { size, isBatched: [xIs, positionsAre, updatesAre] }) {
    const { shape } = x!;
    const whole = xIs! ? x! : broadcastTo(x!, [size, ...shape]);
    const added = updatesAre! ? aligned(updates!, whole.ndim - 1) : updates!;
    return scatterAdd(whole, withBatchAxis(positions!, positionsAre!) as never, added as never, axis + 1); // checked before
  },
  vjp: {
    x: (cotangent) => cotangent,
    indices: "nondifferentiable",
    updates: (cotangent, { node, indices, attrs }) =>
      sumTo(takeAlongAxis(cotangent, indices, attrs.axis), node.inputs[2]!.shape),
  },
  formula: alongAxes(
    { value: "y = x; y[indicesᵢ] += uᵢ", x: "x̄ = ȳ", updates: "ūᵢ = ȳ[indicesᵢ]" },
    ({ axis: along }) => (along === undefined ? undefined : [along]),
  ),
});
