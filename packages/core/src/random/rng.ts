import alea, { type Alea } from "seedrandom/lib/alea.js";
import { DomainError, DTypeError, TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import { checkShape } from "../shape/sizes.ts";
import type { Made, Shape } from "../shape/types.ts";
import { allocate, type FloatDType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { drawTensor } from "./draw.ts";

/** All there is to know of a generator: what `Rng.from` continues from. Plain numbers, fit for JSON. */
export interface RngState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** The dtype of what is drawn. */
export interface RandomOptions<D extends FloatDType> {
  readonly dtype?: D;
}

/**
 * A reproducible generator of random tensors: the same seed gives the same numbers everywhere, always.
 *
 * @example
 * ```ts
 * const rng = new Rng(42);
 * rng.uniform([2, 3]).shape; // => [2, 3]
 * new Rng(1).permutation(100).toArray().toString() === new Rng(1).permutation(100).toArray().toString(); // => true
 * ```
 * @see Baagøe's Alea, as seedrandom ships it: a multiply-with-carry generator of period about 2¹¹⁶.
 */
export class Rng {
  private alea: Alea<RngState>;

  /** @param seed - A number or a text. Different seeds give unrelated sequences. */
  constructor(seed: number | string) {
    if (typeof seed !== "string" && !Number.isFinite(seed))
      throw new DomainError(`Rng: seed must be a finite number or a string, got ${formatReceived(seed)}.`);
    this.alea = alea<RngState>(String(seed), { state: true });
  }

  /** A generator that goes on where another was when its `state()` was read. */
  static from(state: RngState): Rng {
    for (const key of ["c", "s0", "s1", "s2"] as const) {
      if (!Number.isFinite(state?.[key]))
        throw new DomainError(`Rng.from: state must be what Rng.state() returned, got ${formatReceived(state)}.`);
    }
    const rng = new Rng(0);
    rng.alea = alea("", { state: { ...state } });
    return rng;
  }

  /** Where the generator is now. */
  state(): RngState {
    return { ...this.alea.state() };
  }

  /** @internal What puts it back to where it is now. */
  bookmark(): () => void {
    const state = this.state();
    return () => {
      this.alea = alea("", { state });
    };
  }

  /** A number in [0, 1) with all 53 bits of a float64 random. */
  next(): number {
    return this.alea.double();
  }

  /**
   * Uniform in [low, high), default [0, 1).
   *
   * @throws {@link DomainError} if the bounds are not finite in the dtype or `low > high`.
   */
  uniform<const S extends Shape, D extends FloatDType = "float32">(
    shape: readonly [...S],
    { low = 0, high = 1, dtype }: RandomOptions<D> & { readonly low?: number; readonly high?: number } = {},
  ): Tensor<Made<S>, NoInfer<D>> {
    if (!Number.isFinite(low) || !Number.isFinite(high) || low > high)
      throw new DomainError(`uniform: low and high must be finite, low ≤ high, got ${low} and ${high}.`);
    const double = dtype === "float64";
    const round = double ? (x: number) => x : Math.fround;
    checkRange("uniform", dtype, [low, high]);
    const width = high - low;
    // A width that overflows is taken apart.
    const at = Number.isFinite(width) ? (u: number) => low + width * u : (u: number) => low * (1 - u) + high * u;
    return this.draw("uniform", shape, dtype, `uniform in ${low} … ${high}`, (rng) => {
      // A float32 has room for 24 random bits: with more, numbers just below 1 would be rounded up to 1.
      const value = round(at(double ? rng.next() : Math.floor(rng.alea() * 0x1000000) / 0x1000000));
      // The largest of them may be rounded up to `high`, which is excluded. As in PyTorch it then counts as the lowest.
      return value < high ? value : low;
    });
  }

  /**
   * Normal with the given mean (0) and standard deviation (1).
   *
   * @throws {@link DomainError} if `std` is negative or one of them not finite in the dtype.
   */
  normal<const S extends Shape, D extends FloatDType = "float32">(
    shape: readonly [...S],
    { mean = 0, std = 1, dtype }: RandomOptions<D> & { readonly mean?: number; readonly std?: number } = {},
  ): Tensor<Made<S>, NoInfer<D>> {
    checkNormal("normal", mean, std);
    checkRange("normal", dtype, [mean, std]);
    return this.draw("normal", shape, dtype, `normal(${mean}, ${std}²)`, (rng) => mean + std * rng.gaussian());
  }

  /** Normal, drawn again until within two standard deviations of the mean. */
  truncatedNormal<const S extends Shape, D extends FloatDType = "float32">(
    shape: readonly [...S],
    { mean = 0, std = 1, dtype }: RandomOptions<D> & { readonly mean?: number; readonly std?: number } = {},
  ): Tensor<Made<S>, NoInfer<D>> {
    checkNormal("truncatedNormal", mean, std);
    checkRange("truncatedNormal", dtype, [mean, std]);
    return this.draw("truncatedNormal", shape, dtype, `normal(${mean}, ${std}²) within 2 ${std}`, (rng) => {
      let z = rng.gaussian();
      while (Math.abs(z) > 2) z = rng.gaussian();
      return mean + std * z;
    });
  }

  /**
   * Whole numbers, uniform in `low … high − 1` (`low` defaults to 0).
   *
   * @throws {@link DomainError} if the bounds are not whole, not those of an int32, or there is no number between them.
   */
  integers<const S extends Shape>(
    shape: readonly [...S],
    { low = 0, high }: { readonly low?: number; readonly high: number } = {} as never, // a missing `high` is found below
  ): Tensor<Made<S>, "int32"> {
    if (!Number.isInteger(low) || !Number.isInteger(high) || low >= high)
      throw new DomainError(`integers: low and high must be whole numbers, low < high, got ${low} and ${high}.`);
    if (low < -(2 ** 31) || high > 2 ** 31)
      throw new DomainError(`integers: low and high must be in -2147483648 … 2147483648, got ${low} and ${high}.`);
    const sample = (rng: Rng): number => low + Math.floor(rng.next() * (high - low));
    return this.fill("integers", shape, "int32", `whole, in ${low} … ${high - 1}`, sample);
  }

  /**
   * 1 with probability `p`, else 0.
   *
   * @throws {@link DomainError} unless 0 ≤ p ≤ 1.
   */
  bernoulli<const S extends Shape, D extends FloatDType = "float32">(
    shape: readonly [...S],
    p: number,
    { dtype }: RandomOptions<D> = {},
  ): Tensor<Made<S>, NoInfer<D>> {
    if (!(p >= 0 && p <= 1)) throw new DomainError(`bernoulli: p must be in 0 … 1, got ${formatReceived(p)}.`);
    return this.draw("bernoulli", shape, dtype, `1 with probability ${p}`, (rng) => (rng.next() < p ? 1 : 0));
  }

  /** The numbers 0 … n − 1 in random order, every order equally likely. */
  permutation<const N extends number>(n: N): Tensor<[N], "int32"> {
    checkShape("permutation", [n]);
    const order = allocate("int32", n, "permutation", [n]) as Int32Array;
    for (let i = 0; i < n; i++) order[i] = i;
    // Fisher and Yates, from the end.
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    return new Tensor<[N], "int32">([n], "int32", order);
  }

  /** One standard normal number by Box and Muller; its partner is not kept, so that the state says everything. */
  private gaussian(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next())); // 1 − u is never 0
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  private draw<S extends Shape, D extends FloatDType>(
    where: string,
    shape: readonly number[],
    dtype: D | undefined,
    distribution: string,
    sample: (rng: Rng) => number,
  ): Tensor<Made<S>, D> {
    if (dtype !== undefined && dtype !== "float32" && dtype !== "float64")
      throw new DTypeError(`${where}: dtype must be float32 or float64, got ${formatReceived(dtype)}.`);
    return this.fill(where, shape, dtype ?? "float32", distribution, sample) as Tensor as Tensor<Made<S>, D>; // "float32" is D's default
  }

  private fill<S extends Shape, D extends FloatDType | "int32">(
    where: string,
    shape: readonly number[],
    dtype: D,
    distribution: string,
    sample: (rng: Rng) => number,
  ): Tensor<Made<S>, D> {
    const drawing = { rng: this as Rng, shape: checkShape(where, shape), dtype, distribution, sample };
    return drawTensor(drawing) as Tensor as Tensor<Made<S>, D>; // the shape and dtype asked for
  }
}

/** @throws TapegradError if `value` is no generator. */
export function requireRng(where: string, value: unknown): asserts value is Rng {
  if (!(value instanceof Rng))
    throw new TapegradError(`${where}: rng must be an Rng, got ${formatReceived(value)}. Make one: new Rng(seed).`);
}

/** @throws DomainError for a number that would be ±∞ as float32, and so would all that are drawn. */
function checkRange(where: string, dtype: FloatDType = "float32", numbers: readonly number[]): void {
  const beyond = numbers.find((x) => dtype === "float32" && !Number.isFinite(Math.fround(x)));
  if (beyond !== undefined)
    throw new DomainError(`${where}: numbers must be finite as float32, got ${beyond}. Use dtype float64.`);
}

function checkNormal(where: string, mean: number, std: number): void {
  if (!Number.isFinite(mean) || !Number.isFinite(std) || std < 0)
    throw new DomainError(`${where}: mean must be finite and std finite and at least 0, got ${mean} and ${std}.`);
}

let defaultRng: Rng | null = null;

/** The generator that is used where none is given. Seeded with 0 until `manualSeed` says otherwise. */
export function defaultGenerator(): Rng {
  defaultRng ??= new Rng(0);
  return defaultRng;
}

/** Seeds the default generator: what is drawn from now on is the same for the same seed. */
export function manualSeed(seed: number | string): void {
  defaultRng = new Rng(seed);
}
