import { type DType, FormatError, formatReceived, formatShape, type Tensor, tensor } from "@tapegrad/core";
import type { StateDict } from "../module/state.ts";

const format = "tapegrad-weights";

/** One value in the file: its numbers in row-major order; those JSON has no word for are strings. */
interface StoredValue {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

const dtypes: readonly unknown[] = ["float32", "float64", "int32", "bool"] satisfies DType[];
/** What JSON has no number for. */
const words: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/**
 * The values of a model as JSON: `{ format, version, values: { path: { dtype, shape, data } } }`. Every number comes back
 * bit for bit (all NaN as one and the same).
 *
 * @param state - What `stateDict()` gave.
 * @example
 * ```ts
 * const state = weightsFromJson(weightsToJson({ w: tensor([0.1, -0, NaN]) }));
 * Array.from(state["w"]!.data).map(String); // => ["0.10000000149011612", "0", "NaN"]
 * Object.is(state["w"]!.data[1], -0); // => true
 * ```
 */
export function weightsToJson(state: StateDict): string {
  const values = Object.entries(state).map(([path, value]): [string, StoredValue] => [
    path,
    { dtype: value.dtype, shape: value.shape, data: Array.from(value.data as Float64Array, storedNumber) },
  ]);
  return JSON.stringify({ format, version: 1, values: Object.fromEntries(values) });
}

function storedNumber(x: number): number | string {
  if (Object.is(x, -0)) return "-0";
  return Number.isFinite(x) ? x : String(x);
}

/**
 * The values that {@link weightsToJson} wrote.
 *
 * @param text - JSON.
 * @param file - Where it comes from, for errors.
 * @throws {@link FormatError} if it is not what that function writes.
 */
export function weightsFromJson(text: string, file?: string): StateDict {
  const where = file === undefined ? "weightsFromJson" : "loadWeights";
  const source = file ?? "the text";
  const location = file === undefined ? {} : { file };
  if (typeof text !== "string")
    throw new FormatError(
      { where, argument: source, expected: "must be a string", received: formatReceived(text) },
      location,
    );
  let content: unknown;
  try {
    // Editors on Windows put a byte order mark in front, which JSON does not know.
    content = JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (cause) {
    const message = `${where}: ${source} must be JSON that saveWeights wrote, got something else.`;
    throw new FormatError(message, location, { cause });
  }
  const { format: given, version, values } = asRecord(content);
  if (given !== format || version !== 1 || typeof values !== "object" || values === null) {
    const got = `format ${formatReceived(given)}, version ${formatReceived(version)}`;
    throw new FormatError(
      { where, argument: source, expected: `must have format "${format}", version 1`, received: got },
      location,
    );
  }
  return Object.fromEntries(
    Object.entries(values).map(([path, value]): [string, Tensor] => {
      const fault = faultOf(asRecord(value));
      if (fault !== null) throw new FormatError(`${where}: "${path}" in ${source} must have ${fault}.`, location);
      const { dtype, shape, data } = value as StoredValue; // just checked
      const flat: Tensor = tensor<number[], DType>(
        data.map((x) => words.get(x) ?? (x as number)),
        { dtype },
      );
      return [path, flat.reshape([...shape])];
    }),
  );
}

/** What a stored value must have and has not, or `null`. */
function faultOf({ dtype, shape, data }: Readonly<Record<string, unknown>>): string | null {
  if (!dtypes.includes(dtype)) return `the dtype float32, float64, int32 or bool, got ${formatReceived(dtype)}`;
  const isSize = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isSize)) return `a shape, got ${formatReceived(shape)}`;
  const size = shape.reduce((product: number, n: number) => product * n, 1);
  const count = Array.isArray(data) ? data.length : formatReceived(data);
  if (!Array.isArray(data) || data.length !== size)
    return `as many numbers as its shape ${formatShape(shape)} says, ${size}, got ${count}`;
  const [low, high] = dtype === "bool" ? [0, 1] : [-(2 ** 31), 2 ** 31 - 1];
  const isNumber = dtype === "float32" || dtype === "float64" ? isStoredFloat : isWhole(low, high);
  const bad = data.findIndex((x) => !isNumber(x));
  return bad < 0 ? null : `numbers of dtype ${dtype}, got ${formatReceived(data[bad])} at position ${bad}`;
}

function isStoredFloat(x: unknown): boolean {
  return typeof x === "number" || words.has(x);
}

function isWhole(low: number, high: number): (x: unknown) => boolean {
  return (x) => Number.isInteger(x) && (x as number) >= low && (x as number) <= high;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
