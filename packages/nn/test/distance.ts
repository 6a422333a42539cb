import type { NestedArray, Tensor } from "@tapegrad/core";

/** The largest difference between two tensors' elements; infinite if their shapes differ. */
export function distance(actual: Tensor | null, expected: NestedArray): number {
  if (actual === null) return Infinity;
  const values = flat(expected);
  if (values.length !== actual.size || JSON.stringify(shapeOf(expected)) !== JSON.stringify(actual.shape))
    return Infinity;
  let max = 0;
  for (const [i, value] of values.entries()) {
    const difference = Math.abs(actual.data[i]! - value);
    if (!(difference <= max)) max = Number.isNaN(difference) ? Infinity : difference;
  }
  return max;
}

function flat(values: NestedArray): number[] {
  return Array.isArray(values) ? values.flatMap(flat) : [Number(values)];
}

function shapeOf(values: NestedArray): number[] {
  return Array.isArray(values) ? [values.length, ...(values.length > 0 ? shapeOf(values[0]!) : [])] : [];
}
