import { DomainError } from "./errors.ts";
import { formatReceived } from "./shape/format.ts";

// What an argument may be, checked and said in one way in every package. Types refuse most of these calls already; a
// program in JavaScript, a value out of JSON and a misspelt option get here. Each check returns what it checked.

/** From where to where a number may lie; an end that is not given is infinite. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** May it not be `min` itself? */
  readonly minExcluded?: boolean;
  /** May it not be `max` itself? */
  readonly maxExcluded?: boolean;
}

/** Is there a greatest or least number that it may be? */
function describe(range: Range, noun: string): string {
  const { min, max, minExcluded = false, maxExcluded = false } = range;
  if (min !== undefined && max !== undefined) {
    const excluded = [...(minExcluded ? [min] : []), ...(maxExcluded ? [max] : [])].join(" and ");
    if (excluded === "") return `must be ${noun === "" ? "a number" : noun} in ${min} … ${max}`;
    return `must be${noun === "" ? "" : ` ${noun}`} in ${min} … ${max}, ${excluded} excluded`;
  }
  const finite = noun === "" ? "a finite number" : noun;
  if (min !== undefined) return `must be ${finite} ${minExcluded ? `above ${min}` : `from ${min} on`}`;
  if (max !== undefined) return `must be ${finite} ${maxExcluded ? `below ${max}` : `up to ${max}`}`;
  return `must be ${finite}`;
}

function lies(value: number, { min, max, minExcluded = false, maxExcluded = false }: Range): boolean {
  if (min !== undefined && (minExcluded ? value <= min : value < min)) return false;
  return !(max !== undefined && (maxExcluded ? value >= max : value > max));
}

function refuse(where: string, argument: string, expected: string, value: unknown, advice?: string): never {
  throw new DomainError({ where, argument, expected, received: formatReceived(value), advice });
}

/**
 * A finite number in a range.
 *
 * @throws {@link DomainError} if it is none.
 * @example
 * ```ts
 * inRange("dropout", "p", 0.5, { min: 0, max: 1, maxExcluded: true }); // => 0.5
 * ```
 */
export function inRange(where: string, argument: string, value: unknown, range: Range): number {
  if (typeof value !== "number" || !Number.isFinite(value) || !lies(value, range))
    refuse(where, argument, describe(range, ""), value);
  return value;
}

/**
 * A finite number.
 *
 * @throws {@link DomainError} if it is none.
 * @example
 * ```ts
 * finite("arange", "step", 0.5); // => 0.5
 * ```
 */
export function finite(where: string, argument: string, value: unknown): number {
  return inRange(where, argument, value, {});
}

/**
 * A whole number in a range, at most 2⁵³ − 1 in size: beyond that, neighbours are the same number.
 *
 * @throws {@link DomainError} if it is none.
 * @example
 * ```ts
 * whole("DataLoader", "batchSize", 32, { min: 1 }); // => 32
 * ```
 */
export function whole(where: string, argument: string, value: unknown, range: Range = {}): number {
  if (!Number.isSafeInteger(value) || !lies(value as number, range))
    refuse(where, argument, describe(range, "a whole number"), value);
  return value as number; // whole, as just checked
}

/**
 * True or false, and nothing that would pass for one of them.
 *
 * @throws {@link DomainError} if it is neither.
 * @example
 * ```ts
 * flag("sum", "keepDims", true); // => true
 * ```
 */
export function flag(where: string, argument: string, value: unknown): boolean {
  if (typeof value !== "boolean") refuse(where, argument, "must be true or false", value);
  return value;
}

/**
 * A function.
 *
 * @throws {@link DomainError} if it is none.
 * @example
 * ```ts
 * functionArgument("grad", "f", Math.sin) === Math.sin; // => true
 * ```
 */
export function functionArgument<F extends (...args: never) => unknown = (...args: never) => unknown>(
  where: string,
  argument: string,
  value: unknown,
): F {
  if (typeof value !== "function") refuse(where, argument, "must be a function", value);
  return value as F; // a function, as just checked; which one its type says
}

