import { DomainError, type DType, formatReceived, formatShape, Tensor } from "@tapegrad/core";
import fc from "fast-check";
import { arrays } from "../arrays.ts";
import { checkChoice, checkCount, checkOptionNames } from "../options.ts";

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
export function shape(options: ShapeOptions = {}): fc.Arbitrary<number[]> {
  checkOptionNames("shape", options, ["minDims", "maxDims", "minSize", "maxSize"]);
  const { minDims = 0, maxDims = 3, minSize = 1, maxSize = 4 } = options;
  checkCount("shape", "minDims", minDims, 0);
  checkCount("shape", "maxDims", maxDims, minDims);
  checkCount("shape", "minSize", minSize, 0);
  checkCount("shape", "maxSize", maxSize, minSize);
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
  checkCount("broadcastableShapes", "n", n);
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
  checkOptionNames("tensorOf", options, ["shape", "dtype", "range", "avoid", "distance"]);
  const { dtype = "float64", range = [-2, 2], avoid = [] } = options;
  checkChoice("tensorOf", "dtype", dtype, Object.keys(arrays));
  if (!Array.isArray(range) || range.length !== 2 || !range.every(Number.isFinite))
    throw new DomainError(`tensorOf: range must be [low, high], two finite numbers, got ${formatReceived(range)}.`);
  if (!Array.isArray(avoid) || !avoid.every(Number.isFinite))
    throw new DomainError(`tensorOf: avoid must be a list of finite numbers, got ${formatReceived(avoid)}.`);
  const { distance } = options;
  if (distance !== undefined && !(Number.isFinite(distance) && distance >= 0))
    throw new DomainError(`tensorOf: distance must be a finite number from 0 on, got ${formatReceived(distance)}.`);
  const [low, high] = dtype === "bool" ? [0, 1] : range;
  if (!(low <= high))
    throw new DomainError(`tensorOf: range must be [low, high], low ≤ high, got ${formatShape(range)}.`);
  const elements =
    dtype === "int32" || dtype === "bool"
      ? wholeNumbers(low, high, avoid, options.distance ?? 0)
      : realNumbers(low, high, avoid, options.distance ?? (high - low) / 40);
  const { shape: asked = shape() } = options;
  if (!(asked instanceof fc.Arbitrary)) {
    if (!Array.isArray(asked) || !asked.every((size) => Number.isSafeInteger(size) && size >= 0))
      throw new DomainError(
        `tensorOf: shape must be a list of whole numbers from 0 on or an arbitrary, got ${formatReceived(asked)}.`,
      );
  }
  return new TensorArbitrary(asked instanceof fc.Arbitrary ? asked : fc.constant([...asked]), dtype, elements);
}

/** What elements there are. */
interface Elements {
  readonly any: fc.Arbitrary<number>;
  readonly isAllowed: (value: number) => boolean;
  /** The one that all others are made simpler towards. */
  readonly simplest: number;
  /** Simpler ones that might do instead of one. */
  readonly simpler: (value: number) => readonly number[];
}

/**
 * A tensor is made smaller by itself and not as what it was made of: a smaller shape keeps the values that it has room for, so that
 * what made a case fail is not drawn again.
 */
class TensorArbitrary extends fc.Arbitrary<Tensor> {
  private readonly shapes: fc.Arbitrary<number[]>;
  private readonly dtype: DType;
  private readonly elements: Elements;

