import {
  type DType,
  DTypeError,
  defaultGenerator,
  type FloatDType,
  formatReceived,
  formatShape,
  full,
  type Rng,
  ShapeError,
  Tensor,
} from "@tapegrad/core";
import { byName } from "./arguments.ts";
import { sameShape } from "./sameShape.ts";

/** What an initializer gets besides the shape. */
export interface InitializerOptions {
  readonly rng: Rng;
  readonly dtype?: FloatDType | undefined;
}

/** First values of a parameter of that shape. */
export type Initializer = (shape: readonly number[], options: InitializerOptions) => Tensor;

/** Zeros. */
export function zeros(shape: readonly number[], { dtype = "float32" }: InitializerOptions): Tensor {
  return full<number[], DType>(shape, 0, { dtype });
}

/** Ones. */
export function ones(shape: readonly number[], { dtype = "float32" }: InitializerOptions): Tensor {
  return full<number[], DType>(shape, 1, { dtype });
}

/** `value` everywhere. */
export function constant(
  shape: readonly number[],
  { dtype = "float32", value }: InitializerOptions & { readonly value: number },
): Tensor {
  return full<number[], DType>(shape, value, { dtype });
}

/** Uniform in [low, high), default −0.05 to 0.05. */
export function uniform(
  shape: readonly number[],
  {
    rng,
    dtype = "float32",
    low = -0.05,
    high = 0.05,
  }: InitializerOptions & { readonly low?: number; readonly high?: number },
): Tensor {
  return rng.uniform<number[], FloatDType>(shape, { low, high, dtype });
}

/** Normal, default mean 0 and standard deviation 0.05. */
export function normal(
  shape: readonly number[],
  {
    rng,
    dtype = "float32",
    mean = 0,
    std = 0.05,
  }: InitializerOptions & { readonly mean?: number; readonly std?: number },
): Tensor {
  return rng.normal<number[], FloatDType>(shape, { mean, std, dtype });
}

/** As {@link normal}, drawn again beyond two standard deviations. */
export function truncatedNormal(
  shape: readonly number[],
  {
    rng,
    dtype = "float32",
    mean = 0,
    std = 0.05,
  }: InitializerOptions & { readonly mean?: number; readonly std?: number },
): Tensor {
  return rng.truncatedNormal<number[], FloatDType>(shape, { mean, std, dtype });
}

/**
 * Uniform in ±√(6 / (fanIn + fanOut)): keeps the variance of activations and gradients alike from layer to layer.
 *
 * @see Glorot & Bengio (2010), equation 16.
 */
export function glorotUniform(shape: readonly number[], { rng, dtype }: InitializerOptions): Tensor {
  const { fanIn, fanOut } = fansOf("glorotUniform", shape);
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return uniform(shape, { rng, dtype, low: -bound, high: bound });
}

/** Normal with variance 2 / (fanIn + fanOut). See {@link glorotUniform}. */
export function glorotNormal(shape: readonly number[], { rng, dtype }: InitializerOptions): Tensor {
  const { fanIn, fanOut } = fansOf("glorotNormal", shape);
  return normal(shape, { rng, dtype, std: Math.sqrt(2 / (fanIn + fanOut)) });
}

/**
 * Uniform in ±√(6 / fanIn): the same for relu, which lets half of the variance through.
 *
 * @see He, Zhang, Ren & Sun (2015), section 2.2.
 */
export function heUniform(shape: readonly number[], { rng, dtype }: InitializerOptions): Tensor {
  const bound = Math.sqrt(6 / fansOf("heUniform", shape).fanIn);
  return uniform(shape, { rng, dtype, low: -bound, high: bound });
}

/** Normal with variance 2 / fanIn. See {@link heUniform}. */
export function heNormal(shape: readonly number[], { rng, dtype }: InitializerOptions): Tensor {
  return normal(shape, { rng, dtype, std: Math.sqrt(2 / fansOf("heNormal", shape).fanIn) });
}

/** How many numbers each output is computed from, and each input used for: a kernel is `[in, out]`. */
function fansOf(where: string, shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length !== 2)
    throw new ShapeError({
      where,
      argument: "a kernel",
      expected: "must have the shape [in, out]",
      received: formatShape(shape),
      advice: 'Use "normal" or "uniform".',
    });
  return { fanIn: Math.max(1, shape[0]!), fanOut: Math.max(1, shape[1]!) }; // of 0 there is nothing to draw, with any bound
}

const initializers = {
  zeros,
  ones,
  uniform,
  normal,
  truncatedNormal,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
} satisfies Record<string, Initializer>;

/** The names an option takes in place of an initializer. */
export type InitializerName = keyof typeof initializers;

/** The initializer an option means. */
export function resolveInitializer(
  where: string,
  argument: string,
  option: Initializer | InitializerName,
): Initializer {
  return typeof option === "function" ? option : byName(where, argument, initializers, option, "a function");
}

/**
 * First values of the parameter `name`.
 *
 * @throws DomainError if the initializer's name is not known, DTypeError if the dtype has no derivatives, ShapeError if another
 * shape comes out.
 */
export function firstValues(
  where: string,
  name: string,
  shape: readonly number[],
  option: Initializer | InitializerName,
  { rng, dtype = "float32" }: { readonly rng?: Rng | undefined; readonly dtype?: FloatDType | undefined },
): Tensor {
  const initializer = resolveInitializer(where, `${name}Initializer`, option);
  if (dtype !== "float32" && dtype !== "float64")
    throw new DTypeError({
      where,
      argument: "dtype",
      expected: "must be float32 or float64",
      received: formatReceived(dtype),
    });
  const values: unknown = initializer(shape, { rng: rng ?? defaultGenerator(), dtype });
  if (!(values instanceof Tensor) || !sameShape(values.shape, shape)) {
    const got = values instanceof Tensor ? formatShape(values.shape) : formatReceived(values);
    throw new ShapeError({
      where,
      argument: `the ${name} initializer`,
      expected: `must give shape ${formatShape(shape)}`,
      received: got,
    });
  }
  return values.cast(dtype); // an initializer of the user's may not look at it
}
