import { inputsOf, lift } from "../../op/inputs.ts";
import { resolveAxis } from "../../shape/axes.ts";
import type { Product } from "../../shape/product.ts";
import { sizeOf } from "../../shape/sizes.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { reshape } from "./reshape.ts";

/** The shape of a tensor whose axes from the first or second on are one; others are not followed. */
export type FlattenShape<A extends Shape, I extends number> = 0 extends 1 & A
  ? Dynamic
  : I extends 0
    ? [Product<A>]
    : I extends 1
      ? A extends [infer N extends number, ...infer R extends Shape]
        ? [N, Product<R>]
        : Dynamic
      : Dynamic;

/**
 * The same elements with all axes from one on made one.
 *
 * @param x - Any shape.
 * @param startAxis - The first axis to join; default 0. `flatten(x, 1)` keeps the examples of a batch apart.
 * @returns Shape `[...x.shape.slice(0, startAxis), n]`; `[1]` for a scalar. It shares the storage of `x`.
 * @throws {@link ShapeError} if `x` has no such axis.
 *
 * **Derivative.** `x̄ = ȳ` in the shape of `x`.
 *
 * @example
 * ```ts
 * flatten(tensor([[[1, 2]], [[3, 4]]]), 1).toArray(); // => [[1, 2], [3, 4]]
 * ```
 * @see PyTorch, `flatten`.
 */
export interface Flatten {
  <A extends Shape, D extends DType, const I extends number = 0>(
    x: Tensor<A, D>,
    startAxis?: I,
  ): Tensor<FlattenShape<A, I>, D>;
}

export const flatten: Flatten = (input: unknown, startAxis: unknown = 0): Dynamic => {
  const [x] = lift("flatten", inputsOf(["x"]), [input], false);
  const shape: readonly number[] = x!.shape;
  if (shape.length === 0 && startAxis === 0) return reshape(x!, [1]);
  const from = resolveAxis("flatten", "x", shape, startAxis);
  return reshape(x!, [...shape.slice(0, from), sizeOf(shape.slice(from))]);
};
