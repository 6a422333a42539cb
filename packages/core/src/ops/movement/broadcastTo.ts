import { ShapeError } from "../../errors.ts";
import { repeat } from "../../kernels/js/repeat.ts";
import { sizes } from "../../op/args.ts";
import { defineOp } from "../../op/define.ts";
import { Tracer } from "../../op/readers/expression.ts";
import type { ElementsWork } from "../../op/work.ts";
import { broadcastsTo } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import type { BroadcastToError, Made, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { aligned } from "./_aligned.ts";
import { sumTo } from "./sumTo.ts";

/**
 * `x` repeated to a larger shape: axes pair up from the last, and those of size 1 (or missing in front) repeat.
 *
 * @param x - A shape that broadcasts to `shape`.
 * @param shape - The shape of the result.
 * @throws {@link ShapeError} if `x` does not broadcast to it.
 *
 * **Derivative.** `x̄ = ` the sum of `ȳ` over all repetitions.
 *
 * @example
 * ```ts
 * broadcastTo(tensor([[1], [2]]), [2, 3]).toArray(); // => [[1, 1, 1], [2, 2, 2]]
 * ```
 * @see The array API standard, `broadcast_to`.
 */
export interface BroadcastTo {
  <A extends Shape, const N extends Shape, D extends DType>(
    x: Tensor<A, D>,
    shape: Ok<readonly [...N], BroadcastToError<A, N>>,
  ): Tensor<Made<N>, D>;
}

export const broadcastTo: BroadcastTo = /* @__PURE__ */ defineOp({
  name: "broadcastTo",
  inputs: ["x"],
  args: [sizes("shape")],
  shape(x, { shape }) {
    if (broadcastsTo(x.shape, shape)) return shape;
    throw new ShapeError(
      `broadcastTo: x of shape ${formatShape(x.shape)} must broadcast to shape, got ${formatShape(shape)}.`,
    );
  },
  forward(y, x) {
    if (y.size > 0) repeat(y.data, x.data, x.shape, y.shape);
  },
  work: () => repeated,
  batch: ([x], { shape }, { size }) => broadcastTo(aligned(x!, shape.length), [size, ...shape]),
  vjp: { x: (cotangent, { node }) => sumTo(cotangent, node.inputs[0]!.shape) },
  formula: { value: "y = x repeated", x: "x̄ = Σ ȳ over repeated axes" },
});

/** Each element is that of x which it repeats. */
const repeated: ElementsWork = {
  kind: "elements",
  roots: [/* @__PURE__ */ new Tracer().input("x")],
  inputs: ["x"],
  uniforms: [],
  mode: "rounded once",
  overwritten: null,
};
