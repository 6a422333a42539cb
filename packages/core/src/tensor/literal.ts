import { DTypeError, ShapeError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { allocate, checkValue, type Data, type DType } from "./dtype.ts";

/** Values as callers write them: nested arrays, a number, a boolean, or a typed array. */
export type Literal = number | boolean | readonly Literal[] | Data;

function isTypedArray(value: unknown): value is Data {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array)
  );
}

/** The dtype that keeps a typed array's values. */
function dtypeOfTypedArray(values: Data): DType {
  if (values instanceof Float64Array) return "float64";
  if (values instanceof Int32Array) return "int32";
  return "float32";
}

/** The path of an element, as one would write it: `[1][0]`. */
function formatPath(path: readonly number[]): string {
  return path.map((i) => `[${i}]`).join("");
}

/**
 * Shape, dtype and elements of what a caller wrote.
 *
 * @throws ShapeError for rows of different lengths; DTypeError for values of different kinds, or that do not fit the dtype.
 */
export function readLiteral(
  where: string,
  values: unknown,
  asked: DType | undefined,
): { readonly shape: number[]; readonly dtype: DType; readonly data: Data } {
  if (isTypedArray(values)) {
    const dtype = asked ?? dtypeOfTypedArray(values);
    const data = allocate(dtype, values.length);
    fill(where, data, dtype, values);
    return { shape: [values.length], dtype, data };
  }
  const shape: number[] = [];
  for (let level = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  const elements: (number | boolean)[] = [];
  collect(where, values, shape, [], elements);
  const dtype = asked ?? (typeof elements[0] === "boolean" ? "bool" : "float32");
  const data = allocate(dtype, elements.length);
  fill(where, data, dtype, elements);
  return { shape, dtype, data };
}

function collect(
  where: string,
  value: unknown,
  shape: readonly number[],
  path: readonly number[],
  elements: (number | boolean)[],
): void {
  const depth = path.length;
  if (Array.isArray(value)) {
    if (depth === shape.length) {
      throw new ShapeError(
        `${where}: arrays must be nested equally deep, got an array at ${formatPath(path)} and a number before it.`,
      );
    }
    if (value.length !== shape[depth]) {
      const first = formatPath(path.map(() => 0));
      throw new ShapeError(
        `${where}: rows must have equal lengths, got ${value.length} at ${formatPath(path)} and ${shape[depth]} at ${first}. ` +
          "Pad the shorter ones.",
      );
    }
    for (let i = 0; i < value.length; i++) collect(where, value[i], shape, [...path, i], elements);
    return;
  }
  const at = depth === 0 ? "" : ` at ${formatPath(path)}`;
  if (typeof value !== "number" && typeof value !== "boolean")
    throw new TapegradError(`${where}: values must be numbers or booleans, got ${formatReceived(value)}${at}.`);
  if (depth !== shape.length) {
    throw new ShapeError(
      `${where}: arrays must be nested equally deep, got ${formatReceived(value)}${at} and an array before it.`,
    );
  }
  if (elements.length > 0 && typeof elements[0] !== typeof value) {
    throw new DTypeError(
      `${where}: values must be all numbers or all booleans, got ${value}${at} among ${typeof elements[0]}s. Write 0 and 1.`,
    );
  }
  elements.push(value);
}

function fill(where: string, data: Data, dtype: DType, elements: ArrayLike<number | boolean>): void {
  const exact = dtype === "int32" || dtype === "bool";
  for (let i = 0; i < elements.length; i++) {
    const value = Number(elements[i]);
    if (exact) checkValue(where, dtype, value);
    data[i] = value;
  }
}
