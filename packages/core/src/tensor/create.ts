import { finite, flag, inRange, optionsOf } from "../arguments.ts";
import { DomainError, GradientError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { checkShape, sizeOf } from "../shape/sizes.ts";
import type { Dynamic, Made, Nested, Ok, RaggedError, Shape, ShapeOf } from "../shape/types.ts";
import { allocate, checkDType, checkValue, convert, type Data, type DType, isFloat } from "./dtype.ts";
import { type Literal, readLiteral } from "./literal.ts";
import { Parameter } from "./parameter.ts";
import { Tensor } from "./tensor.ts";

/** Options of the functions that make tensors. */
export interface TensorOptions<D extends DType> {
  /** Default float32, and bool for booleans. */
  readonly dtype?: D;
  /** Will derivatives with respect to it be asked for with `backward()`? */
  readonly requiresGrad?: boolean;
}

/** The dtype a literal has if none is asked for. */
type LiteralDType<N> = 0 extends 1 & N
  ? Dynamic
  : [N] extends [Float64Array]
    ? "float64"
    : [N] extends [Int32Array]
      ? "int32"
      : [N] extends [Data]
        ? "float32"
        : [N] extends [readonly (infer E)[]]
          ? LiteralDType<E>
          : [N] extends [boolean]
            ? "bool"
            : "float32";
/** What the functions that make tensors know of options; each may know more. */
const tensorOptions = ["dtype", "requiresGrad"];

type LiteralShape<N> = 0 extends 1 & N ? Dynamic : [N] extends [Data] ? [number] : ShapeOf<N>;

/**
 * A tensor of given values.
 *
 * @param values - Nested arrays (all rows of a level equally long), a number, a boolean, or a typed array. A typed array has
 * the dtype that keeps its values: float64 for a Float64Array and a Uint32Array, int32 for an Int32Array, float32 for all others.
 * @param options - `dtype`; `requiresGrad`; `name` for errors and views.
 * @throws {@link ShapeError} if rows have different lengths, or contain themselves.
 * @throws {@link DTypeError} if values do not fit the dtype; {@link GradientError} if a derivative of integers is asked for.
 * @example
 * ```ts
 * tensor([[1, 2], [3, 4]]).shape; // => [2, 2]
 * tensor([true, false]).dtype; // => "bool"
 * ```
 */
export function tensor<const N extends Nested | Data, D extends DType = LiteralDType<N>>(
  values: Ok<N, RaggedError<N>>,
  options: TensorOptions<D> & { readonly name?: string } = {},
): Tensor<LiteralShape<N>, NoInfer<D>> {
  if (Array.isArray(options)) {
    // As tensor(values, shape) is written elsewhere.
    const advice = `For a shape, write tensor(values).reshape(${formatReceived(options)}).`;
    const received = formatReceived(options);
    throw new DomainError({ where: "tensor", argument: "options", expected: "must be an object", received, advice });
  }
  optionsOf("tensor", options, [...tensorOptions, "name"]);
  const name = nameOf("tensor", options.name);
  if (options.dtype !== undefined) checkDType("tensor", options.dtype);
  const { shape, dtype, data } = readLiteral("tensor", values, options.dtype);
  const result = made("tensor", shape, dtype, data, options.requiresGrad);
  if (name !== undefined) Object.assign(result, { name });
  return result as Tensor as Tensor<LiteralShape<N>, D>; // read off the values
}

/**
 * A trainable leaf of given values: see {@link Parameter}.
 *
 * @param values - As for {@link tensor}, or a tensor, whose values are copied.
 * @param options - `name` for summaries and errors; `dtype`.
 * @throws {@link DTypeError} if values do not fit the dtype.
 * @example
 * ```ts
 * parameter([0.5], { name: "slope" }).requiresGrad; // => true
 * ```
 */
export function parameter<S extends Shape, D extends DType>(
  values: Tensor<S, D>,
  options?: { readonly name?: string },
): Parameter<S, D>;
export function parameter<const N extends Nested | Data, D extends DType = LiteralDType<N>>(
  values: Ok<N, RaggedError<N>>,
  options?: { readonly name?: string; readonly dtype?: D },
): Parameter<LiteralShape<N>, NoInfer<D>>;
export function parameter(values: Tensor | Literal, options: { name?: string; dtype?: DType } = {}): Parameter {
  optionsOf("parameter", options, ["name", "dtype"]);
  if (options.dtype !== undefined) checkDType("parameter", options.dtype);
  const name = nameOf("parameter", options.name) ?? "";
  if (!(values instanceof Tensor)) {
    const { shape, dtype, data } = readLiteral("parameter", values, options.dtype);
    return new Parameter(shape, dtype, data, name);
  }
  const dtype = options.dtype ?? values.dtype;
  return new Parameter(values.shape, dtype, convert("parameter", values.data, dtype), name);
}

function nameOf(where: string, name: unknown): string | undefined {
  if (name === undefined || typeof name === "string") return name;
  throw new DomainError({ where, argument: "name", expected: "must be a string", received: formatReceived(name) });
}

/**
 * A tensor whose elements are all `value`.
 *
 * @throws {@link ShapeError} if `shape` is not a list of sizes; {@link DTypeError} if the dtype cannot hold `value`.
 * @example
 * ```ts
 * full([2, 2], 7).toArray(); // => [[7, 7], [7, 7]]
 * ```
 */
export function full<const S extends Shape, D extends DType = "float32">(
  shape: readonly [...S],
  value: number,
  options: TensorOptions<D> = {},
): Tensor<Made<S>, NoInfer<D>> {
  return filled("full", shape, value, options);
}

/** A tensor of zeros. `zeros([2]).toArray()` is `[0, 0]`. */
export function zeros<const S extends Shape, D extends DType = "float32">(
  shape: readonly [...S],
  options: TensorOptions<D> = {},
): Tensor<Made<S>, NoInfer<D>> {
  return filled("zeros", shape, 0, options);
}

/** A tensor of ones. `ones([2]).toArray()` is `[1, 1]`. */
export function ones<const S extends Shape, D extends DType = "float32">(
  shape: readonly [...S],
  options: TensorOptions<D> = {},
): Tensor<Made<S>, NoInfer<D>> {
  return filled("ones", shape, 1, options);
}

/** `value` in the shape and dtype of `x`. */
export function fullLike<S extends Shape, D extends DType>(x: Tensor<S, D>, value: number): Tensor<S, D> {
  return like("fullLike", x, value);
}

/** Zeros in the shape and dtype of `x`. */
export function zerosLike<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return like("zerosLike", x, 0);
}

