import { DomainError, formatReceived, Tensor, whole } from "@tapegrad/core";
import { numberList, sameLength } from "./numbers.ts";
import { optionalText } from "./options.ts";

/** Names of n classes: what a user gave, or their numbers. */
export function classNames(where: string, given: unknown, n: number): readonly string[] {
  if (given === undefined) return Array.from({ length: n }, (_, i) => String(i));
  return nameList(where, "classes", given, n, "the number of classes");
}

/** Names, as many as there are of what they name. */
export function nameList(where: string, argument: string, given: unknown, n: number, of: string): readonly string[] {
  if (!Array.isArray(given))
    throw new DomainError({ where, argument, expected: "must be a list of names", received: formatReceived(given) });
  sameLength(where, argument, given.length, n, of);
  return given.map((name, i) => optionalText(where, `${argument}[${i}]`, name) ?? "");
}

/** One class for each of n examples: whole numbers from 0 on. */
export function classList(
  where: string,
  argument: string,
  value: unknown,
  n: number,
  options: { readonly of: string; readonly classes?: number | undefined },
): readonly number[] {
  // Labels often come as [n, 1], as binary targets do.
  const flat = value instanceof Tensor && value.ndim === 2 && value.shape[1] === 1 ? value.flatten() : value;
  const list = numberList(where, argument, flat);
  sameLength(where, argument, list.length, n, options.of);
  const range = options.classes === undefined ? { min: 0 } : { min: 0, max: options.classes - 1 };
  return list.map((label, i) => whole(where, `${argument}[${i}]`, label, range));
}

/** What to call a class: its name if there are names, or its number. */
export function classNamesFor(where: string, given: unknown): (label: number) => string {
  if (given === undefined) return String;
  const names = classNames(where, given, Array.isArray(given) ? given.length : 0);
  return (label) => names[label]!;
}

/** What to call the units of a layer: what a user gave, or their numbers. */
export function unitNames(where: string, given: unknown, units: number): readonly string[] {
  if (given !== undefined) return nameList(where, "names", given, units, "the number of units");
  // Below pictures as small as those of so many units, there is no room for the word.
  return Array.from({ length: units }, (_, j) => (units > 40 ? String(j) : `unit ${j}`));
}
