import { type Tensor, tensor } from "@tapegrad/core";

/** A float64 tensor of the numbers given. */
export function vector(...values: readonly number[]): Tensor {
  return tensor([...values], { dtype: "float64" });
}

/** A float64 scalar. */
export function number(value: number): Tensor {
  return tensor(value, { dtype: "float64" });
}
