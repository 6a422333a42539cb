import { whole } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { formatReceived, formatShape } from "../../shape/format.ts";

// Arguments of the ops that move a window over images, or over rows.

/** A number for each spatial axis: two for images, height first. */
export type Pair = readonly [height: number, width: number];

/** What a caller gave for all spatial axes, or for each, as a number for each. */
export function eachAxis(where: string, name: string, given: unknown, count: number, min: number): readonly number[] {
  if (Array.isArray(given)) {
    if (given.length !== count) {
      const expected = `must be a number or a list of ${count}`;
      throw new ShapeError({ where, argument: name, expected, received: formatReceived(given) });
    }
    return Array.from(given, (value: unknown, i) => whole(where, `${name}[${i}]`, value, { min }));
  }
  const value = whole(where, name, given, { min });
  return Array.from({ length: count }, () => value);
}

/** How far a window reaches: `size` elements that are `dilation` apart. */
export function reachOf(size: number, dilation: number): number {
  return dilation * (size - 1) + 1;
}

/** @throws ShapeError unless `x` has a channel axis and spatial ones, with or without a batch in front. */
export function requireImages(where: string, shape: readonly number[], spatial: string): void {
  const ndim = spatial.split(", ").length;
  if (shape.length === ndim + 1 || shape.length === ndim + 2) return;
  throw new ShapeError({
    where,
    argument: "x",
    expected: `must have shape [batch, channels, ${spatial}] or [channels, ${spatial}]`,
    received: formatShape(shape),
  });
}
