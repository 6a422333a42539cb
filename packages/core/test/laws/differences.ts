/** A derivative found by differences: its value, and how far it may be from the truth. */
export interface Slope {
  readonly value: number;
  readonly error: number;
}

const steps = 6;

/**
 * The derivative of `f` at 0 by central differences, extrapolated to step 0.
 *
 * `(f(h) − f(−h)) / 2h` is off by a series in h². Neville's table over steps halved each time removes its terms one by one; of
 * all entries the one is taken that differs least from its two parents, and that difference is the error (Ridders 1982). What
 * extrapolation cannot remove is the rounding of f, which a difference divides by the step: `2⁻⁵³ · magnitude / h`, times what
 * the tables of two functions may have lost before.
 *
 * @param room - The largest step.
 * @param magnitude - Of the terms that f adds up.
 * @see Ridders, "Accurate computation of F′(x) and F′(x) F″(x)", Advances in Engineering Software 4(2), 1982.
 */
export function slopeAt0(f: (s: number) => number, room: number, magnitude: number): Slope {
  const table: number[][] = [];
  let best: Slope = { value: Number.NaN, error: Infinity };
  for (let i = 0; i < steps; i++) {
    const h = room / 2 ** i;
    const row = [(f(h) - f(-h)) / (2 * h)];
    for (let j = 1; j <= i; j++) {
      const [here, above] = [row[j - 1]!, table[i - 1]![j - 1]!];
      const value = here + (here - above) / (4 ** j - 1);
      row.push(value);
      const error = Math.max(Math.abs(value - here), Math.abs(value - above));
      if (error < best.error) best = { value, error };
    }
    table.push(row);
  }
  const rounding = (64 * 2 ** -53 * magnitude) / (room / 2 ** (steps - 1));
  // Twice the difference of the parents: it estimates, it does not bound.
  return { value: best.value, error: 2 * best.error + rounding };
}
