import { DTypeError, ShapeError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { maxAxes } from "../shape/sizes.ts";
import { convert, type Data, type DType } from "./dtype.ts";

/** Values as callers write them: nested arrays, a number, a boolean, or a typed array. */
export type Literal = number | boolean | readonly Literal[] | Data;

/** The dtype that keeps the values of each kind of typed array: 24 bits fit a float32, of an Uint32Array only float64 holds all. */
const typedArrayDTypes: { readonly [kind: string]: DType } = {
  Int8Array: "float32",
  Uint8Array: "float32",
  Uint8ClampedArray: "float32",
  Int16Array: "float32",
  Uint16Array: "float32",
  Int32Array: "int32",
  Uint32Array: "float64",
  Float16Array: "float32",
  Float32Array: "float32",
  Float64Array: "float64",
};

/** The dtype for a typed array, `undefined` for anything else. By its tag: one from another window is no `instanceof`. */
function dtypeOfTypedArray(values: unknown): DType | undefined {
  if (!ArrayBuffer.isView(values)) return undefined;
  const kind = Reflect.get(values, Symbol.toStringTag) as unknown; // read from whatever view it is
  return typeof kind === "string" && Object.hasOwn(typedArrayDTypes, kind) ? typedArrayDTypes[kind] : undefined;
}

/** The path of an element, as one would write it: `[1][0]`. */
function formatPath(path: readonly number[]): string {
  return path.map((i) => `[${i}]`).join("");
}

/**
 * Shape, dtype and elements of what a caller wrote.
 *
 * @throws ShapeError for rows of different lengths or nested too deep; DTypeError for values of different kinds, or that do not fit
 * the dtype.
 */
export function readLiteral(
  where: string,
  values: unknown,
  asked: DType | undefined,
): { readonly shape: number[]; readonly dtype: DType; readonly data: Data } {
  const kept = dtypeOfTypedArray(values);
  if (kept !== undefined) {
    const dtype = asked ?? kept;
    const data = convert(where, values as Data, dtype); // a typed array of numbers, as its dtype says
    return { shape: [data.length], dtype, data };
  }
  const shape = shapeOfFirsts(where, values);
  const elements: (number | boolean)[] = [];
  collect(where, values, shape, [], elements);
  const dtype = asked ?? (typeof elements[0] === "boolean" ? "bool" : "float32");
  return { shape, dtype, data: convert(where, elements, dtype) };
}

/** The lengths of the array, of its first element, of that one's first … */
function shapeOfFirsts(where: string, values: unknown): number[] {
  const shape: number[] = [];
  const seen: unknown[] = [];
  for (let level = values; Array.isArray(level); level = level[0]) {
    const at = shape.map(() => 0);
    if (seen.includes(level)) {
      const received = `an array that is its own element at ${formatPath(at)}`;
      throw new ShapeError({ where, argument: "arrays", expected: "must not contain themselves", received });
    }
    if (shape.length === maxAxes) {
      const expected = `must be nested at most ${maxAxes} deep`;
      throw new ShapeError({ where, argument: "arrays", expected, received: "deeper ones" });
    }
    shape.push(level.length);
    seen.push(level);
  }
  return shape;
}

/** Appends the elements of `value`, which lies at `path`. */
function collect(
  where: string,
  value: unknown,
  shape: readonly number[],
  path: number[],
  elements: (number | boolean)[],
): void {
  const depth = path.length;
  if (Array.isArray(value)) {
    if (depth === shape.length) {
      const received = `an array at ${formatPath(path)} and a number before it`;
      throw new ShapeError({ where, argument: "arrays", expected: "must be nested equally deep", received });
    }
    if (value.length !== shape[depth]) {
      const first = formatPath(path.map(() => 0));
      const received = `${value.length} at ${formatPath(path)} and ${shape[depth]} at ${first}`;
      const advice = "Pad the shorter ones.";
      throw new ShapeError({ where, argument: "rows", expected: "must have equal lengths", received, advice });
    }
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      collect(where, value[i], shape, path, elements);
      path.pop();
    }
    return;
  }
  if (typeof value !== "number" && typeof value !== "boolean") refuse(where, value, path);
  if (depth !== shape.length) {
    const received = `${formatReceived(value)}${place(path)} and an array before it`;
    throw new ShapeError({ where, argument: "arrays", expected: "must be nested equally deep", received });
  }
  if (elements.length > 0 && typeof elements[0] !== typeof value) {
    const received = `${value}${place(path)} among ${typeof elements[0]}s`;
    const expected = "must be all numbers or all booleans";
    throw new DTypeError({ where, argument: "values", expected, received, advice: "Write 0 and 1." });
  }
  elements.push(value);
}

function place(path: readonly number[]): string {
  return path.length === 0 ? "" : ` at ${formatPath(path)}`;
}

function refuse(where: string, value: unknown, path: readonly number[]): never {
  const bigints = typeof value === "bigint" || value instanceof BigInt64Array || value instanceof BigUint64Array;
  throw new TapegradError({
    where,
    argument: "values",
    expected: "must be numbers or booleans",
    received: `${formatReceived(value)}${place(path)}`,
    advice: bigints ? "Convert bigints with Number: beyond 2⁵³ they are rounded." : undefined,
  });
}
