import { ShapeError } from "../errors.ts";
import { formatReceived } from "./format.ts";

/** Number of elements of a shape; 1 for the shape `[]` of a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i]!;
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
 * The shape a caller asked for, copied, once it is known to be one.
 *
 * @throws ShapeError if it is not a list of whole numbers that are at least 0.
 */
export function checkShape(where: string, shape: unknown): number[] {
  if (!Array.isArray(shape)) {
    const hint = typeof shape === "number" ? ` Write [${shape}].` : "";
    throw new ShapeError(`${where}: shape must be a list of sizes, got ${formatReceived(shape)}.${hint}`);
  }
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0)
      throw new ShapeError(`${where}: each size must be a whole number from 0 on, got ${formatReceived(shape)}.`);
  }
  return [...shape];
}
