import { expMinusHalfSquare, expMinusSquare } from "./expMinusSquare.ts";
import { polynomial } from "./polynomial.ts";

// The coefficients come from test/tables/coefficients.py.

/** `erf(x)/x − 1` in powers of x², |x| < 1: the Taylor series, whose next term is below 2⁻⁵⁷. */
const ERF_NEAR_0: readonly number[] = [
  0.1283791670955126, -0.37612638903183754, 0.11283791670955126, -0.026866170645131252, 0.005223977625442188,
  -0.0008548327023450853, 0.00012055332981789664, -1.492565035840625e-5, 1.6462114365889248e-6, -1.6365844691234924e-7,
  1.4807192815879218e-8, -1.2290555301717928e-9, 9.422759064650411e-11, -6.7113668551641105e-12, 4.4632242632864775e-13,
  -2.7835162072109215e-14, 1.6342614095367152e-15, -9.063970842808673e-17,
];

/** `(1 + 2x) e^(x²) erfc(x)` in powers of `(x − 5)/(x + 4)`, which maps 0.5 … ∞ to −1 … 1. */
const SCALED_ERFC: readonly number[] = [
  1.217751015063755, -0.11926270752256944, 0.02507916843850137, 0.023265926756401597, -0.037224599565017,
  0.03218454560460438, -0.020947833299970995, 0.010905934847371524, -0.004529247138011785, 0.0014194217311065754,
  -0.00027394075845497967, -7.208827304184199e-6, 2.587286143313156e-5, -7.464196095658548e-6, -3.8254480710899144e-7,
  8.522919317609602e-7, -1.499831874179246e-7, -6.480182574562123e-8, 2.779466350508429e-8, 3.5553797563333196e-9,
  -3.376825176296505e-9, -7.737095398015662e-11, 2.4860373160783016e-10, -6.7992059352017725e-12,
];

/** The error function `2/√π ∫₀ˣ e^(−t²) dt`. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 1) return x + x * polynomial(ERF_NEAR_0, x * x);
  // From 6 on erfc is below half an ulp of 1.
  if (size > 6) return Math.sign(x);
  const y = 1 - erfc(size);
  return x < 0 ? -y : y;
}

/**
 * The complement `1 − erf(x)`, with its relative accuracy where it is tiny: `erfc(26)` is 5.7e-296.
 *
 * @see Shepherd and Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x", 1981: the idea of the scaled function.
 */
export function erfc(x: number): number {
  if (x < 0.5) return x > -1 ? 1 - erf(x) : 1 + erf(-x);
  return x > 28 ? 0 : expMinusSquare(x) * erfcx(x);
}

/** The scaled complement `e^(x²) erfc(x)`; from x = −26.7 downwards it overflows to Infinity. */
export function erfcx(x: number): number {
  if (x < 0.5) {
    // e^(x²) is 1/e^(−x²), which keeps its accuracy.
    return x < -26.7 ? Infinity : erfc(x) / expMinusSquare(x);
  }
  // (1 + 2x) overflows for the largest x, where the scaled function is 1/(x√π).
  if (x > 1e10) return Math.sqrt(1 / Math.PI) / x;
  return polynomial(SCALED_ERFC, (x - 5) / (x + 4)) / (1 + 2 * x);
}

/**
 * The normal distribution function `Φ(x) = erfc(−x/√2)/2`, with its relative accuracy in the lower tail.
 *
 * Not written with `erfc`: rounding x/√2 would be amplified by x², 450 ulp at x = −30. `erfcx` barely depends on that rounding, and the
 * exponential takes x itself.
 */
export function normalCdf(x: number): number {
  const z = -x * Math.SQRT1_2;
  if (z < 0.5) return 0.5 * erfc(z);
  return x < -40 ? 0 : 0.5 * expMinusHalfSquare(x) * erfcx(z);
}
