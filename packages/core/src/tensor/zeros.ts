import { allocate } from "./dtype.ts";
import { Tensor } from "./tensor.ts";

/** Zeros in the shape and dtype of `x`: what a derivative is that nothing contributed to. */
export function zerosOf(x: Tensor): Tensor {
  return new Tensor(x.shape, x.dtype, allocate(x.dtype, x.size));
}