/** Ones in the shape and dtype of `x`. */
export function onesLike<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return like("onesLike", x, 1);
}

function like<S extends Shape, D extends DType>(where: string, x: Tensor<S, D>, value: number): Tensor<S, D> {
  if (!(x instanceof Tensor)) {
    const [expected, received] = ["must be a tensor", formatReceived(x)];
    throw new TapegradError({ where, argument: "x", expected, received });
  }
  return filled<Shape, D>(where, x.shape, value, { dtype: x.dtype }) as Tensor as Tensor<S, D>; // the shape of x
}

/**
 * The identity matrix, `n × n`, or `n × m` with ones on the main diagonal.
 *
 * @example
 * ```ts
 * eye(2).toArray(); // => [[1, 0], [0, 1]]
 * ```
 */
export function eye<const N extends number, const M extends number = N, D extends DType = "float32">(
  n: N,
  options: TensorOptions<D> & { readonly columns?: M } = {},
): Tensor<[N, M], NoInfer<D>> {
  optionsOf("eye", options, ["columns", ...tensorOptions]);
  const { columns = n } = options;
  return generated("eye", [n, columns], options, (data) => {
    for (let i = 0; i < Math.min(n, columns); i++) data[i * columns + i] = 1;
  });
}

/**
 * Evenly spaced numbers from `start` (default 0) up to, not including, `stop`: `start + i step`.
 *
 * A `stop` that is a whole number of steps away is left out also where rounding puts it a little further: the six numbers from 1 to 1.6
 * in steps of 0.1 end with 1.5, although (1.6 − 1) / 0.1 is 6.000000000000001.
 *
 * @throws {@link DomainError} if `step` is 0 or not finite; {@link DTypeError} if the dtype cannot hold a value.
 * @example
 * ```ts
 * arange(3).toArray(); // => [0, 1, 2]
 * arange(1, 2, { step: 0.25 }).toArray(); // => [1, 1.25, 1.5, 1.75]
 * ```
 */
export function arange<D extends DType = "float32">(
  stop: number,
  options?: ArangeOptions<D>,
): Tensor<[number], NoInfer<D>>;
export function arange<D extends DType = "float32">(
  start: number,
  stop: number,
  options?: ArangeOptions<D>,
): Tensor<[number], NoInfer<D>>;
export function arange<D extends DType = "float32">(
  first: number,
  second?: number | ArangeOptions<D>,
  third?: ArangeOptions<D>,
): Tensor<[number], NoInfer<D>> {
  // arange(stop, options) unless the second can only be a `stop`, be it a wrong one.
  const one = third === undefined && (second === undefined || (typeof second === "object" && second !== null));
  const [from, to, given] = one ? [0, first, second as ArangeOptions<D> | undefined] : [first, second, third];
  optionsOf("arange", given, ["step", ...tensorOptions]);
  const options: ArangeOptions<D> = given === undefined ? {} : given;
  const { step: asked = 1 } = options;
  const start = finite("arange", "start", from);
  const stop = finite("arange", "stop", to);
  const step = finite("arange", "step", asked);
  if (step === 0)
    throw new DomainError({ where: "arange", argument: "step", expected: "must not be 0", received: "0" });
  const n = countSteps(start, stop, step);
  return sequence("arange", n, options, (i) => {
    const far = i * step;
    return Number.isFinite(far) ? start + far : 2 * (start / 2 + i * (step / 2));
  });
}

