import { ShapeError } from "../../errors.ts";
import { copyStrided } from "../../kernels/js/strided.ts";
import { defineOp } from "../../op/define.ts";
import { nestedAt, nestedOf } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { broadcastStrides, broadcastsTo } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { checkShape, sameShape } from "../../shape/sizes.ts";
import type { BroadcastToError, Made, Ok, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
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
  attrs: ([x], shape: readonly number[]) => ({ shape: checkTarget(x!.shape, shape), from: x!.shape as number[] }),
  identity: (_, { shape, from }) => sameShape(shape, from),
  shape: (_, { shape }) => shape,
  forward(y, x) {
    if (x.size === 1) y.data.fill(x.data[0]!);
    else copyStrided(y.data, x.data, y.shape, broadcastStrides(x.shape, y.shape), 0);
  },
  vjp: { x: (cotangent, { attrs }) => sumTo(cotangent, attrs.from) },
  formula: { value: "y = x repeated", x: "x̄ = Σ ȳ over repeated axes" },
});

function checkTarget(from: readonly number[], asked: readonly number[]): readonly number[] {
  const shape = checkShape("broadcastTo", asked);
  if (broadcastsTo(from, shape)) return shape;
  throw new ShapeError(
    `broadcastTo: x of shape ${formatShape(from)} must broadcast to shape, got ${formatShape(asked)}.`,
  );
}

/** What is true of {@link broadcastTo}. */
export const broadcastToSpec: OpSpec = {
  reference: { whole: (x: NestedArray, shape: number[]) => nestedOf(shape, (index) => nestedAt(x, index)) },
  cases: (draw) => {
    const target = draw.shape();
    const shape = target.map((n) => (draw.boolean() ? 1 : n)).slice(draw.integer(0, target.length));
    return { inputs: [{ shape }], args: [target] };
  },
  ulps: 0.5,
  edges: [
    {
      inputs: [[1, 2]],
      args: [[2, 2]],
      output: [
        [1, 2],
        [1, 2],
      ],
      gradients: [[2, 2]],
      because: "a new leading axis",
    },
    { inputs: [5], args: [[2]], output: [5, 5], gradients: [2], because: "a scalar" },
    { inputs: [[5]], args: [[0]], output: [], gradients: [[0]], because: "repeated zero times" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[2, 4]],
      message: "broadcastTo: x of shape [2, 3] must broadcast to shape, got [2, 4].",
    },
  ],
};
