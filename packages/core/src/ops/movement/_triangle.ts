import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { formatShape } from "../../shape/format.ts";
import type { Dynamic } from "../../shape/types.ts";
import { allocate, type Data, type DType } from "../../tensor/dtype.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { where } from "../elementwise/where.ts";

/** Every matrix with the elements that `keeps` does not keep replaced by zeros. */
export function keptTriangle(
  name: string,
  x: Tensor,
  k: unknown,
  keeps: (i: number, j: number, k: number) => boolean,
): Tensor {
  const diagonal = whole(name, "k", k);
  const shape: readonly number[] = x.shape;
  if (shape.length < 2)
    throw new ShapeError(`${name}: x must have at least two axes, got shape ${formatShape(shape)}.`);
  const [m, n] = shape.slice(-2) as [number, number];
  const data = new Uint8Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) data[i * n + j] = keeps(i, j, diagonal) ? 1 : 0;
  const mask: Tensor = new Tensor([m, n], "bool", data);
  // A zero of the dtype of x: a plain number would make numbers of bools.
  const zero: Tensor = new Tensor<Dynamic, DType>([], x.dtype, allocate(x.dtype, 1) as Data); // of that dtype
  return where(mask, x, zero) as Tensor;
}
