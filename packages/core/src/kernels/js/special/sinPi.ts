/** The part of π that does not fit into a double. */
const PI_LOW = 1.2246467991473532e-16;

/** `sin(πx)`: exactly 0 at whole x, ±1 halfway; `πx` itself could not be formed so that this holds. */
export function sinPi(x: number): number {
  const size = Math.abs(x);
  // size mod 2, in −1 … 1: the subtraction is exact.
  let rest = size - 2 * Math.round(size / 2);
  if (rest > 0.5) rest = 1 - rest;
  else if (rest < -0.5) rest = -1 - rest;
  const y = rest > 0.25 ? cosOfPi(0.5 - rest) : rest < -0.25 ? -cosOfPi(0.5 + rest) : sinOfPi(rest);
  return x < 0 || Object.is(x, -0) ? -y : y + 0;
}

/** `cos(πx)`: exactly 0 halfway between whole numbers, ±1 at them. */
export function cosPi(x: number): number {
  const size = Math.abs(x);
  const rest = Math.abs(size - 2 * Math.round(size / 2));
  if (rest <= 0.25) return cosOfPi(rest);
  if (rest < 0.75) return sinOfPi(0.5 - rest);
  return -cosOfPi(1 - rest);
}

/** |x| ≤ 0.25. The error of π is a tenth of an ulp of the result, and is taken back: sin(a + b) ≈ sin a + b. */
function sinOfPi(x: number): number {
  return Math.sin(Math.PI * x) + PI_LOW * x;
}

function cosOfPi(x: number): number {
  return Math.cos(Math.PI * x);
}
