import type { Case, Draw } from "../../op/facts.ts";
import { nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// What the facts of take and indexAdd share.

/** Where each element that indices name lies: from an index into the result to one into `x`. */
export function placeIn(
  x: readonly number[],
  indices: NestedArray,
  axis: number | undefined,
  at: (indices: NestedArray, index: readonly number[]) => number,
): { readonly shape: readonly number[]; readonly from: (index: readonly number[]) => number[] } {
  const named = nestedShape(indices);
  if (axis === undefined) {
    const size = x.reduce((product, n) => product * n, 1);
    const unravel = (flat: number): number[] => {
      const index: number[] = [];
      let rest = flat;
      for (const n of [...x].reverse()) {
        index.unshift(rest % n);
        rest = Math.floor(rest / n);
      }
      return index;
    };
    return { shape: named, from: (index) => unravel((at(indices, index) + size) % size) };
  }
  const along = axis < 0 ? axis + x.length : axis;
  return {
    shape: x.toSpliced(along, 1, ...named),
    from: (index) => {
      const i = at(indices, index.slice(along, along + named.length));
      return [...index.slice(0, along), i < 0 ? i + x[along]! : i, ...index.slice(along + named.length)];
    },
  };
}

/** A tensor, and indices of some shape along one of its axes or none. */
export function drawBlocks(draw: Draw): { readonly inputs: Case["inputs"]; readonly axis: number | undefined } {
  const shape = draw.shape({ minDims: 1 });
  const axis = draw.boolean() ? draw.axis(shape) : undefined;
  const n = axis === undefined ? shape.reduce((product, size) => product * size, 1) : shape.at(axis)!;
  return {
    inputs: [{ shape }, { shape: draw.shape({ maxDims: 2 }), dtype: "int32", range: [-n, n - 1] }],
    axis,
  };
}
