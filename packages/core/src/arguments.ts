import { DomainError, TapegradError } from "./errors.ts";
import { formatReceived } from "./shape/format.ts";

/** What a number may be. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly minExcluded?: boolean;
  readonly maxExcluded?: boolean;
}

export function inRange(where: string, argument: string, value: unknown, range: Range): number {
  const { min = -Infinity, max = Infinity } = range;
  if (
    typeof value === "number" &&
    !Number.isNaN(value) &&
    (range.minExcluded ? value > min : value >= min) &&
    (range.maxExcluded ? value < max : value <= max)
  )
    return value;
  throw new DomainError(
    `${where}: ${argument} must be in ${min} … ${max}${range.maxExcluded ? `, ${max} excluded` : ""}, got ${formatReceived(value)}.`,
  );
}

export function flag(where: string, argument: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new DomainError(`${where}: ${argument} must be true or false, got ${formatReceived(value)}.`);
}

export function oneOf<const V extends string>(where: string, argument: string, value: unknown, names: readonly V[]): V {
  if (names.includes(value as V)) return value as V;
  throw new DomainError(`${where}: ${argument} must be one of ${names.join(", ")}, got ${formatReceived(value)}.`);
}

export function optionsOf(
  where: string,
  options: unknown,
  known: readonly string[],
): { readonly [name: string]: unknown } {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TapegradError(`${where}: options must be an object, got ${formatReceived(options)}.`);
  for (const key of Object.keys(options))
    if (!known.includes(key)) throw new TapegradError(`${where}: there is no option ${JSON.stringify(key)}.`);
  return options as { readonly [name: string]: unknown };
}
