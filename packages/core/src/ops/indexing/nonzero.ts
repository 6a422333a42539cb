import { inputsOf, lift } from "../../op/inputs.ts";
import { stridesOf } from "../../shape/sizes.ts";
import type { Dynamic } from "../../shape/types.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { shapeFromValues } from "./_dataDependent.ts";

/**
 * Positions of the elements that are not 0, in row-major order: row `k` is the index of the k-th of them. NaN is not 0.
 *
 * @param x - Any shape.
 * @returns Shape `[n, x.ndim]`, int32, where `n` is how many elements are not 0.
 * @throws {@link TapegradError} within {@link jit}: the shape depends on the values.
 *
 * **Derivative.** None.
 *
 * @example
 * ```ts
 * nonzero(tensor([[0, 1], [2, 0]])).toArray(); // => [[0, 1], [1, 0]]
 * ```
 * @see PyTorch, `nonzero`; NumPy's `argwhere`.
 */
export interface Nonzero {
  (x: Tensor): Tensor<Dynamic, "int32">;
}

export const nonzero: Nonzero = (input: unknown): Dynamic => {
  const [x] = lift("nonzero", inputsOf(["x"]), [input], false) as [Tensor];
  shapeFromValues("nonzero", "Compute with notEqual(x, 0), which keeps the shape.");
  const found: number[] = [];
  x.data.forEach((value: number, i: number) => {
    if (value !== 0) found.push(i);
  });
  const { shape, ndim }: { shape: readonly number[]; ndim: number } = x;
  const strides = stridesOf(shape);
  const positions = new Int32Array(found.length * ndim);
  found.forEach((flat, row) => {
    for (let axis = 0; axis < ndim; axis++)
      positions[row * ndim + axis] = Math.floor(flat / strides[axis]!) % shape[axis]!;
  });
  return new Tensor([found.length, ndim], "int32", positions);
};
