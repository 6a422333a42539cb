import type { AxisError, Dynamic, Ok, Shape, TakeAlongAxisError, TakeAlongAxisShape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { takeAlongAxis } from "./takeAlongAxis.ts";

/**
 * The elements at given positions along one axis: PyTorch's name for {@link takeAlongAxis}.
 *
 * @param x - Shape `[...outer, n, ...inner]`, where `n` is the length of `axis`.
 * @param indices - Shape `[...outer, m, ...inner]`, whole numbers in 0 … n − 1, int32 or float.
 * @param axis - Default -1.
 * @returns Shape `[...outer, m, ...inner]`.
 * @throws {@link ShapeError} if the shapes do not fit; {@link DomainError} if an index is out of range or not whole.
 *
 * **Derivative.** That of {@link takeAlongAxis}.
 *
 * @example
 * ```ts
 * gather(tensor([[10, 20, 30], [40, 50, 60]]), tensor([[2], [0]]), 1).toArray(); // => [[30], [40]]
 * ```
 * @see PyTorch, `gather`, whose axis comes before the indices.
 */
export interface Gather {
  <A extends Shape, D extends DType, B extends Shape, const I extends number = -1>(
    x: Tensor<A, D>,
    indices: Ok<Tensor<B, Dynamic>, TakeAlongAxisError<A, B, I>>,
    axis?: Ok<I, AxisError<A, I>>,
  ): Tensor<TakeAlongAxisShape<A, B, I>, D>;
}

export const gather: Gather = (x, indices, axis) => takeAlongAxis(x, indices as never, axis); // of the same signature
