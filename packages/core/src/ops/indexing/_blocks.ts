import type { Blocks } from "../../kernels/js/take.ts";
import { type Argument, positional } from "../../op/args.ts";
import { resolveAxis } from "../../shape/axes.ts";
import { sizeOf } from "../../shape/sizes.ts";

// What take and indexAdd share: indices of any shape that each name a block of the elements, those that lie behind one position.

/** An axis, or `null` where none is given: then all elements in row-major order. */
export function axisOrFlat(): Argument<"axis", number | null> {
  const one = positional("axis", (where, given, { types, names }) =>
    given === undefined ? null : resolveAxis(where, names[0]!, types[0]!.shape, given),
  );
  return { ...one, defaultByRank: true };
}

/** How a shape lies around an axis. */
export function blocksOf(shape: readonly number[], axis: number | null): Blocks {
  if (axis === null) return { outer: 1, n: sizeOf(shape), inner: 1 };
  return { outer: sizeOf(shape.slice(0, axis)), n: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

/** Shape of what indices name: theirs in the place of the axis. */
export function takenShape(x: readonly number[], indices: readonly number[], axis: number | null): readonly number[] {
  return axis === null ? indices : [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)];
}
