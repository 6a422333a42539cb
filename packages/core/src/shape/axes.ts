import { ShapeError } from "../errors.ts";
import { formatReceived, formatShape } from "./format.ts";

/** Axes as callers give them: one, several, or `undefined` for all. */
export type Axes = number | readonly number[] | undefined;

/**
 * One axis counted from 0, from one that may count from the end.
 *
 * @throws ShapeError if a tensor of that shape has no such axis.
 */
export function resolveAxis(where: string, input: string, shape: readonly number[], axis: unknown): number {
  const ndim = shape.length;
  if (typeof axis !== "number" || !Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    const got = formatReceived(axis);
    if (ndim === 0) {
      const expected = "is a scalar and has no axis";
      throw new ShapeError({ where, argument: input, expected, received: `axis ${got}` });
    }
    const expected = `must be in ${-ndim} … ${ndim - 1} for ${input} of shape ${formatShape(shape)}`;
    throw new ShapeError({ where, argument: "axis", expected, received: got });
  }
  return axis < 0 ? axis + ndim : axis;
}

/** The axes meant, counted from 0, in ascending order; all of them for `undefined`. */
export function resolveAxes(where: string, input: string, shape: readonly number[], axes: Axes): number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  if (!Array.isArray(axes)) return [resolveAxis(where, input, shape, axes)];
  // Array.from, since map passes over holes, which are no axes.
  const resolved = Array.from(axes, (axis) => resolveAxis(where, input, shape, axis)).sort((a, b) => a - b);
  for (let i = 1; i < resolved.length; i++) {
    if (resolved[i] === resolved[i - 1])
      throw new ShapeError({
        where,
        argument: "each axis",
        expected: "may be named once",
        received: formatShape(axes),
      });
  }
  return resolved;
}

/** `shape` without the given axes, or with size 1 in their place. */
export function reducedShape(shape: readonly number[], axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}
