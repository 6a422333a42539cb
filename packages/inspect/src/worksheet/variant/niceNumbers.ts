import type { Rng } from "@tapegrad/core";

/**
 * Other numbers of the same kind, with few digits: whole ones in the place of whole ones, otherwise tenths; positive ones in the place of
 * positive ones, and within 0 … 1 where all were. None is 0. Targets, of which every number is 0 or 1, stay as they are.
 */
export function niceNumbers(values: readonly number[], { isParameter }: { isParameter: boolean }, rng: Rng): number[] {
  if (!isParameter && values.every((value) => value === 0 || value === 1)) return [...values];
  const areWhole = values.every(Number.isInteger);
  const arePositive = values.every((value) => value > 0);
  const areParts = !areWhole && values.every((value) => value >= 0 && value <= 1);
  const most = areWhole ? 5 : areParts ? 9 : 15;
  return values.map(() => {
    const size = 1 + Math.floor(rng.next() * most);
    const isNegative = rng.next() < 0.5 && !arePositive && !areParts;
    const value = areWhole ? size : size / 10;
    return isNegative ? -value : value;
  });
}