  constructor(shapes: fc.Arbitrary<number[]>, dtype: DType, elements: Elements) {
    super();
    this.shapes = shapes;
    this.dtype = dtype;
    this.elements = elements;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Tensor> {
    const sizes = this.shapes.generate(random, bias);
    const size = sizes.value.reduce((product, n) => product * n, 1);
    const values = Array.from({ length: size }, () => this.elements.any.generate(random, bias).value);
    return this.made(sizes, values);
  }

  /** Only what was generated: the shape remembers what it can shrink to. */
  override canShrinkWithoutContext(value: unknown): value is Tensor {
    return value === undefined;
  }

  override shrink(tensor: Tensor, context: unknown): fc.Stream<fc.Value<Tensor>> {
    return fc.stream(this.smaller([...(tensor.data as Float64Array)], context as fc.Value<number[]>));
  }

  private *smaller(values: readonly number[], sizes: fc.Value<number[]>): Generator<fc.Value<Tensor>> {
    for (const fewer of this.shapes.shrink(sizes.value, sizes.context)) {
      const size = fewer.value.reduce((product, n) => product * n, 1);
      if (size > values.length) continue;
      yield this.made(fewer, values.slice(0, size));
      if (size < values.length) yield this.made(fewer, values.slice(values.length - size));
    }
    const { simplest, simpler, isAllowed } = this.elements;
    if (values.some((value) => value !== simplest))
      yield this.made(
        sizes,
        values.map(() => simplest),
      );
    for (const [i, value] of values.entries())
      for (const other of simpler(value)) if (isAllowed(other)) yield this.made(sizes, values.with(i, other));
  }

  private made(sizes: fc.Value<number[]>, values: readonly number[]): fc.Value<Tensor> {
    const data = arrays[this.dtype].from(values);
    return new fc.Value<Tensor>(new Tensor<number[], DType>(sizes.value, this.dtype, data), sizes);
  }
}

function realNumbers(low: number, high: number, avoid: readonly number[], distance: number): Elements {
  const allowed = intervals(low, high, avoid, distance);
  if (allowed.length === 0) throw nothingLeft("values", low, high, avoid);
  const [first, last] = allowed[0]!;
  const simplest = Math.min(Math.max(1, first), last);
  const isSimpler = (a: number, b: number): boolean => {
    const [x, y] = [String(a).length, String(b).length];
    return x < y || (x === y && Math.abs(a - simplest) < Math.abs(b - simplest));
  };
  return {
    // Few digits where few digits do: two for most, all of them for some.
    any: fc.tuple(fc.nat({ max: 3 }), fc.oneof(...allowed.map(numberBetween))).map(([digits, value]) => {
      const round = Number(value.toPrecision(2));
      return digits < 3 && isWithin(allowed, round) ? round : value;
    }),
    isAllowed: (value) => isWithin(allowed, value),
    simplest,
    simpler: (value) => {
      const halfway = (value + simplest) / 2;
      const nearer = value + Math.sign(simplest - value);
      const rounded = [Math.round(halfway), nearer, Math.floor(value), Math.ceil(value), Math.round(2 * value) / 2];
      const digits = [1, 2, 3, 6].flatMap((count) => [halfway, value].map((x) => Number(x.toPrecision(count))));
      return [simplest, ...rounded, ...digits].map((other) => other + 0).filter((other) => isSimpler(other, value)); // no -0
    },
  };
}

function isWithin(parts: readonly (readonly [number, number])[], value: number): boolean {
  return parts.some(([low, high]) => value >= low && value <= high);
}

/** Any number in [low, high], each part of it as often as others of its length. */
function numberBetween([low, high]: readonly [number, number]): fc.Arbitrary<number> {
  return fc.noBias(fc.nat({ max: 2 ** 30 })).map((k) => Math.min(low + ((high - low) * k) / 2 ** 30, high));
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

function wholeNumbers(low: number, high: number, avoid: readonly number[], distance: number): Elements {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const isAllowed = (n: number): boolean =>
    n >= first && n <= last && avoid.every((kink) => n !== kink && Math.abs(n - kink) >= distance);
  const start = Math.min(Math.max(1, first), last);
  let off = 0;
  while (off <= last - first && !isAllowed(start + off) && !isAllowed(start - off)) off++;
  if (!(off <= last - first)) throw nothingLeft("whole numbers", low, high, avoid);
  const simplest = isAllowed(start + off) ? start + off : start - off;
  return {
    any: fc.integer({ min: first, max: last }).filter(isAllowed),
    isAllowed,
    simplest,
    simpler: (n) =>
      [simplest, Math.trunc((n + simplest) / 2), n + Math.sign(simplest - n)].filter(
        (other) => Math.abs(other - simplest) < Math.abs(n - simplest),
      ),
  };
}

function nothingLeft(what: string, low: number, high: number, avoid: readonly number[]): DomainError {
  return new DomainError(
    `tensorOf: the range ${formatShape([low, high])} must have ${what} away from ${formatShape(avoid)}, got none.`,
  );
}
