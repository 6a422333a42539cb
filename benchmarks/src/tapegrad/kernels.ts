import { type Tensor, tensor } from "@tapegrad/core";
import { uniform } from "../data.ts";
import type { Prepared } from "../library.ts";
import type { Elementwise, Matmul } from "../workloads.ts";

/** A tensor of a shape that only the workload knows. */
export function shaped(values: Float32Array, shape: readonly number[]): Tensor {
  return tensor(values).reshape(shape);
}

export function matmul({ m, k, n }: Matmul): Prepared {
  const [a, b] = [shaped(uniform(0, m * k), [m, k]), shaped(uniform(1, k * n), [k, n])];
  return {
    run: () => void a.matmul(b),
    values: () => a.matmul(b).data,
  };
}

export function elementwise({ op, size }: Elementwise): Prepared {
  const x = shaped(uniform(0, size, op === "log" ? 0.1 : -4, 4), [size]);
  return {
    run: () => void x[op](),
    values: () => x[op]().data,
  };
}
