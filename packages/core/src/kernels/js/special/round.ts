/** The nearest whole number, the even one of two that are equally near: rounding errors of halves cancel. −0 stays. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const above = x - floor; // exact
  if (above < 0.5) return floor === 0 && (x < 0 || Object.is(x, -0)) ? -0 : floor;
  if (above > 0.5 || floor % 2 !== 0) return x < 0 && floor === -1 ? -0 : floor + 1;
  return above === 0.5 ? floor : x;
}