/** How many numbers start + i step, i = 0, 1 …, there are before stop. */
function countSteps(start: number, stop: number, step: number): number {
  const span = stop - start;
  const steps = Number.isFinite(span) ? span / step : stop / step - start / step;
  if (!(steps > 0)) return 0;
  // Half an ulp of start and of stop, in steps, and one of each operation: as near as that, the quotient may be whole.
  const rounding = Number.EPSILON * (Math.abs(start / step) + Math.abs(stop / step) + steps);
  const whole = Math.round(steps);
  return whole > 0 && Math.abs(steps - whole) <= rounding ? whole : Math.ceil(steps);
}

/** Options of {@link arange}: the `step` from one number to the next, default 1. */
export interface ArangeOptions<D extends DType> extends TensorOptions<D> {
  readonly step?: number;
}

/**
 * `n` evenly spaced numbers from `start` to `stop`, both included.
 *
 * @example
 * ```ts
 * linspace(0, 1, 5).toArray(); // => [0, 0.25, 0.5, 0.75, 1]
 * ```
 */
export function linspace<const N extends number, D extends DType = "float32">(
  start: number,
  stop: number,
  n: N,
  options: TensorOptions<D> = {},
): Tensor<[N], NoInfer<D>> {
  optionsOf("linspace", options, tensorOptions);
  return sequence("linspace", n, options, spaced("linspace", start, stop, n));
}

/** The i-th of `n` numbers from start to stop. The last is not computed: start + (n − 1) step may miss it by a rounding. */
function spaced(where: string, start: number, stop: number, n: number): (i: number) => number {
  for (const [name, value] of [["start", start] as const, ["stop", stop] as const]) finite(where, name, value);
  const span = stop - start;
  const gaps = n - 1 || 1;
  return (i) => {
    if (i === n - 1 && n > 1) return stop;
    const product = i * span; // before the division: spans of a few denormals would vanish in it
    return Number.isFinite(product) ? start + product / gaps : start * (1 - i / gaps) + stop * (i / gaps);
  };
}

/**
 * `n` numbers from `base ** start` to `base ** stop`, their logarithms evenly spaced; `base` is 10 unless given.
 *
 * @example
 * ```ts
 * logspace(0, 2, 3).toArray(); // => [1, 10, 100]
 * ```
 */
export function logspace<const N extends number, D extends DType = "float32">(
  start: number,
  stop: number,
  n: N,
  options: TensorOptions<D> & { readonly base?: number } = {},
): Tensor<[N], NoInfer<D>> {
  optionsOf("logspace", options, ["base", ...tensorOptions]);
  const { base = 10 } = options;
  inRange("logspace", "base", base, { min: 0, minExcluded: true });
  const exponent = spaced("logspace", start, stop, n);
  return sequence("logspace", n, options, (i) => base ** exponent(i));
}

function filled<S extends Shape, D extends DType>(
  where: string,
  shape: readonly number[],
  value: number,
  options: TensorOptions<D>,
): Tensor<Made<S>, D> {
  checkShape(where, shape);
  optionsOf(where, options, tensorOptions);
  if (typeof value !== "number") {
    const [expected, received] = ["must be a number", formatReceived(value)];
    const advice = typeof value === "boolean" ? "Write 1 for true and 0 for false." : undefined;
    throw new DomainError({ where, argument: "value", expected, received, advice });
  }
  return generated(where, shape, options, (data, dtype) => {
    checkValue(where, dtype, value);
    if (!Object.is(value, 0)) data.fill(value); // buffers come filled with 0, but not with -0
  }) as Tensor as Tensor<Made<S>, D>; // the shape asked for
}

/** `n` computed numbers, each of which the dtype must be able to hold. */
function sequence<N extends number, D extends DType>(
  where: string,
  n: N,
  options: TensorOptions<D>,
  at: (i: number) => number,
): Tensor<[N], D> {
  return generated(where, [n], options, (data, dtype) => {
    for (let i = 0; i < n; i++) {
      const value = at(i);
      checkValue(where, dtype, value);
      data[i] = value;
    }
  });
}

function generated<S extends Shape, D extends DType>(
  where: string,
  shape: readonly number[],
  options: TensorOptions<D>,
  fill: (data: Data, dtype: DType) => void,
): Tensor<S, D> {
  const { dtype = "float32" }: { readonly dtype?: DType } = options;
  checkDType(where, dtype);
  const sizes = checkShape(where, shape);
  const data = allocate(dtype, sizeOf(sizes), where, sizes);
  fill(data, dtype);
  return made(where, sizes, dtype, data, options.requiresGrad) as Tensor as Tensor<S, D>; // the shape and dtype asked for
}

function made(where: string, shape: readonly number[], dtype: DType, data: Data, requiresGrad = false): Tensor {
  const result: Tensor = new Tensor(shape, dtype, data);
  if (flag(where, "requiresGrad", requiresGrad)) requireGradient(where, result);
  return result;
}

/** @throws GradientError for int32 and bool, which have no derivative. */
function requireGradient(where: string, x: Tensor): void {
  if (!isFloat(x.dtype)) {
    const expected = "needs dtype float32 or float64";
    const advice = 'Use { dtype: "float32" }.';
    throw new GradientError({ where, argument: "requiresGrad", expected, received: x.dtype, advice });
  }
  x.requiresGrad = true;
}
