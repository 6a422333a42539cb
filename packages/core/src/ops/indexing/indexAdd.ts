import { ShapeError } from "../../errors.ts";
import { copyStrided } from "../../kernels/js/strided.ts";
import { addBlocks } from "../../kernels/js/take.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndicesFromEitherEnd } from "../../op/indices.ts";
import { indices } from "../../op/inputs.ts";
import { broadcastStrides, broadcastsTo } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { sameShape, sizeOf } from "../../shape/sizes.ts";
import type { AxisError, BroadcastToError, Dynamic, Ok, SetAxis, Shape } from "../../shape/types.ts";
import { allocate, type Data, type DType, type Promote } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { sumTo } from "../movement/sumTo.ts";
import { axisOrFlat, blocksOf, takenShape } from "./_blocks.ts";
import { take } from "./take.ts";

/**
 * `x` with parts added at given positions of one axis: `y = x`, then `y[…, indices[i], …] += updates[…, i, …]`, where `i` runs over all of
 * `indices`.
 *
 * Every update counts, however often a position is named. The transpose of {@link take}. Terms are added in float64 and rounded once.
 *
 * @param x - Shape `[...outer, n, ...inner]`, where `n` is the length of `axis`.
 * @param indices - Any shape, or a number; whole numbers, int32 or float, in 0 … n − 1, or −n … −1 to count from the end.
 * @param updates - What broadcasts to the shape of `take(x, indices, axis)`, or a number.
 * @param axis - Absent: the elements of `x` in row-major order.
 * @returns The shape of `x`, in the dtype to which `x` and `updates` are promoted.
 * @throws {@link ShapeError} if the shapes do not fit; {@link DomainError} if an index is out of range or not whole;
 * {@link DTypeError} for bools.
 *
 * **Derivative.** `x̄ = ȳ`; for the updates `ȳ` at the indices; none for the indices.
 *
 * @example
 * ```ts
 * indexAdd(zeros([3, 2]), tensor([0, 2, 2]), tensor([[1, 1], [2, 3], [20, 30]]), 0).toArray(); // => [[1, 1], [0, 0], [22, 33]]
 * ```
 * @see PyTorch's `index_add`; NumPy's `add.at`.
 */
export interface IndexAdd {
  <DA extends DType, B extends Shape = [], U extends Shape = [], DU extends DType = never, A extends Shape = Shape>(
    x: Tensor<A, DA>,
    indices: number | Tensor<B, Dynamic>,
    updates: Ok<number | Tensor<U, DU>, BroadcastToError<U, B>>,
  ): Tensor<A, Promote<DA, DU>>;
  <
    A extends Shape,
    DA extends DType,
    const I extends number,
    B extends Shape = [],
    U extends Shape = [],
    DU extends DType = never,
  >(
    x: Tensor<A, DA>,
    indices: number | Tensor<B, Dynamic>,
    updates: Ok<number | Tensor<U, DU>, BroadcastToError<U, SetAxis<A, I, B>>>,
    axis: Ok<I, AxisError<A, I>> | undefined,
  ): Tensor<A, Promote<DA, DU>>;
}

export const indexAdd: IndexAdd = /* @__PURE__ */ defineOp({
  name: "indexAdd",
  inputs: ["x", indices("indices"), "updates"],
  dtype: "number",
  args: [axisOrFlat()],
  shape(x, positions, updates, { axis }) {
    const shape = takenShape(x.shape, positions.shape, axis);
    if (!broadcastsTo(updates.shape, shape)) {
      throw new ShapeError(
        `indexAdd: updates must broadcast to ${formatShape(shape)}, the shape that the indices name, ` +
          `got ${formatShape(updates.shape)}.`,
      );
    }
    return x.shape;
  },
  check: (x, positions, _, { axis }) => checkIndicesFromEitherEnd("indexAdd", x, positions, axis),
  checks: ["x", "indices"],
  forward(y, x, positions, updates, { axis }) {
    const terms = repeated(updates, takenShape(x.shape, positions.shape, axis));
    addBlocks(y.data, x.data, positions.data, terms, blocksOf(x.shape, axis));
  },
  vjp: {
    x: (cotangent) => cotangent,
    indices: "nondifferentiable",
    updates: (cotangent, { node, indices, attrs }) =>
      sumTo(take(cotangent, indices, attrs.axis ?? (undefined as never)), node.inputs[2]!.shape), // no axis is none
  },
  formula: alongAxes(
    { value: "y = x; y[indicesᵢ] += uᵢ", x: "x̄ = ȳ", updates: "ūᵢ = ȳ[indicesᵢ]" },
    ({ axis: along }) => (along === undefined || along === null ? undefined : [along]),
  ),
});

/** The elements of a tensor as if it had a shape to which it broadcasts. */
function repeated({ data, dtype, shape }: Tensor, to: readonly number[]): Data {
  if (sameShape(shape, to)) return data;
  const all = allocate(dtype, sizeOf(to));
  copyStrided(all, data, to, broadcastStrides(shape, to), 0);
  return all;
}
