import { DomainError, formatReceived } from "@tapegrad/core";

/** @throws DomainError unless a value is one of those there are, which need not be names. */
export function checkChoice(where: string, name: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  const list = choices.map(formatReceived).join(" or ");
  throw new DomainError(`${where}: ${name} must be ${list}, got ${formatReceived(value)}.`);
}
