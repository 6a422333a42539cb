import { DomainError, formatReceived } from "@tapegrad/core";

/** @throws DomainError unless `value` is a finite number from 0 on. */
export function requireNonNegative(where: string, name: string, value: unknown): void {
  if (!isNonNegative(value))
    throw new DomainError(`${where}: ${name} must be a finite number from 0 on, got ${formatReceived(value)}.`);
}

/** @throws DomainError unless `value` is in 0 … 1: how much of something old is kept. */
export function requireFraction(where: string, name: string, value: unknown): void {
  if (!isNonNegative(value) || value > 1)
    throw new DomainError(`${where}: ${name} must be a number in 0 … 1, got ${formatReceived(value)}.`);
}

/** As {@link requireFraction} without 1, at which the correction 1 − βᵗ of the bias would be 0. */
export function requireBeta(where: string, name: string, value: unknown): void {
  if (!isNonNegative(value) || value >= 1)
    throw new DomainError(`${where}: ${name} must be a number from 0 on and below 1, got ${formatReceived(value)}.`);
}

/** @throws DomainError unless `value` is true or false. */
export function requireBoolean(where: string, name: string, value: unknown): void {
  if (typeof value !== "boolean")
    throw new DomainError(`${where}: ${name} must be true or false, got ${formatReceived(value)}.`);
}

export function isNonNegative(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
