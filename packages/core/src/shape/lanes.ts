import { sizeOf } from "./sizes.ts";

/**
 * How the lanes of some axes lie in memory: element `j` of lane `(o, i)` is at `(o n + j) inner + i`.
 *
 * Whether elements are `apart` follows from the axes alone: those of a column are, even in a matrix of one column. So the order in which a
 * lane is added does not depend on how many lanes there are beside it.
 */
export interface LaneLayout {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly apart: boolean;
}

/** The layout of lanes along ascending axes, or `null` if these are no neighbours. */
export function laneLayout(shape: readonly number[], axes: readonly number[]): LaneLayout | null {
  const count = axes.length;
  const ndim = shape.length;
  if (count === 0) return { outer: sizeOf(shape), n: 1, inner: 1, apart: false };
  const first = axes[0]!;
  const last = axes[count - 1]!;
  if (last - first !== count - 1) return null;
  let outer = 1;
  for (let axis = 0; axis < first; axis++) outer *= shape[axis]!;
  let n = 1;
  for (let axis = first; axis <= last; axis++) n *= shape[axis]!;
  let inner = 1;
  for (let axis = last + 1; axis < ndim; axis++) inner *= shape[axis]!;
  return { outer, n, inner, apart: last < ndim - 1 };
}
