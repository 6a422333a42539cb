import { DomainError, type DType, formatShape, Tensor } from "@tapegrad/core";
import fc from "fast-check";

/** How many axes, and how long. */
export interface ShapeOptions {
  /** Default 0 to 3 axes. */
  readonly minDims?: number;
  readonly maxDims?: number;
  /** Default 1 to 4 elements along each. */
  readonly minSize?: number;
  readonly maxSize?: number;
}

/**
 * Shapes. They shrink towards fewer axes and smaller sizes.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(arbitraries.shape({ maxDims: 2 }), (shape) => shape.length <= 2));
 * ```
 */
export function shape({
  minDims = 0,
  maxDims = 3,
  minSize = 1,
  maxSize = 4,
}: ShapeOptions = {}): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: minSize, max: maxSize }), { minLength: minDims, maxLength: maxDims });
}

/**
 * Lists of `n` shapes that broadcast with each other.
 *
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(arbitraries.broadcastableShapes(2), ([a, b]) => {
 *     zeros(a!).add(zeros(b!)); // never throws
 *   }),
 * );
 * ```
 */
export function broadcastableShapes(n: number, options: ShapeOptions = {}): fc.Arbitrary<number[][]> {
  return shape(options).chain((whole) =>
    fc.tuple(
      ...Array.from({ length: n }, () =>
        fc
          .tuple(fc.nat({ max: whole.length }), fc.tuple(...whole.map(() => fc.boolean())))
          .map(([missing, repeated]) => whole.map((size, axis) => (repeated[axis] ? 1 : size)).slice(missing)),
      ),
    ),
  );
}

/** What a generated tensor is like. */
export interface TensorOptions {
  /** A shape, or shapes to choose from; default any of up to three axes. */
  readonly shape?: readonly number[] | fc.Arbitrary<number[]>;
  /** Default float64. */
  readonly dtype?: DType;
  /** Smallest and largest value; default -2 to 2. */
  readonly range?: readonly [low: number, high: number];
  /** Values that elements keep a distance from: the kinks of what will be computed. */
  readonly avoid?: readonly number[];
  /** That distance; default a fortieth of the range. */
  readonly distance?: number;
}

/**
 * Tensors. They shrink towards fewer elements and small round numbers.
 *
 * @throws {@link DomainError} if there is no value in the range, or none away from those to avoid.
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(arbitraries.tensorOf({ shape: [3], avoid: [0] }), (x) => x.data.every((value: number) => Math.abs(value) >= 0.1)),
 * );
 * ```
 */
export function tensorOf(options: TensorOptions = {}): fc.Arbitrary<Tensor> {
  const { dtype = "float64", range = [-2, 2], avoid = [] } = options;
  const [low, high] = dtype === "bool" ? [0, 1] : range;
  if (!(low <= high))
    throw new DomainError(`tensorOf: range must be [low, high], low ≤ high, got ${formatShape(range)}.`);
  const distance = options.distance ?? (high - low) / 40;
  const allowed = intervals(low, high, avoid, distance);
  if (allowed.length === 0)
    throw new DomainError(
      `tensorOf: the range ${formatShape(range)} must have values away from ${formatShape(avoid)}, got none.`,
    );
  const element =
    dtype === "int32" || dtype === "bool" ? wholeNumbers(low, high, avoid) : fc.oneof(...allowed.map(simpleNumber));
  const shapes =
    options.shape === undefined
      ? shape()
      : Array.isArray(options.shape)
        ? fc.constant([...options.shape])
        : options.shape;
  return (shapes as fc.Arbitrary<number[]>).chain((sizes) => {
    const size = sizes.reduce((product, n) => product * n, 1);
    return fc.array(element, { minLength: size, maxLength: size }).map((values) => made(sizes, dtype, values));
  });
}

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array };

function made(sizes: readonly number[], dtype: DType, values: readonly number[]): Tensor {
  return new Tensor<number[], DType>(sizes, dtype, arrays[dtype].from(values));
}

/** What is left of a range when the neighbourhoods of some values are taken out; the part nearest to 1 first. */
function intervals(low: number, high: number, avoid: readonly number[], distance: number): [number, number][] {
  let parts: [number, number][] = [[low, high]];
  for (const kink of avoid) {
    parts = parts.flatMap(([a, b]): [number, number][] => [
      [a, Math.min(b, kink - distance)],
      [Math.max(a, kink + distance), b],
    ]);
    parts = parts.filter(([a, b]) => a <= b);
  }
  const offOne = ([a, b]: readonly [number, number]): number => Math.max(a - 1, 1 - b, 0);
  return parts.sort((p, q) => offOne(p) - offOne(q));
}

function wholeNumbers(low: number, high: number, avoid: readonly number[]): fc.Arbitrary<number> {
  return fc.integer({ min: Math.ceil(low), max: Math.floor(high) }).filter((n) => !avoid.includes(n));
}

/** A number in [low, high]; it shrinks to a round one: halves and whole numbers, towards 1 or what is nearest to it. */
function simpleNumber([low, high]: readonly [number, number]): fc.Arbitrary<number> {
  const target = Math.min(Math.max(1, low), high);
  // Counted in 2⁻²⁰ of the range from the target, so that fast-check's shrinking of integers halves the way to it.
  const unit = (high - low) / 2 ** 20 || 1;
  const from = Math.ceil((low - target) / unit);
  const to = Math.floor((high - target) / unit);
  return fc.integer({ min: Math.min(from, 0), max: Math.max(to, 0) }).map((k) => {
    const value = Math.min(Math.max(target + k * unit, low), high);
    const round = Number(value.toPrecision(2));
    // Few digits where few digits do: two for most, all of them for some.
    return k % 4 !== 0 && round >= low && round <= high ? round : value;
  });
}
