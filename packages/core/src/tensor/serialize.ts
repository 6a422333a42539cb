import type { Data, DType } from "./dtype.ts";

// What a tensor is as plain data. Only the way out is here, without Tensor itself, which calls it for its toJSON; the way
// back is tree/persist.ts.

/** What is written of a tensor. */
export interface Serializable {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Data;
  readonly name: string | undefined;
  readonly requiresGrad: boolean;
  readonly node: object | null;
  readonly isParameter: boolean;
}

/** A tensor or a Parameter without its data, as JSON and messages carry it. */
export interface TensorHeader {
  /** What it is: the mark by which {@link fromJson} and {@link fromCloneable} find it. */
  readonly tapegrad: "tensor" | "parameter";
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Of a Parameter, and of a tensor that was given one. */
  readonly name?: string;
  /** Of a Parameter: false if it is frozen. Of a tensor: true if it is a leaf that requires a gradient. */
  readonly requiresGrad?: boolean;
}

/** A tensor as JSON has it: see {@link tensorToJson}. */
export interface TensorJson extends TensorHeader {
  /** Row-major. Numbers; `"NaN"`, `"Infinity"`, `"-Infinity"` and `"-0"` for what JSON has no number for; 0 and 1 for dtype bool. */
  readonly data: readonly (number | string)[];
}

export function headerOf(x: Serializable): TensorHeader {
  const { dtype, name } = x;
  const shape = [...x.shape];
  if (x.isParameter) return { tapegrad: "parameter", shape, dtype, name: name ?? "", requiresGrad: x.requiresGrad };
  return {
    tapegrad: "tensor",
    shape,
    dtype,
    ...(name === undefined ? {} : { name }),
    ...(x.requiresGrad && x.node === null ? { requiresGrad: true } : {}),
  };
}

/** Elements that JSON has no number for; `JSON.stringify` would write null, and 0 for −0. */
function elementToJson(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);
}

/**
 * A tensor as plain data that `JSON.stringify` writes in full: each value comes back bit for bit from {@link fromJson}, NaN, ±∞ and −0
 * too. How it was computed and its `grad` are not part of it. `JSON.stringify` of a tensor calls this.
 *
 * @param x - Any shape and dtype; of a Parameter its name is kept, and whether it is frozen.
 * @example
 * ```ts
 * tensorToJson(tensor([1, -Infinity])).data; // => [1, "-Infinity"]
 * ```
 */
export function tensorToJson(x: Serializable): TensorJson {
  return { ...headerOf(x), data: Array.from(x.data, elementToJson) };
}
