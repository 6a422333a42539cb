import { ShapeError } from "../../errors.ts";
import { positional } from "../../op/args.ts";
import { batchFirst } from "../../op/batch.ts";
import { defineOp } from "../../op/define.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";
import { checkShape, sameShape, sizeOf } from "../../shape/sizes.ts";
import type { Ok, ReshapeError, ReshapeShape, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";

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
  args: [positional("shape", (_, given, { types }) => resolve(types[0]!.shape, given))],
  shape: (_, { shape }) => shape,
  batch: batchFirst(({ shape }: { readonly shape: readonly number[] }, size) => ({ shape: [size, ...shape] })),
  vjp: { x: (cotangent, { node }) => reshape(cotangent, node.inputs[0]!.shape) },
  formula: { value: "y = x in another shape", x: "x̄ = ȳ in the shape of x" },
});

/** The shape asked for, with its -1 replaced. */
function resolve(from: readonly number[], asked: unknown): readonly number[] {
  if (Array.isArray(asked) && sameShape(from, asked)) return from;
  const open = Array.isArray(asked) ? asked.indexOf(-1) : -1;
  const shape = checkShape("reshape", open < 0 ? asked : (asked as number[]).with(open, 1));
  const size = sizeOf(from);
  const known = sizeOf(shape);
  if (open >= 0) shape[open] = known === 0 ? 0 : size / known;
  if (sizeOf(shape) !== size || !Number.isInteger(shape[open] ?? 0)) {
    const wanted = open < 0 ? `must have ${size} elements` : `must leave a whole size for -1 of ${size} elements`;
    throw new ShapeError(
      `reshape: shape ${wanted}, as x of shape ${formatShape(from)} has, got ${formatReceived(asked)}.`,
    );
  }
  return shape;
}
