import { DomainError, formatReceived, optionsOf } from "@tapegrad/core";
import { requireLearningRate, type Schedule } from "./learningRate.ts";

/** One option of an optimizer: its default, and what it may be. */
export interface OptionKind<T> {
  readonly ifAbsent: T;
  /** @throws DomainError if `value` is nothing that the option may be. */
  check(where: string, name: string, value: unknown): void;
}

/** Every option of an optimizer, once: its doc stands in the interface `O`, its default and its range here. */
export type OptionTable<O> = { readonly [K in keyof O]-?: OptionKind<NonNullable<O[K]>> };

/** Options with every default filled in. */
export type Resolved<O> = { readonly [K in keyof O]-?: NonNullable<O[K]> };

/**
 * What a caller gave, with defaults for the rest.
 *
 * @throws TapegradError for an option that is not in the table; DomainError for one out of range.
 */
export function resolveOptions<O extends object>(
  where: string,
  table: OptionTable<O>,
  given: O | undefined,
): Resolved<O> {
  const names = Object.keys(table) as (keyof O & string)[]; // those of the table are those of its type
  const options = optionsOf(where, given, names);
  const resolved: { [name: string]: unknown } = {};
  for (const name of names) {
    const value = options[name];
    if (value !== undefined) table[name].check(where, name, value);
    resolved[name] = value === undefined ? table[name].ifAbsent : value;
  }
  return resolved as Resolved<O>;
}

/** A learning rate: from 0 on, or a schedule. */
export function rate(ifAbsent: number): OptionKind<number | Schedule> {
  return { ifAbsent, check: (where, _, value) => requireLearningRate(where, value) };
}

/** A finite number from 0 on. */
export function nonNegative(ifAbsent: number): OptionKind<number> {
  return numeric(ifAbsent, "a finite number from 0 on", () => true);
}

/** A number in 0 … 1: how much of something old is kept. */
export function fraction(ifAbsent: number): OptionKind<number> {
  return numeric(ifAbsent, "a number in 0 … 1", (value) => value <= 1);
}

/** As {@link fraction} without 1, at which the correction 1 − βᵗ of the bias would be 0. */
export function beta(ifAbsent: number): OptionKind<number> {
  return numeric(ifAbsent, "a number from 0 on and below 1", (value) => value < 1);
}

/** True or false. */
export function toggle(ifAbsent: boolean): OptionKind<boolean> {
  return {
    ifAbsent,
    check(where, name, value) {
      if (typeof value !== "boolean")
        throw new DomainError(`${where}: ${name} must be true or false, got ${formatReceived(value)}.`);
    },
  };
}

function numeric(ifAbsent: number, must: string, holds: (value: number) => boolean): OptionKind<number> {
  return {
    ifAbsent,
    check(where, name, value) {
      if (typeof value !== "number" || !Number.isFinite(value) || value < 0 || !holds(value))
        throw new DomainError(`${where}: ${name} must be ${must}, got ${formatReceived(value)}.`);
    },
  };
}
