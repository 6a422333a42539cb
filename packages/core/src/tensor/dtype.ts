import { DTypeError, ShapeError } from "../errors.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import type { Box, Broadcast, Identical, Pair } from "../shape/types.ts";

/** What the elements of a tensor are. Derivatives exist for the two floats. */
export type DType = "float32" | "float64" | "int32" | "bool";
/** The dtypes that have derivatives. */
export type FloatDType = "float32" | "float64";

/** How the elements of each dtype are stored; a `bool` is a byte, 0 or 1. */
export interface TypedArrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}
/** How the elements of one dtype are stored. */
export type DataOf<D extends DType> = TypedArrays[D];
/** How elements are stored. */
export type Data = TypedArrays[DType];

/**
 * The dtype of a result of two: bool < int32 < float32 < float64. A plain number has none (`never`) and takes that of the other.
 * As in {@link Broadcast} equal ones are found at once, and `infer` keeps the arguments out of the answer.
 */
export type Promote<A extends DType, B extends DType> =
  Pair<Box<A>, true> extends Pair<Box<infer X extends DType>, Identical<A, B> | Identical<B, never>>
    ? X
    : Pair<Box<B>, true> extends Pair<Box<infer Y extends DType>, Identical<A, never>>
      ? Y
      : Promotions[A][B];
interface Promotions {
  bool: { bool: "bool"; int32: "int32"; float32: "float32"; float64: "float64" };
  int32: { bool: "int32"; int32: "int32"; float32: "float32"; float64: "float64" };
  float32: { bool: "float32"; int32: "float32"; float32: "float32"; float64: "float64" };
  float64: { bool: "float64"; int32: "float64"; float32: "float64"; float64: "float64" };
}

/** The dtype of a result that is never a whole number: exp, a quotient, a mean. */
export type ToFloat<D extends DType> = D extends FloatDType ? D : "float32";
/** The dtype of a result that counts or adds: a bool becomes int32. */
export type ToNumeric<D extends DType> = D extends "bool" ? "int32" : D;

/** Every dtype, lowest first in the order of promotion. */
export const dtypes: readonly DType[] = ["bool", "int32", "float32", "float64"];

const rank: Record<DType, number> = { bool: 0, int32: 1, float32: 2, float64: 3 };

export function promote(a: DType, b: DType): DType {
  return rank[a] >= rank[b] ? a : b;
}

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === "float32" || dtype === "float64";
}

export function toFloat(dtype: DType): FloatDType {
  return isFloat(dtype) ? dtype : "float32";
}

/** Bytes of one element. */
const bytesOf: Record<DType, number> = { bool: 1, int32: 4, float32: 4, float64: 8 };

/**
 * The most bytes a tensor takes, 4 GiB: more than that is no array buffer in some engine, and no WebAssembly memory in any. One limit
 * everywhere, so that a program which fits on one machine is not refused by the next.
 */
const maxBytes: number = 2 ** 32;

/**
 * A zero-filled buffer of `size` elements.
 *
 * @param where - The call it is for, and `shape` what it is for: said where there is no memory for it.
 * @throws ShapeError if it would take more than {@link maxBytes}, before it is tried; or if the engine has no memory left.
 */
export function allocate(dtype: DType, size: number, where = "tensor", shape?: readonly number[]): Data {
  if (!(size * bytesOf[dtype] <= maxBytes)) {
    const expected = `must take at most ${maxBytes} bytes`;
    throw new ShapeError({ where, argument: "a tensor", expected, received: describeMemory(dtype, size, shape) });
  }
  try {
    return buffer(dtype, size);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const received = describeMemory(dtype, size, shape);
    const expected = "must find room in memory";
    throw new ShapeError({ where, argument: "a tensor", expected, received }, { cause });
  }
}

function buffer(dtype: DType, size: number): Data {
  switch (dtype) {
    case "float32":
      return new Float32Array(size);
    case "float64":
      return new Float64Array(size);
    case "int32":
      return new Int32Array(size);
    case "bool":
      return new Uint8Array(size);
  }
}

/** What was asked for, to the byte: a product of sizes can be beyond 2⁵³, where numbers skip. */
function describeMemory(dtype: DType, size: number, shape: readonly number[] | undefined): string {
  if (shape === undefined && !Number.isInteger(size)) return `${size} elements of ${dtype}`;
  const exact = (shape ?? [size]).reduce((product, n) => product * BigInt(n), 1n);
  const what = shape === undefined ? `${exact} elements` : `shape ${formatShape(shape)}`;
  return `${what} of ${dtype}, ${exact * BigInt(bytesOf[dtype])} bytes`;
}

/** @throws DTypeError if `dtype` is not the name of one. */
export function checkDType(where: string, dtype: unknown): asserts dtype is DType {
  if (typeof dtype !== "string" || !Object.hasOwn(rank, dtype)) {
    const names = dtypes.map((name) => `"${name}"`).join(", ");
    const received = formatReceived(dtype);
    throw new DTypeError({ where, argument: "dtype", expected: `must be one of ${names}`, received });
  }
}

/** @throws DTypeError if a tensor of that dtype cannot hold `value` exactly (rounding to a float is no loss). */
export function checkValue(where: string, dtype: DType, value: number): void {
  if (dtype === "int32" && (value | 0) !== value) {
    const expected = "must be a whole number in -2147483648 … 2147483647";
    const advice = Number.isInteger(value) ? "Use dtype float64." : "Use dtype float32, or round first.";
    throw new DTypeError({ where, argument: "an int32", expected, received: formatReceived(value), advice });
  }
  if (dtype === "bool" && value !== 0 && value !== 1) {
    const [expected, advice] = ["must be true, false, 0 or 1", "Use dtype int32, or compare."];
    throw new DTypeError({ where, argument: "a bool", expected, received: formatReceived(value), advice });
  }
}

/**
 * These values in a new buffer of that dtype.
 *
 * @throws DTypeError if one of them does not fit it.
 */
export function convert(where: string, values: ArrayLike<number | boolean>, dtype: DType): Data {
  const data = allocate(dtype, values.length, where, [values.length]);
  const exact = dtype === "int32" || dtype === "bool";
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (exact) checkValue(where, dtype, value);
    data[i] = value;
  }
  return data;
}
