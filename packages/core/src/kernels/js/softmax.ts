import { sizeOf } from "../../shape/sizes.ts";
import type { Data } from "../../tensor/dtype.ts";
import { argmaxLane, maxLane } from "./maximum.ts";

/** `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)` for every lane along `axis`. */
export function softmaxLanes(out: Data, x: Data, shape: readonly number[], axis: number): void {
  const weights = new Float64Array(shape[axis]!); // of one lane: divided before float32 rounds them, so that it rounds once
  eachLane(shape, axis, (start, stride, n) => {
    const max = maxLane(x, start, stride, n);
    // All terms 0: there is nothing to divide the weight by. (Terms equal to an infinite maximum share it.)
    let sum = max === -Infinity ? Number.NaN : 0;
    for (let j = 0; j < n; j++) sum += weights[j] = Math.exp(below(max, x[start + j * stride]!));
    for (let j = 0; j < n; j++) out[start + j * stride] = weights[j]! / sum;
  });
}

/** `yᵢ = xᵢ − ln Σⱼ exp(xⱼ)` for every lane along `axis`. */
export function logSoftmaxLanes(out: Data, x: Data, shape: readonly number[], axis: number): void {
  eachLane(shape, axis, (start, stride, n) => {
    const largest = argmaxLane(x, start, stride, n);
    const max = x[start + largest * stride]!;
    // The largest term is exp(0) = 1, and log1p takes it in: where the others are tiny, they are the answer.
    let others = max === -Infinity ? Number.NaN : 0;
    for (let j = 0; j < n; j++) if (j !== largest) others += Math.exp(below(max, x[start + j * stride]!));
    const logSum = Math.log1p(others);
    for (let j = 0; j < n; j++) out[start + j * stride] = below(max, x[start + j * stride]!) - logSum;
  });
}

/** `value − max`: shifted so, no exponential overflows. 0 where they are equal, though `∞ − ∞` is NaN. */
function below(max: number, value: number): number {
  return value === max ? 0 : value - max;
}

function eachLane(
  shape: readonly number[],
  axis: number,
  visit: (start: number, stride: number, n: number) => void,
): void {
  const n = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  const end = sizeOf(shape);
  for (let start = 0; start < end; start += n * inner) for (let i = 0; i < inner; i++) visit(start + i, inner, n);
}
