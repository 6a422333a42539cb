import { ShapeError } from "../errors.ts";
import { formatReceived } from "./format.ts";

/** More axes than anyone needs, as in NumPy and PyTorch; few enough to go through them by recursion. */
export const maxAxes = 64;

/** Number of elements of a shape; 1 for the shape `[]` of a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === 0) return 0; // the product of the others may be infinite, and 0 · ∞ is NaN
    size *= shape[i]!;
  }
  return size;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Row-major strides, counted in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}

/**
 * The shape a caller asked for, copied, once it is known to be one. Whether there is memory for it, `allocate` says, which knows
 * the dtype.
 *
 * @throws ShapeError if it is not a list of whole numbers that are at least 0, or has more than {@link maxAxes}.
 */
export function checkShape(where: string, shape: unknown): number[] {
  if (!Array.isArray(shape)) {
    const advice = typeof shape === "number" ? `Write [${shape}].` : undefined;
    const received = formatReceived(shape);
    throw new ShapeError({ where, argument: "shape", expected: "must be a list of sizes", received, advice });
  }
  if (shape.length > maxAxes) {
    const expected = `must have at most ${maxAxes} axes`;
    throw new ShapeError({ where, argument: "shape", expected, received: `${shape.length}` });
  }
  // By index: the array methods pass over holes, which are no sizes.
  const sizes: number[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    const size: unknown = shape[axis];
    if (typeof size !== "number" || !Number.isInteger(size) || size < 0) {
      const expected = "must be a whole number from 0 on";
      throw new ShapeError({ where, argument: "each size", expected, received: formatReceived(shape) });
    }
    sizes.push(size);
  }
  return sizes;
}
