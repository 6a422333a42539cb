import type { Data } from "../../tensor/dtype.ts";

/**
 * `Σ (xᵢ − μ)² / max(0, n − correction)`, in two passes: the sum of squares less the square of the sum would cancel. Of differences to
 * the first element, so that a constant has variance 0, whatever its mean is rounded to.
 */
export function varianceLane(x: Data, start: number, stride: number, n: number, correction: number): number {
  const first = x[start]!;
  let sum = 0;
  for (let j = 0, i = start; j < n; j++, i += stride) sum += x[i]! - first;
  const mean = sum / n;
  let squares = 0;
  for (let j = 0, i = start; j < n; j++, i += stride) squares += (x[i]! - first - mean) ** 2;
  return squares / Math.max(0, n - correction);
}
