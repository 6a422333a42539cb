import { gatherAlongAxis } from "../../kernels/js/gather.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndicesAlong, indexedShape, requireIndexDType } from "../../op/indices.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { Case, Draw, OpSpec } from "../../op/spec.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { AxisError, Dynamic, Ok, Shape, TakeAlongAxisError, TakeAlongAxisShape } from "../../shape/types.ts";
import { zerosLike } from "../../tensor/create.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
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
  inputs: ["x", "indices"],
  attrs: ([x], axis: number = -1) => ({ axis: resolveAxis("takeAlongAxis", "x", x!.shape, axis) }),
  shape(x, indices, { axis }) {
    requireIndexDType("takeAlongAxis", "indices", indices);
    return indexedShape("takeAlongAxis", x.shape, indices.shape, axis);
  },
  forward(y, x, indices, { axis }) {
    checkIndicesAlong("takeAlongAxis", x, indices, axis);
    gatherAlongAxis(y, x, indices, axis);
  },
  vjp: {
    x: (cotangent, { node, indices, attrs }) => scatterAdd(zerosLike(node.inputs[0]!), indices, cotangent, attrs.axis),
    indices: "nondifferentiable",
  },
  formula: { value: "yᵢ = x[indicesᵢ]", x: "x̄ⱼ = Σ ȳᵢ over i with indicesᵢ = j" },
});

/** Shapes of a tensor and of indices along one of its axes; the others broadcast either way. */
export function drawIndexed(draw: Draw): { readonly inputs: Case["inputs"]; readonly axis: number } {
  const shape = draw.shape({ minDims: 1 });
  const axis = draw.axis(shape);
  const along = axis < 0 ? axis + shape.length : axis;
  const repeated = (n: number, i: number): number => (i !== along && draw.integer(0, 3) === 3 ? 1 : n);
  const x = shape.map(repeated);
  const indices = shape.map((n, i) => (i === along ? draw.integer(1, 4) : repeated(n, i)));
  return { inputs: [{ shape: x }, { shape: indices, dtype: "int32", range: [0, shape[along]! - 1] }], axis };
}

/** What is true of {@link takeAlongAxis}. */
export const takeAlongAxisSpec: OpSpec = {
  reference: {
    whole(x: NestedArray, indices: NestedArray, axis = -1) {
      const from = nestedShape(x);
      const along = axis < 0 ? axis + from.length : axis;
      const shape = nestedShape(indices).map((m, i) => (i === along || m !== 1 ? m : from[i]!));
      return nestedOf(shape, (index) =>
        nestedAt(
          x,
          index.map((position, i) => (i === along ? nestedAt(indices, index) : position)),
        ),
      );
    },
  },
  cases(draw) {
    const { inputs, axis } = drawIndexed(draw);
    return { inputs, args: [axis] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [2, 2],
          [0, 1],
        ],
      ],
      args: [1],
      dtype: ["float64", "int32"],
      output: [
        [3, 3],
        [4, 5],
      ],
      gradients: [
        [
          [0, 0, 2],
          [1, 1, 0],
        ],
        null,
      ],
      because: "what is read twice counts twice",
    },
    {
      inputs: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [[1]],
      ],
      args: [0],
      dtype: ["float64", "int32"],
      output: [[4, 5, 6]],
      gradients: [
        [
          [0, 0, 0],
          [1, 1, 1],
        ],
        null,
      ],
      because: "indices broadcast along the other axes",
    },
    {
      inputs: [[[1, 2]], [[0], [1], [1]]],
      args: [-1],
      dtype: ["float64", "float32"],
      output: [[1], [2], [2]],
      gradients: [[[1, 2]], null],
      because: "x broadcasts too, and whole floats are indices",
    },
    {
      inputs: [
        [[], []],
        [[], []],
      ],
      args: [1],
      dtype: ["float64", "int32"],
      output: [[], []],
      gradients: [[[], []], null],
      because: "nothing is taken from nothing",
    },
    { inputs: [[true, false], [1]], args: [0], dtype: ["bool", "int32"], output: [false], because: "any dtype" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }, { value: [[0], [3]], dtype: "int32" }],
      args: [1],
      message: "takeAlongAxis: indices must be in 0 … 2 for axis 1 of x of shape [2, 3], got 3 at [1][0].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [[0, 1, -1]], dtype: "int32" }],
      args: [0],
      message:
        "takeAlongAxis: indices must be in 0 … 1 for axis 0 of x of shape [2, 3], got -1 at [0][2]. " +
        "Write 1: indices do not count from the end.",
    },
    {
      inputs: [{ shape: [3] }, { value: [0.5] }],
      message: "takeAlongAxis: indices must be whole numbers, got 0.5 at [0].",
    },
    {
      inputs: [{ shape: [0] }, { value: [0], dtype: "int32" }],
      message: "takeAlongAxis: indices must be empty, because axis 0 of x of shape [0] is, got 0 at [0].",
    },
    {
      inputs: [{ shape: [3] }, { value: [true, false], dtype: "bool" }],
      message:
        "takeAlongAxis: indices must have dtype one of int32, float32, float64, got bool. " +
        'Cast them: cast(indices, "int32").',
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [0], dtype: "int32" }],
      message: "takeAlongAxis: indices must have as many axes as x of shape [2, 3], got shape [1].",
    },
    {
      inputs: [{ shape: [2, 3] }, { value: [[0], [0], [0]], dtype: "int32" }],
      args: [1],
      message:
        "takeAlongAxis: indices must broadcast with x except along axis 1, got [3, 1] and [2, 3]: axis 0 has 3 and 2.",
    },
    {
      inputs: [{ shape: [2] }, { value: [0], dtype: "int32" }],
      args: [1],
      message: "takeAlongAxis: axis must be in -1 … 0 for x of shape [2], got 1.",
    },
  ],
};
