import { ShapeError } from "../../errors.ts";
import { reduceLanes, sumLane } from "../../kernels/js/reduce.ts";
import { defineOp } from "../../op/define.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { broadcastsTo, repeatedAxes } from "../../shape/broadcast.ts";
import { formatShape } from "../../shape/format.ts";
import { checkShape, sameShape } from "../../shape/sizes.ts";
import type { Made, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";
import { broadcastTo } from "./broadcastTo.ts";

/**
 * The sum over everything that broadcasting `shape` to the shape of `x` would repeat: `yᵢ = Σ xⱼ` over all `j` that read `i`.
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
  <const N extends Shape, D extends DType>(x: Tensor<Shape, D>, shape: readonly [...N]): Tensor<Made<N>, D>;
}

export const sumTo: SumTo = /* @__PURE__ */ defineOp({
  name: "sumTo",
  inputs: ["x"],
  attrs: ([x], shape: readonly number[]) => ({ shape: checkTarget(x!.shape, shape), from: x!.shape as number[] }),
  identity: (_, { shape, from }) => sameShape(shape, from),
  shape: (_, { shape }) => shape,
  forward: (y, x) => reduceLanes(y.data, x.data, x.shape, repeatedAxes(y.shape, x.shape), sumLane),
  vjp: { x: (cotangent, { attrs }) => broadcastTo(cotangent, attrs.from) },
  formula: { value: "y = Σ x over repeated axes", x: "x̄ = ȳ repeated" },
});

function checkTarget(from: readonly number[], asked: readonly number[]): readonly number[] {
  const shape = checkShape("sumTo", asked);
  if (broadcastsTo(shape, from)) return shape;
  throw new ShapeError(
    `sumTo: shape must broadcast to ${formatShape(from)}, the shape of x, got ${formatShape(asked)}.`,
  );
}

/** What is true of {@link sumTo}. */
export const sumToSpec: OpSpec = {
  reference: {
    whole: (x: NestedArray, shape: number[]) => {
      const from = nestedShape(x);
      const sums = new Map<string, number>();
      nestedOf(from, (index) => {
        const key = index
          .slice(from.length - shape.length)
          .map((i, axis) => (shape[axis] === 1 ? 0 : i))
          .join();
        sums.set(key, (sums.get(key) ?? 0) + nestedAt(x, index));
        return 0;
      });
      return nestedOf(shape, (index) => sums.get(index.join()) ?? 0);
    },
  },
  cases: (draw) => {
    const shape = draw.shape();
    const target = shape.map((n) => (draw.boolean() ? 1 : n)).slice(draw.integer(0, shape.length));
    return { inputs: [{ shape }], args: [target] };
  },
  ulps: 1,
  sums: true,
  edges: [
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[2]],
      output: [4, 6],
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "a leading axis",
    },
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      args: [[]],
      output: 10,
      gradients: [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      because: "all axes",
    },
    { inputs: [[[], []]], args: [[2, 1]], output: [[0], [0]], because: "a sum of no terms" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[2]],
      message: "sumTo: shape must broadcast to [2, 3], the shape of x, got [2].",
    },
  ],
};
