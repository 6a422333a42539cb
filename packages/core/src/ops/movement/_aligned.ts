import type { Tensor } from "../../tensor/tensor.ts";
import { reshape } from "./reshape.ts";

/** A batch whose examples have at least `ndim` axes, with axes of size 1 behind the batch axis where there were fewer: so they broadcast. */
export function aligned(x: Tensor, ndim: number): Tensor {
  const [size, ...shape] = x.shape as readonly [number, ...number[]]; // the batch axis is there
  if (shape.length >= ndim) return x;
  return reshape(x, [size, ...new Array<number>(ndim - shape.length).fill(1), ...shape]);
}

/** With a batch axis: one of size 1 if it is the same for all examples. */
export function withBatchAxis(x: Tensor, isBatched: boolean): Tensor {
  return isBatched ? x : reshape(x, [1, ...x.shape]);
}
