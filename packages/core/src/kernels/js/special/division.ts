/**
 * `⌊a / b⌋` of the exact quotient: the rounded quotient may lie on the other side of a whole number (`1 / 0.1` is 10, but ten times
 * the float64 next to 0.1 is more than 1).
 *
 * @see Python's and NumPy's floor division, whose algorithm this is.
 */
export function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && b < 0 !== rest < 0) quotient -= 1;
  if (quotient === 0) return isNegative(a) === isNegative(b) ? 0 : -0;
  const floored = Math.floor(quotient);
  return quotient - floored > 0.5 ? floored + 1 : floored;
}

/** `a − b ⌊a / b⌋`, exact, with the sign of `b`. */
export function remainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return isNegative(b) ? -0 : 0;
  return b < 0 === rest < 0 ? rest : rest + b;
}

/** Is the sign bit set? Of a NaN it is taken to be clear, since JavaScript does not show it. */
export function isNegative(x: number): boolean {
  return x < 0 || (x === 0 && 1 / x < 0);
}
