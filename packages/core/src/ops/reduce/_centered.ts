import type { Tensor } from "../../tensor/tensor.ts";
import { sub } from "../elementwise/sub.ts";
import { mean } from "./mean.ts";

/** `x − μ`, in two steps: a mean of float32 is rounded, and what that takes off all differences is their own mean. */
export function centered(x: Tensor, axes: readonly number[]): Tensor {
  const near = sub(x, mean(x, axes, { keepDims: true }));
  return sub(near, mean(near, axes, { keepDims: true }));
}
