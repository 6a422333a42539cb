import type { Tensor } from "../../tensor/tensor.ts";
import { add } from "../elementwise/add.ts";
import { matrixTranspose } from "../movement/matrixTranspose.ts";
import { tril } from "../movement/tril.ts";

/** The symmetric matrix with the lower triangle of `x`: `sym(X)` in formulas. */
export function mirrored(x: Tensor): Tensor {
  return add(tril(x), matrixTranspose(tril(x, -1)) as never) as Tensor; // of the same shape
}
