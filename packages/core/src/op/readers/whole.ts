import { numbers } from "./numbers.ts";

/**
 * The algebra on int32: sums and products wrap modulo 2³², where a float64 product would have lost the low digits, which are the
 * ones that stay. Operations that leave the whole numbers are those of {@link numbers}; the tensor's storage cuts their fraction off.
 */
export const wholeNumbers: typeof numbers = {
  ...numbers,
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: Math.imul,
  square: (x) => Math.imul(x, x),
  neg: (x) => -x | 0,
  abs: (x) => Math.abs(x) | 0,
  chain: Math.imul,
  floorDivide: (a, b) => numbers.floorDivide(a, b) | 0,
  remainder: (a, b) => numbers.remainder(a, b) | 0,
  pow: wholePower,
};

/** `aᵇ` modulo 2³², by repeated squaring; `b < 0` leaves the whole part of the fraction. */
function wholePower(a: number, b: number): number {
  if (b < 0) return Math.trunc(a ** b) | 0; // | 0: 0 to a negative power is infinite
  let power = 1;
  for (let square = a, rest = b; rest > 0; rest = Math.floor(rest / 2), square = Math.imul(square, square)) {
    if (rest % 2 === 1) power = Math.imul(power, square);
  }
  return power;
}
