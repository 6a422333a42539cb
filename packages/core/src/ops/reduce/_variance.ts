import type { Case, Draw } from "../../op/facts.ts";
import { computeReference } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// What the facts of variance and std share.

/** Half the mean squared difference of all pairs of a lane, which is its variance: another way to the same number. */
export function varianceOf(
  x: NestedArray,
  axis?: unknown,
  options: { correction?: number; keepDims?: boolean } = {},
): NestedArray {
  const lane = (values: readonly number[]): number => {
    let sum = 0;
    for (const a of values) for (const b of values) sum += (a - b) ** 2;
    return sum / (2 * values.length) / (values.length - (options.correction ?? 1));
  };
  return computeReference({ lane }, [x], [axis, options]) as NestedArray; // one result
}

export function mapNested(x: NestedArray, f: (value: number) => number): NestedArray {
  return Array.isArray(x) ? x.map((item) => mapNested(item, f)) : f(Number(x));
}

/** At least two elements in every lane. */
export function drawVariance(draw: Draw): Case {
  const shape = draw.shape({ minDims: 1, minSize: 2 });
  const options = { correction: draw.pick([0, 1]), keepDims: draw.boolean() };
  return { inputs: [{ shape }], args: [draw.boolean() ? draw.axis(shape) : undefined, options] };
}
