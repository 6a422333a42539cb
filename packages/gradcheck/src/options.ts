import { DomainError, formatReceived } from "@tapegrad/core";

// Until core has one for all packages: the names of options, checked in one place.

/** @throws DomainError for an option that is not known, naming the nearest that is. */
export function checkOptionNames(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new DomainError(`${where}: options must be an object, got ${formatReceived(options)}.`);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const nearest = nearestOf(name, known);
    const hint = nearest === null ? "" : ` Did you mean ${nearest}?`;
    throw new DomainError(`${where}: options must be among ${known.join(", ")}, got ${formatReceived(name)}.${hint}`);
  }
}

/** @throws DomainError unless a value is one of those there are. */
export function checkChoice(where: string, name: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  const list = choices.map(formatReceived).join(" or ");
  throw new DomainError(`${where}: ${name} must be ${list}, got ${formatReceived(value)}.`);
}

/** @throws DomainError unless a value is a whole number from `least` on. */
export function checkCount(where: string, name: string, value: unknown, least = 1): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  throw new DomainError(`${where}: ${name} must be a whole number from ${least} on, got ${formatReceived(value)}.`);
}

/** The known name that is fewest letters away, if that is at most a third of them. */
function nearestOf(name: string, known: readonly string[]): string | null {
  let [nearest, least]: [string | null, number] = [null, Math.max(2, Math.ceil(name.length / 3)) + 1];
  for (const other of known) {
    const distance = editDistance(name.toLowerCase(), other.toLowerCase());
    if (distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}

/** Letters to insert, remove or replace (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
