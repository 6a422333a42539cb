import { DomainError, formatReceived, formatShape, ShapeError, Tensor } from "@tapegrad/core";

/** Numbers in a row: a tensor of shape `[n]`, or an array of numbers. */
export type NumberList = Tensor | ArrayLike<number>;

/** Rows of equally many numbers: a tensor of shape `[rows, columns]`, or a list of rows. */
export type NumberTable = Tensor | readonly NumberList[];

/** Rows of equally many numbers, one after the other. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

/** Numbers in a row, at least one. NaN and ±∞ pass: they are drawn as gaps. */
export function numberList(where: string, argument: string, value: unknown): readonly number[] {
  if (value instanceof Tensor) {
    if (value.ndim !== 1)
      throw new ShapeError({
        where,
        argument,
        expected: "must have shape [n]",
        received: formatShape(value.shape),
        advice: value.size > 1 && value.shape.includes(value.size) ? "Call .flatten() first." : undefined,
      });
  } else if (!isArrayLike(value))
    throw new DomainError({
      where,
      argument,
      expected: "must be a tensor or an array of numbers",
      received: formatReceived(value),
    });
  const list: ArrayLike<unknown> = value instanceof Tensor ? value.data : value;
  if (list.length === 0)
    throw new DomainError({ where, argument, expected: "must hold at least one number", received: "none" });
  return Array.from(list, (element, i) => {
    if (typeof element === "number") return element;
    const received = `${formatReceived(element)} at position ${i}`;
    throw new DomainError({ where, argument, expected: "must hold numbers", received });
  });
}

/** Rows of equally many numbers, at least one of each. */
export function numberTable(where: string, argument: string, value: unknown): Table {
  if (value instanceof Tensor) {
    const { shape, data } = value;
    if (shape.length !== 2 || data.length === 0)
      throw new ShapeError({
        where,
        argument,
        expected: "must have shape [rows, columns], none of them 0",
        received: formatShape(shape),
      });
    return { rows: shape[0]!, columns: shape[1]!, data };
  }
  if (!Array.isArray(value))
    throw new DomainError({
      where,
      argument,
      expected: "must be a tensor or an array of rows of numbers",
      received: formatReceived(value),
    });
  if (value.length === 0)
    throw new DomainError({ where, argument, expected: "must have at least one row", received: "none" });
  const rows = value.map((row, i) => numberList(where, `${argument}[${i}]`, row));
  const columns = rows[0]!.length;
  for (const [i, row] of rows.entries())
    if (row.length !== columns)
      throw new ShapeError({
        where,
        argument: `${argument}[${i}]`,
        expected: `must be as long as the first row, ${columns}`,
        received: String(row.length),
      });
  return { rows: rows.length, columns, data: rows.flat() };
}

/** Points of the plane: shape `[n, 2]`. */
export function pointList(where: string, argument: string, value: unknown): readonly (readonly [number, number])[] {
  const table = numberTable(where, argument, value);
  if (table.columns !== 2)
    throw new ShapeError({
      where,
      argument,
      expected: "must have shape [n, 2]",
      received: formatShape([table.rows, table.columns]),
    });
  return Array.from({ length: table.rows }, (_, i) => [table.data[2 * i]!, table.data[2 * i + 1]!] as const);
}

/** Refuses a list that is not as long as what it belongs to. */
export function sameLength(where: string, argument: string, length: number, n: number, of: string): void {
  if (length === n) return;
  throw new ShapeError({
    where,
    argument,
    expected: `must be as long as ${of}, ${n}`,
    received: String(length),
  });
}

/** Smallest and largest of the finite numbers, or `null` if there is none. */
export function finiteExtent(values: Iterable<number>): readonly [low: number, high: number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** How many are NaN or ±∞. */
export function countNonFinite(values: Iterable<number>): number {
  let count = 0;
  for (const value of values) if (!Number.isFinite(value)) count++;
  return count;
}

/** What is said in a picture about values that it cannot show. */
export function nonFiniteNote(count: number, what = "value"): string[] {
  if (count === 0) return [];
  return [
    count === 1 ? `1 ${what} that is not finite is left out` : `${count} ${what}s that are not finite are left out`,
  ];
}
