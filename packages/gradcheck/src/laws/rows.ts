import { type DType, Tensor } from "@tapegrad/core";
import { arrays } from "../arrays.ts";

/** Rows of a tensor, one after the other, without any code of the library; under another shape if one is given. */
export function sliceOf(x: Tensor, rows: readonly number[], shape?: readonly number[]): Tensor {
  const [, ...rest]: readonly number[] = x.shape;
  const length = rest.reduce((product, n) => product * n, 1);
  const elements = rows.flatMap((row) => Array.from<number>(x.data.subarray(row * length, (row + 1) * length)));
  const data = arrays[x.dtype as DType].from(elements);
  return new Tensor(shape ?? [rows.length, ...rest], x.dtype, data);
}
