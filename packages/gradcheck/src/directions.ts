import { type Rng, type Tensor, treeFlatten, treeMap } from "@tapegrad/core";
import type { Leaf } from "./leaves.ts";
import { isFloat } from "./pairing.ts";

// Where a check moves to: along one random direction through everything that is varied.

/** A random direction through one leaf, of length 1: every leaf weighs the same, whatever its size. */
export function direction(rng: Rng, { point }: Leaf): Float64Array {
  const values = rng.normal<number[], "float64">([point.length], { dtype: "float64" }).data;
  const length = Math.hypot(...chunked(values));
  return values.map((value) => value / (length || 1));
}

/** Norms of pieces, so that no call has a million arguments. */
function chunked(values: Float64Array): number[] {
  const norms: number[] = [];
  for (let start = 0; start < values.length; start += 4096) {
    let sum = 0;
    for (const value of values.subarray(start, start + 4096)) sum += value * value;
    norms.push(Math.sqrt(sum));
  }
  return norms;
}

/** The float tensors in arguments that are trees, in order. */
export function floatTensors(args: readonly unknown[]): Tensor[] {
  return args.flatMap((arg) => {
    try {
      return treeFlatten(arg)
        .map(({ tensor }) => tensor)
        .filter(isFloat);
    } catch {
      return []; // no tree: a number, a name
    }
  });
}

/** The argument with its float tensors replaced in order. */
export function replaceTensors(arg: unknown, next: () => Tensor): unknown {
  return floatTensors([arg]).length === 0 ? arg : treeMap((x) => (isFloat(x) ? next() : x), arg);
}
