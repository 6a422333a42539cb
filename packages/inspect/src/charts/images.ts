import { DomainError, formatReceived, formatShape, ShapeError, Tensor, whole } from "@tapegrad/core";
import { numberTable } from "./numbers.ts";

/** Pictures of one size: for each, its numbers row by row. */
export interface Images {
  readonly height: number;
  readonly width: number;
  readonly images: readonly (readonly number[])[];
}

/** Height and width, two whole numbers. */
export function sizeOption(where: string, given: unknown): readonly [height: number, width: number] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given) || given.length !== 2)
    throw new DomainError({
      where,
      argument: "size",
      expected: "must be [height, width]",
      received: formatReceived(given),
    });
  const side = (i: 0 | 1): number => whole(where, `size[${i}]`, given[i], { min: 1, max: 4096 });
  return [side(0), side(1)];
}

/** Rows of numbers, each a picture of that size; without one, a square. */
export function imagesOfRows(
  where: string,
  argument: string,
  rows: readonly (readonly number[])[],
  size: readonly [number, number] | undefined,
): Images {
  const pixels = rows[0]!.length;
  const side = Math.round(Math.sqrt(pixels));
  if (size === undefined && side * side !== pixels)
    throw new ShapeError({
      where,
      argument: "size",
      expected: `must be given where ${pixels} pixels make no square`,
      received: "none",
      advice: "Write size: [height, width].",
    });
  const [height, width] = size ?? [side, side];
  if (height * width !== pixels)
    throw new ShapeError({
      where,
      argument,
      expected: `must have ${height * width} pixels each, for images of ${height} × ${width}`,
      received: String(pixels),
    });
  return { height, width, images: rows };
}

/** Pictures of shape `[n, h, w]`, `[n, 1, h, w]` or `[n, h · w]`. */
export function readImages(
  where: string,
  argument: string,
  value: unknown,
  size: readonly [number, number] | undefined,
): Images {
  if (!(value instanceof Tensor) || value.ndim === 2) {
    const { rows, columns, data } = numberTable(where, argument, value);
    const list = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => data[i * columns + j]!),
    );
    return imagesOfRows(where, argument, list, size);
  }
  const { shape, data } = value;
  const grey = shape.length === 3 || (shape.length === 4 && shape[1] === 1);
  if (!grey || data.length === 0)
    throw new ShapeError({
      where,
      argument,
      expected: "must have shape [n, h, w], [n, 1, h, w] or [n, h · w], none of them 0",
      received: formatShape(shape),
    });
  const [height, width] = [shape.at(-2)!, shape.at(-1)!];
  const pixels = height * width;
  const pixelsOf = (i: number): number[] => Array.from({ length: pixels }, (_, k) => data[i * pixels + k]!);
  const images = Array.from({ length: shape[0]! }, (_, i) => pixelsOf(i));
  if (size !== undefined && (size[0] !== height || size[1] !== width))
    throw new ShapeError({
      where,
      argument: "size",
      expected: `must be [${height}, ${width}], as ${argument} has it, or left out`,
      received: formatShape(size),
    });
  return { height, width, images };
}
