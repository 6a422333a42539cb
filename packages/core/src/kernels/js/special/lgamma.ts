import { polynomial } from "./polynomial.ts";
import { sinPi } from "./sinPi.ts";

// The coefficients come from test/tables/coefficients.py.

/** `lgamma(x) / ((x − 1)(x − 2))` on 0.75 … 1.5, in powers of `(x − 1.125)/0.375`. */
const AROUND_1: readonly number[] = [
  0.5487833977237905, -0.07918246284681596, 0.016819201187235046, -0.004162156505750735, 0.0011130018726314152,
  -0.000311424255708572, 8.972310532967771e-5, -2.638032382869539e-5, 7.873271432292637e-6, -2.3770533079442154e-6,
  7.243009263739354e-7, -2.2237280597730623e-7, 6.871543197318739e-8, -2.1345866122628995e-8, 6.644242059344728e-9,
  -2.081980950701471e-9, 6.759672583175529e-10, -2.1336637655569413e-10, 5.172700106953594e-11, -1.636686123211784e-11,
  1.1849468513051075e-11, -3.7839603723264535e-12,
];

/** The same on 1.5 … 3, in powers of `(x − 2.25)/0.75`. */
const AROUND_2: readonly number[] = [
  0.3995894876556691, -0.06441063566344575, 0.014213449664599836, -0.0035707605441645716, 0.0009622289503533653,
  -0.00027076146618303885, 7.842743106687982e-5, -2.3187394880057882e-5, 6.9601296853606485e-6, -2.1135805815356252e-6,
  6.477154144146298e-7, -1.9996411312369094e-7, 6.211830606288024e-8, -1.9392781946177796e-8, 6.063988637249566e-9,
  -1.9084124345482393e-9, 6.225303049948572e-10, -1.9722406542054364e-10, 4.7776849466291914e-11,
  -1.5168501314867927e-11, 1.1085958437633991e-11, -3.549096157907588e-12,
];

/** Stirling's series: `B₂ₖ / (2k (2k − 1))`. */
const STIRLING: readonly number[] = [
  0.08333333333333333, -0.002777777777777778, 0.0007936507936507937, -0.0005952380952380953, 0.0008417508417508417,
  -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242, 0.17964437236883057,
];

const LN_PI = 1.1447298858494002;
const HALF_LN_2PI = 0.9189385332046728;

/**
 * `ln |Γ(x)|`. Infinity at 0, −1, −2 … and at ±Infinity.
 *
 * Relatively accurate for all x > −2, also around its zeros 1 and 2, which are factors of the approximation. Each further negative
 * interval has two zeros; near them the error is a few ulp of the terms that cancel, `ln |x|!` or less.
 */
export function lgamma(x: number): number {
  if (x >= 10) return stirling(x);
  if (x > 0) return lgammaUpTo10(x);
  if (Number.isNaN(x)) return NaN;
  if (x === Math.floor(x)) return Infinity;
  if (x > -20) {
    // Γ(x) = Γ(x + n) / (x (x + 1) … (x + n − 1)). The factors next to a pole are exact, which a reflection would need sin(πx) for.
    let product = 1;
    let shifted = x;
    while (shifted < 0) product *= shifted++;
    return lgammaUpTo10(shifted) - Math.log(Math.abs(product));
  }
  // Γ(x) Γ(−x) = −π / (x sin πx)
  return LN_PI - Math.log(Math.abs(sinPi(x))) - Math.log(-x) - lgamma(-x);
}

/** 0 < x < 10. */
function lgammaUpTo10(x: number): number {
  if (x < 0.75) return lgammaUpTo10(1 + x) - Math.log(x);
  if (x < 1.5) return (x - 1) * (x - 2) * polynomial(AROUND_1, (x - 1.125) / 0.375);
  if (x < 3) return (x - 1) * (x - 2) * polynomial(AROUND_2, (x - 2.25) / 0.75);
  let product = 1;
  let shifted = x;
  while (shifted >= 3) product *= --shifted;
  return Math.log(product) + lgammaUpTo10(shifted);
}

function stirling(x: number): number {
  // Far out the series has nothing to add; z² would only underflow.
  const z = 1 / x;
  return (x - 0.5) * (Math.log(x) - 1) + (HALF_LN_2PI - 0.5 + z * polynomial(STIRLING, z * z));
}
