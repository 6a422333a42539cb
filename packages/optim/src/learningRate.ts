import { DomainError, formatReceived } from "@tapegrad/core";

/** A learning rate that changes: from the number of steps taken so far, 0 before the first, to the rate of the next step. */
export type Schedule = (step: number) => number;

/** @throws DomainError unless `rate` is a finite number from 0 on, or a function. */
export function requireLearningRate(where: string, rate: unknown): asserts rate is number | Schedule {
  if (typeof rate === "function" || isNonNegative(rate)) return;
  throw new DomainError(
    `${where}: learningRate must be a finite number from 0 on, or a schedule (step) => rate, got ${formatReceived(rate)}.`,
  );
}

/** The rate of a step. @throws DomainError if the schedule gives no such number. */
export function rateAt(where: string, rate: number | Schedule, step: number): number {
  if (typeof rate === "number") return rate;
  const value: unknown = rate(step);
  if (isNonNegative(value)) return value;
  throw new DomainError(
    `${where}: learningRate(${step}) must be a finite number from 0 on, got ${formatReceived(value)}.`,
  );
}

function isNonNegative(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