/**
 * One of several names.
 *
 * @throws {@link DomainError} if it is none of them, with the one that was probably meant.
 * @example
 * ```ts
 * oneOf("check", "mode", "forward", ["forward", "reverse"]); // => "forward"
 * ```
 */
export function oneOf<const Name extends string>(
  where: string,
  argument: string,
  value: unknown,
  names: readonly Name[],
): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const meant = typeof value === "string" ? nearest(value, names) : undefined;
  const advice = meant === undefined ? undefined : `Did you mean "${meant}"?`;
  return refuse(where, argument, `must be one of ${names.map((name) => `"${name}"`).join(", ")}`, value, advice);
}

/**
 * The options of a call, once it is known that there is none among them that the call does not know: a misspelt option
 * would otherwise be no option at all, without a word.
 *
 * @param options - A plain object, or `undefined`, which is one without options.
 * @throws {@link DomainError} if it is no plain object, or has an unknown key; with the one that was probably meant.
 * @example
 * ```ts
 * optionsOf("sum", { keepDims: true }, ["axis", "keepDims"]).keepDims; // => true
 * ```
 */
export function optionsOf(
  where: string,
  options: unknown,
  known: readonly string[],
): { readonly [name: string]: unknown } {
  if (options === undefined) return {};
  if (!isPlainObject(options)) {
    const example = known.length === 0 ? "{}" : `{ ${known[0]}: … }`;
    refuse(where, "options", `must be an object such as ${example}`, options);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const names = known.length === 0 ? "must be none" : `must be among ${known.join(", ")}`;
    const meant = nearest(name, known);
    const advice = meant === undefined ? undefined : `Did you mean ${meant}?`;
    throw new DomainError({ where, argument: "options", expected: names, received: name, advice });
  }
  return options;
}

/** Made by `{ … }` or without a prototype: neither an array nor an instance of a class. Of whichever realm. */
function isPlainObject(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What other libraries call it, and what people write for short. */
const abbreviations: { readonly [name: string]: readonly string[] } = {
  lr: ["learningRate"],
  wd: ["weightDecay"],
  eps: ["epsilon"],
  bs: ["batchSize"],
  betas: ["beta1", "beta2"],
  rho: ["alpha", "decay"],
  init: ["kernelInitializer", "initializer"],
  bias: ["useBias"],
  rate: ["p", "learningRate"],
  type: ["dtype"],
  dim: ["axis"],
  axes: ["axis"],
  axis: ["axes"],
  generator: ["rng", "seed"],
  random: ["rng", "seed", "shuffle"],
  random_state: ["seed"],
  test_size: ["testSize"],
  requires_grad: ["requiresGrad"],
};

/**
 * The known name that was probably meant: the same in other letter case or with underscores, an abbreviation of it, or the one that
 * the fewest changes of a letter lead to, at most one for each three letters.
 *
 * @example
 * ```ts
 * nearest("lr", ["momentum", "learningRate"]); // => "learningRate"
 * nearest("keepDim", ["axis", "keepDims"]); // => "keepDims"
 * ```
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replace(/[_\-\s]/g, "").toLowerCase();
  const same = known.find((other) => plain(other) === plain(name));
  if (same !== undefined) return same;
  const short = Object.hasOwn(abbreviations, name) ? abbreviations[name] : undefined;
  const long = short?.find((other) => known.includes(other));
  if (long !== undefined) return long;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of known) {
    const changes = editDistance(plain(name), plain(other), fewest);
    // Every letter of a short name can be changed into another name; then nothing is left of what was written.
    if (changes < fewest && changes < Math.max(name.length, other.length) - 1) [best, fewest] = [other, changes];
  }
  if (best !== undefined) return best;
  // "momentu" is one change away; "reg" or "kernelInit" is the beginning, or "Decay" the end, of one name only.
  const parts = known.filter((other) => {
    const [a, b] = [plain(name), plain(other)];
    return a.length >= 3 && (b.startsWith(a) || b.endsWith(a) || (b.length >= 3 && (a.startsWith(b) || a.endsWith(b))));
  });
  return parts.length === 1 ? parts[0] : undefined;
}

/** Letters inserted, deleted, replaced or exchanged with their neighbour, to make `b` of `a`; `limit` if it is that many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(limit, last[b.length]!);
}
