import { DTypeError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
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

/** A zero-filled buffer. */
export function allocate(dtype: DType, size: number): Data {
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

/** @throws DTypeError if `dtype` is not the name of one. */
export function checkDType(where: string, dtype: unknown): asserts dtype is DType {
  if (typeof dtype !== "string" || !Object.hasOwn(rank, dtype)) {
    const names = dtypes.map((name) => `"${name}"`).join(", ");
    throw new DTypeError(`${where}: dtype must be one of ${names}, got ${formatReceived(dtype)}.`);
  }
}

/** @throws DTypeError if a tensor of that dtype cannot hold `value` exactly (rounding to a float is no loss). */
export function checkValue(where: string, dtype: DType, value: number): void {
  if (dtype === "int32" && (value | 0) !== value) {
    const hint = Number.isInteger(value) ? "Use dtype float64." : "Use dtype float32, or round first.";
    throw new DTypeError(
      `${where}: an int32 must be a whole number in -2147483648 … 2147483647, got ${value}. ${hint}`,
    );
  }
  if (dtype === "bool" && value !== 0 && value !== 1)
    throw new DTypeError(`${where}: a bool must be true, false, 0 or 1, got ${value}. Use dtype int32, or compare.`);
}
