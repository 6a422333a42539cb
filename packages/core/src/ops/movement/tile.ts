import { whole } from "../../arguments.ts";
import { inputsOf, lift } from "../../op/inputs.ts";
import type { Dynamic, Shape } from "../../shape/types.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { reshape } from "./reshape.ts";

/**
 * The whole tensor laid out again and again along each axis: `y[i] = x[i mod n]`.
 *
 * @param x - Any shape.
 * @param repetitions - How often along each axis, from 0 on; a number for the last one. A list shorter than the shape is about its last axes,
 * a longer one adds axes in front.
 * @returns Each size of `x` times its number.
 * @throws {@link DomainError} if these are not whole numbers from 0 on.
 *
 * **Derivative.** `x̄` is the sum of all copies of `ȳ`.
 *
 * @example
 * ```ts
 * tile(tensor([1, 2]), [2, 2]).toArray(); // => [[1, 2, 1, 2], [1, 2, 1, 2]]
 * ```
 * @see The array API standard, `tile`; in PyTorch also `repeat`. Element by element repeats {@link repeat}.
 */
export interface Tile {
  <D extends DType>(x: Tensor<Shape, D>, repetitions: number | readonly number[]): Tensor<Dynamic, D>;
}

export const tile: Tile = (input: unknown, repetitions: unknown): Dynamic => {
  const [x] = lift("tile", inputsOf(["x"]), [input], false) as [Tensor];
  const counts = (Array.isArray(repetitions) ? Array.from(repetitions) : [repetitions]).map((one) =>
    whole("tile", "repetitions", one, { min: 0 }),
  );
  const ndim = Math.max(counts.length, x.ndim);
  const padded = (list: readonly number[]): readonly number[] => [
    ...new Array<number>(ndim - list.length).fill(1),
    ...list,
  ];
  const [sizes, times] = [padded(x.shape), padded(counts)];
  // Each axis gets one beside it, along which it is repeated.
  const apart = reshape(
    x,
    sizes.flatMap((n) => [1, n]),
  ) as Tensor;
  const repeated = broadcastTo(apart, sizes.flatMap((n, i) => [times[i]!, n]) as never) as Tensor;
  return reshape(
    repeated,
    sizes.map((n, i) => n * times[i]!),
  );
};
