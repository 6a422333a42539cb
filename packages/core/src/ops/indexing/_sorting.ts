import type { Case, Draw } from "../../op/facts.ts";
import { nestedAt, nestedOf, nestedShape } from "../../op/reference.ts";
import type { NestedArray } from "../../tensor/tensor.ts";

// What the facts of sort and argsort share.

/** The positions of a lane's elements in sorted order, the textbook way: insert each behind all that it does not precede. */
export function sortedPositions(lane: readonly number[], descending: boolean): number[] {
  const precedes = (a: number, b: number): boolean => (Number.isNaN(b) ? !Number.isNaN(a) : descending ? a > b : a < b);
  const order: number[] = [];
  lane.forEach((value, i) => {
    let place = order.length;
    while (place > 0 && precedes(value, lane[order[place - 1]!]!)) place--;
    order.splice(place, 0, i);
  });
  return order;
}

/** One value per element from the lane along an axis that it lies in, and its place there. */
export function fromLanes(
  x: NestedArray,
  axis: number,
  element: (lane: readonly number[], place: number) => number,
): NestedArray {
  const shape = nestedShape(x);
  const along = axis < 0 ? axis + shape.length : axis;
  return nestedOf(shape, (index) => {
    const lane = Array.from({ length: shape[along]! }, (_, j) => nestedAt(x, index.with(along, j)));
    return element(lane, index[along]!);
  });
}

/** A shape with an axis to sort along, in either direction. */
export function drawSort(draw: Draw): Case {
  const shape = draw.shape({ minDims: 1 });
  return { inputs: [{ shape }], args: [draw.axis(shape), { descending: draw.boolean() }] };
}
