import { ShapeError } from "../../errors.ts";
import { sizes } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { onLanesExactly } from "../../op/onLanes.ts";
import { broadcastsTo, repeatedAxes } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import type { Made, Shape } from "../../shape/types.ts";
import type { DType, ToNumeric } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { reshape } from "./reshape.ts";

/**
 * The sum over everything that broadcasting `shape` to the shape of `x` would repeat: `yᵢ = Σ xⱼ` over all `j` that read `i`. A bool counts as 0 or 1.
 *
 * The transpose of {@link broadcastTo}, and what undoes broadcasting in every backward pass.
 *
 * @param x - A shape to which `shape` broadcasts.
 * @param shape - The shape of the result.
 * @throws {@link ShapeError} if `shape` does not broadcast to the shape of `x`.
 *
 * **Derivative.** `x̄ = ȳ` repeated to the shape of `x`.
 *
 * @example
 * ```ts
 * sumTo(tensor([[1, 2], [3, 4]]), [1, 2]).toArray(); // => [[4, 6]]
 * ```
 */
export interface SumTo {
  <const N extends Shape, D extends DType>(x: Tensor<Shape, D>, shape: readonly [...N]): Tensor<Made<N>, ToNumeric<D>>;
}

export const sumTo: SumTo = /* @__PURE__ */ defineOp({
  name: "sumTo",
  inputs: ["x"],
  args: [sizes("shape")],
  dtype: "numeric",
  shape(x, { shape }) {
    if (broadcastsTo(shape, x.shape)) return shape;
    throw new ShapeError(
      `sumTo: shape must broadcast to ${formatShape(x.shape)}, the shape of x, got ${formatShape(shape)}.`,
    );
  },
  lanes: /* @__PURE__ */ onLanesExactly({
    elements: ["x"],
    axes: ({ shape }: { readonly shape: readonly number[] }, from) => repeatedAxes(shape, from),
    value: (_, { x }, lane) => lane.sum(x),
  }),
  batch: ([x], { shape }, { size }) => {
    const ones = new Array<number>(x!.ndim - 1 - shape.length).fill(1);
    return reshape(sumTo(x!, [size, ...ones, ...shape]), [size, ...shape]);
  },
  vjp: { x: (cotangent, { node }) => broadcastTo(cotangent, node.inputs[0]!.shape) },
  formula: { value: "y = Σ x over repeated axes", x: "x̄ = ȳ repeated" },
});
