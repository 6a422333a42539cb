import type { Data } from "../../tensor/dtype.ts";

/** `(Σ |xᵢ|ᵖ)^(1/p)` of a lane; of order ∞ the largest, −∞ the smallest magnitude, 0 the number of elements that are not 0. */
export function normLane(x: Data, start: number, stride: number, n: number, order: number): number {
  let extreme = order === -Infinity ? Infinity : 0;
  let count = 0;
  for (let j = 0, i = start; j < n; j++, i += stride) {
    const size = Math.abs(x[i]!);
    if (Number.isNaN(size)) return size;
    if (size !== 0) count++;
    extreme = order === -Infinity ? Math.min(extreme, size) : Math.max(extreme, size);
  }
  if (order === 0) return count;
  if (Math.abs(order) === Infinity || extreme === 0 || n === 0) {
    if (order < 0 && order !== -Infinity) return 0; // a zero to a negative power is infinite, its root 0
    return extreme;
  }
  if (extreme === Infinity) return order > 0 ? Infinity : restOf(x, start, stride, n, order);
  if (order < 0 && count < n) return 0;
  // Divided by the largest, no power overflows and the largest does not vanish.
  let sum = 0;
  for (let j = 0, i = start; j < n; j++, i += stride) sum += (Math.abs(x[i]!) / extreme) ** order;
  return extreme * sum ** (1 / order);
}

/** Of a negative order infinite elements add nothing. */
function restOf(x: Data, start: number, stride: number, n: number, order: number): number {
  let sum = 0;
  for (let j = 0, i = start; j < n; j++, i += stride) sum += Math.abs(x[i]!) ** order;
  return sum ** (1 / order);
}
