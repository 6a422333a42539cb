import { type DType, formatShape, type NestedArray, Rng, Tensor } from "@tapegrad/core";
import { isFloat } from "../arbitraries/subject.ts";
import { nestedShape, nestedValues } from "../facts.ts";

/** A law that does not hold, in words. */
export class Violation extends Error {}

/** The distance between neighbouring float32 at the magnitude of `x`. */
export function ulp32(x: number): number {
  const magnitude = Math.abs(x);
  return magnitude < 2 ** -126 ? 2 ** -149 : 2 ** (exponentOf(magnitude) - 23);
}

function exponentOf(magnitude: number): number {
  const guess = Math.floor(Math.log2(magnitude)); // may be one too high just below a power of two
  return 2 ** guess > magnitude ? guess - 1 : guess;
}

/** The same bits, all NaNs being one. */
export function sameElements(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** @throws Violation unless two lists of tensors agree in shapes, dtypes and bits. */
export function requireSame(what: string, got: readonly Tensor[], wanted: readonly Tensor[]): void {
  if (got.length !== wanted.length) throw new Violation(`${what}: ${got.length} results instead of ${wanted.length}`);
  got.forEach((tensor, k) => {
    const other = wanted[k]!;
    if (describeType(tensor) !== describeType(other))
      throw new Violation(`${what}: ${describeType(tensor)} instead of ${describeType(other)}`);
    if (!sameElements(tensor.data, other.data))
      throw new Violation(`${what}: ${describeTensor(tensor)} instead of ${describeTensor(other)}`);
  });
}

/**
 * @param allowed - How far an element may be from the one wanted.
 * @throws Violation unless a tensor has the shape and, up to that, the elements of nested arrays.
 */
export function requireClose(got: Tensor, wanted: NestedArray, allowed: (wanted: number) => number): void {
  requireShape(got, nestedShape(wanted));
  nestedValues(wanted).forEach((value, i) => {
    const element = got.data[i]!;
    if (Object.is(element, value) || element === value) return;
    // Rounded correctly, to infinity too.
    if (got.dtype === "float32" && element === Math.fround(value)) return;
    const distance = Math.abs(element - value);
    if (distance <= allowed(value)) return;
    const at = got.ndim === 0 ? "" : ` at ${formatShape(indexOf(i, got.shape))}`;
    throw new Violation(`${element}${at} instead of ${value}: off by ${distance}, allowed is ${allowed(value)}`);
  });
}

/** @throws Violation unless a tensor has a shape that was read off nested arrays: they end at the first size of 0. */
export function requireShape(got: Tensor, wanted: readonly number[]): void {
  const shape: readonly number[] = got.shape;
  const known = wanted.includes(0) ? shape.slice(0, wanted.length) : shape;
  if (formatShape(known) !== formatShape(wanted))
    throw new Violation(`shape ${formatShape(shape)} instead of ${formatShape(wanted)}`);
}

/** @throws Violation unless a float result has the highest dtype of the float inputs, or the one that the call asks for. */
export function requireFloatDType(output: Tensor, inputs: readonly Tensor[], args: readonly unknown[]): void {
  const floats = inputs.filter(isFloat).map((x) => x.dtype as DType);
  if (!isFloat(output) || floats.length === 0 || describeValue(args).includes(`"${output.dtype}"`)) return;
  const wanted = floats.includes("float64") ? "float64" : "float32";
  if (output.dtype !== wanted) throw new Violation(`dtype ${output.dtype} instead of ${wanted}`);
}

function indexOf(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = position;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

export function largestMagnitude(tensors: readonly Tensor[]): number {
  let largest = 0;
  for (const { data } of tensors) for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function describeType(x: Tensor): string {
  return `${x.dtype} ${formatShape(x.shape)}`;
}

/** A tensor as one would type it. */
export function describeTensor(x: Tensor): string {
  return `tensor(${describeValue(x.toArray())}, ${x.dtype} ${formatShape(x.shape)})`;
}

/** A literal as one would type it, NaN and -0 included. */
export function describeValue(value: unknown): string {
  if (value instanceof Tensor) return describeTensor(value);
  if (Array.isArray(value)) return `[${value.map(describeValue).join(", ")}]`;
  if (value instanceof Rng) return `Rng.from(${JSON.stringify(value.state())})`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${describeValue(item)}`)
      .join(", ")} }`;
  return Object.is(value, -0) ? "-0" : String(value);
}
