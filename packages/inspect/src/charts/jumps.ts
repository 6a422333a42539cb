/** Halvings after which an interval is so short that a continuous function hardly changes in it: a millionth of a sample's width. */
const halvings = 20;

/**
 * Between which neighbours a function jumps, as at a pole or where a step is.
 *
 * An interval in which the value changes by more than a hundredth of its whole range is halved again and again, always into
 * the half with the greater change. In a continuous function the change goes to 0; where a fifth of it is left, there is a jump.
 *
 * @param f - Values at many x at once.
 * @param xs - Ascending.
 * @param ys - The values there.
 * @returns For each but the last x, whether there is a jump before the next one.
 */
export function jumpsBetween(
  f: (xs: readonly number[]) => readonly number[],
  xs: readonly number[],
  ys: readonly number[],
): boolean[] {
  const finite = ys.filter(Number.isFinite).sort((a, b) => a - b);
  // Of the middle values: beside a pole, the whole range says nothing about the rest.
  const quantile = (part: number): number => finite[Math.floor(part * (finite.length - 1))] ?? 0;
  const range = quantile(0.95) - quantile(0.05);
  const intervals = xs
    .slice(1)
    .map((x, i) => ({
      i,
      x: [xs[i]!, x] as const,
      y: [ys[i]!, ys[i + 1]!] as const,
      first: Math.abs(ys[i + 1]! - ys[i]!),
    }))
    .filter(({ first }) => Number.isFinite(first) && first > range / 100);
  let open = intervals;
  for (let k = 0; k < halvings && open.length > 0; k++) {
    const middles = open.map(({ x: [a, b] }) => (a + b) / 2);
    const values = f(middles);
    open = open.flatMap((interval, j) => {
      const { x, y } = interval;
      const [middle, value] = [middles[j]!, values[j]!];
      // Not finite in between: a pole. That interval is not halved further, and stays one with a jump.
      if (!Number.isFinite(value)) return [];
      const lower = Math.abs(value - y[0]) >= Math.abs(y[1] - value);
      const half = lower
        ? { ...interval, x: [x[0], middle] as const, y: [y[0], value] as const }
        : { ...interval, x: [middle, x[1]] as const, y: [value, y[1]] as const };
      intervals[intervals.findIndex(({ i }) => i === interval.i)] = half;
      return [half];
    });
  }
  const jumps = xs.slice(1).map(() => false);
  for (const { i, y, first } of intervals) jumps[i] = Math.abs(y[1] - y[0]) > first / 5;
  return jumps;
}
