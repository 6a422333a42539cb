import { ShapeError } from "../../errors.ts";
import { defineOp } from "../../op/define.ts";
import { nestedOf, nestedValues } from "../../op/reference.ts";
import type { OpSpec } from "../../op/spec.ts";
import { formatShape } from "../../shape/format.ts";
import { checkShape, sameShape, sizeOf } from "../../shape/sizes.ts";
import type { Ok, ReshapeError, ReshapeShape, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { NestedArray, Tensor } from "../../tensor/tensor.ts";

/**
 * The same elements in the same order under another shape: `y[k] = x[k]`, `k` the row-major position.
 *
 * Nothing is copied: the result shares the storage of `x`.
 *
 * @param x - Any shape.
 * @param shape - As many elements as `x` has. One size may be -1: it is what the others leave.
 * @returns The shape asked for.
 * @throws {@link ShapeError} if the number of elements differs, or more than one size is -1.
 *
 * **Derivative.** `x̄ = ȳ`, in the shape of `x`.
 *
 * @example
 * ```ts
 * reshape(tensor([[1, 2, 3], [4, 5, 6]]), [3, -1]).toArray(); // => [[1, 2], [3, 4], [5, 6]]
 * ```
 * @see The array API standard, `reshape`.
 */
export interface Reshape {
  <A extends Shape, const N extends Shape, D extends DType>(
    x: Tensor<A, D>,
    shape: Ok<readonly [...N], ReshapeError<A, N>>,
  ): Tensor<ReshapeShape<N>, D>;
}

export const reshape: Reshape = /* @__PURE__ */ defineOp({
  name: "reshape",
  inputs: ["x"],
  alias: true,
  attrs: ([x], shape: readonly number[]) => ({ shape: resolve(x!.shape, shape), from: x!.shape as readonly number[] }),
  shape: (_, { shape }) => shape,
  vjp: { x: (cotangent, { attrs }) => reshape(cotangent, attrs.from as number[]) },
  formula: { value: "y = x in another shape", x: "x̄ = ȳ in the shape of x" },
});

/** The shape asked for, with its -1 replaced. */
function resolve(from: readonly number[], asked: readonly number[]): readonly number[] {
  if (Array.isArray(asked) && sameShape(from, asked)) return from;
  const open = Array.isArray(asked) ? asked.indexOf(-1) : -1;
  const shape = checkShape("reshape", open < 0 ? asked : asked.map((size, axis) => (axis === open ? 1 : size)));
  const size = sizeOf(from);
  const known = sizeOf(shape);
  if (open >= 0) shape[open] = known === 0 ? 0 : size / known;
  if (sizeOf(shape) !== size || !Number.isInteger(shape[open] ?? 0)) {
    const wanted = open < 0 ? `must have ${size} elements` : `must leave a whole size for -1 of ${size} elements`;
    throw new ShapeError(
      `reshape: shape ${wanted}, as x of shape ${formatShape(from)} has, got ${formatShape(asked)}.`,
    );
  }
  return shape;
}

/** What is true of {@link reshape}. */
export const reshapeSpec: OpSpec = {
  reference: {
    whole: (x: NestedArray, shape: number[]) => {
      const values = nestedValues(x);
      const sizes = shape.map((n) => (n === -1 ? -values.length / shape.reduce((p, m) => p * m, 1) : n));
      let next = 0;
      return nestedOf(sizes, () => values[next++]!);
    },
  },
  cases: (draw) => {
    const shape = draw.shape();
    const size = shape.reduce((product, n) => product * n, 1);
    const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
    const rows = draw.pick(divisors);
    return {
      inputs: [{ shape }],
      args: [draw.pick([[rows, size / rows], [rows, -1], [-1, rows], [size], [1, rows, size / rows, 1]])],
    };
  },
  ulps: 0.5,
  edges: [
    { inputs: [[1, 2]], args: [[2, 1]], output: [[1], [2]], gradients: [[1, 1]], because: "the order stays" },
    { inputs: [[7]], args: [[]], output: 7, gradients: [[1]], because: "one element fits a scalar" },
    { inputs: [[]], args: [[3, 0]], output: [[], [], []], because: "no elements fit any shape with a 0" },
  ],
  errors: [
    {
      inputs: [{ shape: [2, 3] }],
      args: [[4, 2]],
      message: "reshape: shape must have 6 elements, as x of shape [2, 3] has, got [4, 2].",
    },
    {
      inputs: [{ shape: [2, 3] }],
      args: [[4, -1]],
      message: "reshape: shape must leave a whole size for -1 of 6 elements, as x of shape [2, 3] has, got [4, -1].",
    },
    { inputs: [{ shape: [2] }], args: [2], message: "reshape: shape must be a list of sizes, got 2. Write [2]." },
    {
      inputs: [{ shape: [2] }],
      args: [[-1, -1]],
      message: "reshape: each size must be a whole number from 0 on, got [1, -1].",
    },
  ],
};
