import { ShapeError } from "../errors.ts";
import { formatShape } from "./format.ts";
import { sameShape } from "./sizes.ts";

/**
 * NumPy's broadcasting of two shapes: axes pair up from the last, sizes must be equal or one of them 1.
 *
 * @throws ShapeError naming the first axis, counted from the end, that does not fit.
 */
export function broadcastShapes(where: string, a: readonly number[], b: readonly number[]): readonly number[] {
  if (sameShape(a, b) || b.length === 0) return a;
  if (a.length === 0) return b;
  const ndim = Math.max(a.length, b.length);
  const out = new Array<number>(ndim);
  for (let i = 1; i <= ndim; i++) {
    const x = i <= a.length ? a[a.length - i]! : 1;
    const y = i <= b.length ? b[b.length - i]! : 1;
    if (x !== y && x !== 1 && y !== 1) {
      const received = `${formatShape(a)} and ${formatShape(b)}: axis -${i} has ${x} and ${y}`;
      throw new ShapeError({ where, argument: "shapes", expected: "must broadcast", received });
    }
    out[ndim - i] = x === 1 ? y : x;
  }
  return out;
}

/** Strides that read a tensor of shape `from` as if it had shape `to`: 0 along each axis that is repeated. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = new Array<number>(to.length).fill(0);
  let stride = 1;
  for (let i = from.length - 1, j = to.length - 1; i >= 0; i--, j--) {
    if (from[i] !== 1) strides[j] = stride;
    stride *= from[i]!;
  }
  return strides;
}

/** Does a tensor of shape `from` broadcast to exactly `to`? */
export function broadcastsTo(from: readonly number[], to: readonly number[]): boolean {
  if (from.length > to.length) return false;
  for (let i = 1; i <= from.length; i++) {
    const x = from[from.length - i]!;
    if (x !== 1 && x !== to[to.length - i]) return false;
  }
  return true;
}

/** The axes of `to` along which a tensor of shape `from` is repeated. */
export function repeatedAxes(from: readonly number[], to: readonly number[]): number[] {
  const axes: number[] = [];
  const missing = to.length - from.length;
  for (let axis = 0; axis < to.length; axis++)
    if (axis < missing || (from[axis - missing] === 1 && to[axis] !== 1)) axes.push(axis);
  return axes;
}
