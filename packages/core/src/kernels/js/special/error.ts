/**
 * `e^(−x²)`. The square is taken apart into a part that float64 holds exactly and a small rest: its rounding error, up to half a unit in
 * the last place of x², would be a relative error x² times as large in the result.
 */
export function gauss(x: number): number {
  if (!(Math.abs(x) < 28)) return Number.isNaN(x) ? x : 0;
  const high = Math.fround(x);
  return Math.exp(-high * high) * Math.exp((high - x) * (high + x));
}

/** `2/√π − 1`. */
const twoOverRootPiLess1 = 0.1283791670955126;

/** `erf x = 2/√π ∫₀ˣ e^(−t²) dt`, odd in x. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 1) {
    // 2/√π Σₖ (−1)ᵏ x²ᵏ⁺¹ / (k! (2k + 1)), as x + x · (a small rest): multiplying x by a rounded 2/√π and a rounded sum is 3.8 ulp off.
    const square = x * x;
    let power = 1;
    let rest = 0;
    for (let k = 1; k < 24; k++) {
      power *= -square / k;
      rest += power / (2 * k + 1);
    }
    return x + x * (twoOverRootPiLess1 + (2 / Math.sqrt(Math.PI)) * rest);
  }
  if (Number.isNaN(x)) return x;
  return x < 0 ? erfc(size) - 1 : 1 - erfc(size);
}

/** `erfc x = 1 − erf x`, to the last digits also where it is small. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0.5) return x < -1 ? 2 - erfc(-x) : 1 - erf(x);
  return gauss(x) * scaledTail(x);
}

/**
 * `e^(x²) erfc x` for x ≥ 0, by the Chebyshev series of `(1 + 2x) e^(x²) erfc x`, smooth up to infinity, in t = (x − 4) / (x + 4).
 * The coefficients were computed with 50 digits (mpmath).
 */
function scaledTail(x: number): number {
  const t = x === Infinity ? 1 : (x - 4) / (x + 4);
  // Clenshaw's recurrence.
  let [b1, b2] = [0, 0];
  for (let k = tailSeries.length - 1; k > 0; k--) [b1, b2] = [2 * t * b1 - b2 + tailSeries[k]!, b1];
  return (t * b1 - b2 + tailSeries[0]!) / (1 + 2 * x);
}

const tailSeries: readonly number[] = [
  1.1774832005374487, -0.007260796620301901, -0.081265123236185, 0.06009212804122225, -0.02875393558027666,
  0.01059566336347286, -0.003136927294554264, 0.0007456494372536184, -0.0001369696503010054, 1.7183861600300937e-5,
  -7.158364623450346e-7, -2.4261399442449534e-7, 5.5765709395703566e-8, -2.1057869513809494e-9, -1.1717889351884957e-9,
  1.9098355172456688e-10, 1.408871764208813e-11, -6.901108320480815e-12, 9.167958364111294e-14, 2.1454508286554553e-13,
  -1.4716575027010623e-14, -6.668675118770408e-15, 7.504598509880083e-16, 2.22009300666632e-16, -3.1704898956330886e-17,
  -8.193570309884333e-18, 1.2459819733129574e-18,
];
