import { DomainError, GradientError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { checkShape, sizeOf } from "../shape/sizes.ts";
import type { Dynamic, Made, Nested, Ok, RaggedError, Shape, ShapeOf } from "../shape/types.ts";
import { allocate, checkDType, checkValue, type Data, type DType, isFloat } from "./dtype.ts";
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
type LiteralShape<N> = 0 extends 1 & N ? Dynamic : [N] extends [Data] ? [number] : ShapeOf<N>;

/**
 * A tensor of given values.
 *
 * @param values - Nested arrays (all rows of a level equally long), a number, a boolean, or a typed array.
 * @param options - `dtype`; `requiresGrad`; `name` for errors and views.
 * @throws {@link ShapeError} if rows have different lengths.
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
  if (options.dtype !== undefined) checkDType("tensor", options.dtype);
  const { shape, dtype, data } = readLiteral("tensor", values, options.dtype);
  const result = made("tensor", shape, dtype, data, options.requiresGrad);
  if (options.name !== undefined) Object.assign(result, { name: options.name });
  return result as Tensor as Tensor<LiteralShape<N>, D>; // read off the values
}

/**
 * A trainable leaf of given values: see {@link Parameter}.
 *
 * @param values - As for {@link tensor}, or a tensor, whose values are copied.
 * @param options - `name` for summaries and errors; `dtype`.
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
  if (options.dtype !== undefined) checkDType("parameter", options.dtype);
  const name = options.name ?? "";
  if (!(values instanceof Tensor)) {
    const { shape, dtype, data } = readLiteral("parameter", values, options.dtype);
    return new Parameter(shape, dtype, data, name);
  }
  const dtype = options.dtype ?? values.dtype;
  const data = allocate(dtype, values.size);
  data.set(values.data);
  return new Parameter(values.shape, dtype, data, name);
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
  return filled<Shape, D>("fullLike", x.shape, value, { dtype: x.dtype }) as Tensor as Tensor<S, D>; // the shape of x
}

/** Zeros in the shape and dtype of `x`. */
export function zerosLike<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return new Tensor<S, D>(x.shape, x.dtype, allocate(x.dtype, x.size) as Tensor<S, D>["data"]); // allocated for that dtype
}

/** Ones in the shape and dtype of `x`. */
export function onesLike<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return fullLike(x, 1);
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
  const columns = options.columns ?? n;
  const [rows] = checkShape("eye", [n, columns]);
  return generated("eye", [n, columns], options, (data) => {
    for (let i = 0; i < Math.min(rows!, columns); i++) data[i * columns + i] = 1;
  });
}

/**
 * Evenly spaced numbers from `start` (default 0) up to, not including, `stop`.
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
  third: ArangeOptions<D> = {},
): Tensor<[number], NoInfer<D>> {
  const [start, stop, options] = typeof second === "number" ? [first, second, third] : [0, first, second ?? {}];
  const step = options.step ?? 1;
  for (const value of [start, stop, step]) requireFinite("arange", "start, stop and step", value);
  if (step === 0) throw new DomainError("arange: step must not be 0, got 0.");
  const n = Math.max(0, Math.ceil((stop - start) / step));
  return sequence("arange", n, options, (i) => start + i * step);
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
  for (const value of [start, stop]) requireFinite("linspace", "start and stop", value);
  checkShape("linspace", [n]);
  // The last is set, not computed: start + (n − 1) step may miss it by a rounding.
  return sequence("linspace", n, options, (i) =>
    i === n - 1 && n > 1 ? stop : start + (i * (stop - start)) / (n - 1 || 1),
  );
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
  for (const value of [start, stop]) requireFinite("logspace", "start and stop", value);
  const base = options.base ?? 10;
  if (!(base > 0 && Number.isFinite(base)))
    throw new DomainError(`logspace: base must be finite and above 0, got ${formatReceived(base)}.`);
  const exponents = linspace(start, stop, n, { dtype: "float64" }).data;
  return sequence("logspace", n, options, (i) => base ** exponents[i]!);
}

function requireFinite(where: string, what: string, value: unknown): void {
  if (!Number.isFinite(value)) throw new DomainError(`${where}: ${what} must be finite, got ${formatReceived(value)}.`);
}

function filled<S extends Shape, D extends DType>(
  where: string,
  shape: readonly number[],
  value: number,
  options: TensorOptions<D>,
): Tensor<Made<S>, D> {
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
  const dtype: DType = options.dtype ?? "float32";
  checkDType(where, dtype);
  const sizes = checkShape(where, shape);
  const data = allocate(dtype, sizeOf(sizes));
  fill(data, dtype);
  return made(where, sizes, dtype, data, options.requiresGrad) as Tensor as Tensor<S, D>; // the shape and dtype asked for
}

function made(where: string, shape: readonly number[], dtype: DType, data: Data, requiresGrad = false): Tensor {
  const result: Tensor = new Tensor(shape, dtype, data);
  if (requiresGrad) requireGradient(where, result);
  return result;
}

/** @throws GradientError for int32 and bool, which have no derivative. */
export function requireGradient(where: string, x: Tensor): void {
  if (!isFloat(x.dtype)) {
    const hint = 'Use { dtype: "float32" }.';
    throw new GradientError(`${where}: requiresGrad needs dtype float32 or float64, got ${x.dtype}. ${hint}`);
  }
  x.requiresGrad = true;
}
