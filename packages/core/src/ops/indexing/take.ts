import { takeBlocks } from "../../kernels/js/take.ts";
import { alongAxes } from "../../op/alongAxes.ts";
import { defineOp } from "../../op/define.ts";
import { checkIndicesFromEitherEnd } from "../../op/indices.ts";
import { indices } from "../../op/inputs.ts";
import type { AxisError, Dynamic, Ok, SetAxis, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { zerosOf } from "../../tensor/zeros.ts";
import { axisOrFlat, blocksOf, takenShape } from "./_blocks.ts";
import { indexAdd } from "./indexAdd.ts";

/**
 * The parts of a tensor at given positions of one axis: `y[…, i, …] = x[…, indices[i], …]`, where `i` runs over all of `indices`.
 *
 * A part is what lies behind one position, as a row does: where {@link takeAlongAxis} has an index for each element, this has one for each
 * row.
 *
 * @param x - Shape `[...outer, n, ...inner]`, where `n` is the length of `axis`.
 * @param indices - Any shape, or a number; whole numbers, int32 or float, in 0 … n − 1, or −n … −1 to count from the end.
 * @param axis - Absent: the elements of `x` in row-major order.
 * @returns Shape `[...outer, ...indices.shape, ...inner]`; that of `indices` where no axis is given.
 * @throws {@link ShapeError} if `x` has no such axis; {@link DomainError} if an index is out of range or not whole.
 *
 * **Derivative.** `x̄` is the sum of `ȳ` over everything that was read from that place; none for the indices.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2], [3, 4], [5, 6]]);
 * take(x, tensor([2, 0, -1]), 0).toArray(); // => [[5, 6], [1, 2], [5, 6]]
 * take(x, tensor([[0, 5]])).toArray(); // => [[1, 6]]
 * ```
 * @see NumPy and PyTorch, `take`; the array API standard's, whose indices have one axis.
 */
export interface Take {
  <D extends DType, B extends Shape = []>(x: Tensor<Shape, D>, indices: number | Tensor<B, Dynamic>): Tensor<B, D>;
  <A extends Shape, D extends DType, const I extends number, B extends Shape = []>(
    x: Tensor<A, D>,
    indices: number | Tensor<B, Dynamic>,
    axis: Ok<I, AxisError<A, I>>,
  ): Tensor<SetAxis<A, I, B>, D>;
}

export const take: Take = /* @__PURE__ */ defineOp({
  name: "take",
  inputs: ["x", indices("indices")],
  args: [axisOrFlat()],
  shape: (x, positions, { axis }) => takenShape(x.shape, positions.shape, axis),
  check: (x, positions, { axis }) => checkIndicesFromEitherEnd("take", x, positions, axis),
  forward: (y, x, positions, { axis }) => takeBlocks(y.data, x.data, positions.data, blocksOf(x.shape, axis)),
  vjp: {
    x: (cotangent, { node, indices, attrs }) =>
      indexAdd(zerosOf(node.inputs[0]!), indices, cotangent, attrs.axis ?? undefined),
    indices: "nondifferentiable",
  },
  formula: alongAxes({ value: "yᵢ = x[indicesᵢ]", x: "x̄ⱼ = Σ ȳᵢ over i with indicesᵢ = j" }, ({ axis: along }) =>
    along === undefined || along === null ? undefined : [along],
  ),
});
