import type { Facts } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// What the facts of the normalizations share.

/** Weight and bias go among the options;. */
export function withWeights(count: number): NonNullable<Facts["arrange"]> {
  return (tensors, args) => {
    const [weight, bias] = tensors.slice(count);
    const options = args.at(-1) as object; // the options are always there
    const learned = { ...(weight !== undefined && { weight }), ...(bias !== undefined && { bias }) };
    return [...tensors.slice(0, count), ...args.slice(0, -1), { ...options, ...learned }];
  };
}

/**
 * `(x − μ) / √(σ² + ε) w + b` with statistics over all elements that `together` says are of one kind: half the mean squared difference of
 * all pairs is their variance.
 */
export function normalized(
  x: NestedArray,
  together: (a: readonly number[], b: readonly number[]) => boolean,
  { epsilon = 1e-5, weight, bias }: { readonly epsilon?: number; weight?: unknown; bias?: unknown },
  feature: (index: readonly number[]) => readonly number[],
): NestedArray {
  const shape = nestedShape(x);
  const all: number[][] = [];
  nestedOf(shape, (index) => all.push(index));
  return nestedOf(shape, (index) => {
    const own = all.filter((other) => together(index, other)).map((other) => nestedAt(x, other));
    const value = nestedAt(x, index);
    const away = own.reduce((sum, other) => sum + (value - other), 0) / own.length;
    let pairs = 0;
    for (const a of own) for (const b of own) pairs += (a - b) ** 2;
    const y = away / Math.sqrt(pairs / (2 * own.length ** 2) + epsilon);
    const w = weight === undefined ? 1 : nestedAt(weight as NestedArray, feature(index));
    const b = bias === undefined ? 0 : nestedAt(bias as NestedArray, feature(index));
    return y * w + b;
  });
}
