import { DTypeError, ShapeError } from "../../errors.ts";
import { scatterAddAlongAxis } from "../../kernels/js/gather.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndicesAlong, indexedShape, requireIndexDType } from "../../op/indices.ts";
import { promoteAll } from "../../op/promote.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
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
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { sumTo } from "../movement/sumTo.ts";
import { drawIndexed, takeAlongAxis } from "./takeAlongAxis.ts";

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
  inputs: ["x", "indices", "updates"],
  prepare([x, indices, updates]) {
    if (x!.dtype === "bool" && updates!.dtype === "bool") {
      throw new DTypeError('scatterAdd: x and updates must not both be bool. Cast one first: cast(x, "int32").');
    }
    const [base, added] = promoteAll([x!, updates!]);
    return [base!, indices!, added!];
  },
  attrs: ([x], axis: number = -1) => ({ axis: resolveAxis("scatterAdd", "x", x!.shape, axis) }),
  shape(x, indices, updates, { axis }) {
    requireIndexDType("scatterAdd", "indices", indices);
    const shape = indexedShape("scatterAdd", x.shape, indices.shape, axis);
    if (!broadcastsTo(updates.shape, shape)) {
      throw new ShapeError(
        `scatterAdd: updates must broadcast to ${formatShape(shape)}, the shape that the indices name, ` +
          `got ${formatShape(updates.shape)}.`,
      );
    }
    return x.shape;
  },
  forward(y, x, indices, updates, { axis }) {
    checkIndicesAlong("scatterAdd", x, indices, axis);
    const shape = indexedShape("scatterAdd", x.shape, indices.shape, axis);
    // A float32 sum would lose digits with every term.
    const sums = y.dtype === "float32" ? new Float64Array(y.size) : y.data;
    sums.set(x.data);
    scatterAddAlongAxis({ data: sums, shape: y.shape }, shape, indices, updates, axis);
    if (sums !== y.data) y.data.set(sums);
  },
  vjp: {
    x: (cotangent) => cotangent,
    indices: "nondifferentiable",
    updates: (cotangent, { node, indices, attrs }) =>
      sumTo(takeAlongAxis(cotangent, indices, attrs.axis), node.inputs[2]!.shape),
  },
  formula: { value: "y = x; y[indicesᵢ] += updatesᵢ", x: "x̄ = ȳ", updates: "ūᵢ = ȳ[indicesᵢ]" },
});

/** What is true of {@link scatterAdd}. */
export const scatterAddSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, indices: NestedArray, updates: NestedArray, axis = -1) {
      const from = nestedShape(x);
      const along = axis < 0 ? axis + from.length : axis;
      const shape = nestedShape(indices).map((m, i) => (i === along || m !== 1 ? m : from[i]!));
      const sums = new Map<string, number>();
      nestedOf(shape, (index) => {
        const key = index
          .map((position, i) => (i === along ? nestedAt(indices, index) : from[i] === 1 ? 0 : position))
          .join();
        sums.set(key, (sums.get(key) ?? 0) + nestedAt(updates, index));
        return 0;
      });
      return nestedOf(from, (index) => nestedAt(x, index) + (sums.get(index.join()) ?? 0));
    },
  },
  cases(draw) {
    const { inputs, axis } = drawIndexed(draw);
    const [x, indices] = inputs.map(({ shape }) => shape);
    const along = axis < 0 ? axis + x!.length : axis;
    const named = indices!.map((m, i) => (i === along || m !== 1 ? m : x![i]!));
    const updates = named.map((n) => (draw.integer(0, 3) === 3 ? 1 : n)).slice(draw.boolean() ? 0 : 1);
    return { inputs: [...inputs, { shape: updates }], args: [axis] };
  },
  ulps: 1,
  sums: true,
  edges: [
    {
      inputs: [
        [1, 2, 3],
        [0, 2, 2],
        [10, 20, 30],
      ],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [11, 2, 53],
      gradients: [[1, 1, 1], null, [1, 1, 1]],
      because: "every update counts",
    },
    {
      inputs: [[0, 0, 0], [1, 1, 2], 1],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [0, 2, 1],
      gradients: [[1, 1, 1], null, 3],
      because: "a number is added everywhere: a histogram",
    },
    {
      inputs: [[[0, 0]], [[1], [0], [1]], [[1], [2], [4]]],
      args: [1],
      dtype: ["float64", "int32", "float64"],
      output: [[2, 5]],
      gradients: [[[1, 1]], null, [[1], [1], [1]]],
      because: "updates are summed where x broadcasts",
    },
    {
      inputs: [[1, 2], [], []],
      args: [0],
      dtype: ["float64", "int32", "float64"],
      output: [1, 2],
      gradients: [[1, 1], null, []],
      because: "no updates",
    },
    {
      inputs: [[2147483647], [0], [1]],
      args: [0],
      dtype: "int32",
      output: [-2147483648],
      because: "int32 wraps",
    },
    {
      inputs: [[16777216], [0, 0, 0, 0], [1, 1, 1, 1]],
      args: [0],
      dtype: ["float32", "int32", "float32"],
      output: [16777220],
      because: "2²⁴ + 1 is no float32, but 2²⁴ + 4 is",
    },
    {
      inputs: [[true, false], [0], [2]],
      args: [0],
      dtype: ["bool", "int32", "int32"],
      output: [3, 0],
      because: "dtypes are promoted",
    },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { value: [[0], [3]], dtype: "int32" }, { shape: [2, 1] }],
      message: "scatterAdd: indices must be in 0 … 2 for axis 1 of x of shape [2, 3], got 3 at [1][0].",
    },
    {
      inputs: [{ shape: [3] }, { value: [0, 1], dtype: "int32" }, { shape: [3] }],
      message: "scatterAdd: updates must broadcast to [2], the shape that the indices name, got [3].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [0], dtype: "int32" }, { shape: [1] }],
      message: "scatterAdd: indices must have as many axes as x of shape [2, 3], got shape [1].",
    },
    {
      inputs: [{ value: [true] }, { value: [0], dtype: "int32" }, { value: [true] }],
      message: 'scatterAdd: x and updates must not both be bool. Cast one first: cast(x, "int32").',
    },
  ],
};
