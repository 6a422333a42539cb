import { polynomial } from "./polynomial.ts";
import { cosPi, sinPi } from "./sinPi.ts";

// The coefficients come from test/tables/coefficients.py.

/** The positive zero of ψ, in two doubles, so that x − root keeps its relative accuracy. */
const ROOT = 1.4616321449683622;
const ROOT_LOW = 9.549995429965697e-17;

/** `ψ(x) / (x − root)` on 1 … 2, in powers of `2x − 3`. */
const OVER_ROOT: readonly number[] = [
  0.9510558760318328, -0.2118137106407303, 0.060135621060196744, -0.018550615381735115, 0.005936795278305649,
  -0.0019350666648590097, 0.0006368880303257201, -0.00021074841140458636, 6.995018873950506e-5, -2.325824239445257e-5,
  7.741232223504057e-6, -2.57809436305308e-6, 8.589127353033379e-7, -2.86315275846934e-7, 9.542050972688906e-8,
  -3.163020268955334e-8, 1.0542687624027994e-8, -3.7075072647122386e-9, 1.2358072433984831e-9, -2.7619635330317715e-10,
  9.206434499177992e-11, -8.498137230186096e-11, 2.832706668021759e-11,
];

/** `B₂ₖ / 2k`. */
const ASYMPTOTIC: readonly number[] = [
  0.08333333333333333, -0.008333333333333333, 0.003968253968253968, -0.004166666666666667, 0.007575757575757576,
  -0.021092796092796094, 0.08333333333333333, -0.4432598039215686,
];

/** Bernoulli numbers B₂, B₄ … */
const BERNOULLI: readonly number[] = [
  0.16666666666666666, -0.03333333333333333, 0.023809523809523808, -0.03333333333333333, 0.07575757575757576,
  -0.2531135531135531, 1.1666666666666667, -7.092156862745098, 54.971177944862156, -529.1242424242424,
];

/**
 * `ψ(x) = (ln Γ)′(x)`. As in PyTorch: −Infinity at 0, Infinity at −0, NaN at negative whole numbers.
 *
 * Relatively accurate for x > 0, also around its zero there. Below 0 one zero lies between any two poles; near it the error is a few
 * ulp of the terms that cancel, which are about ln |x|.
 */
export function digamma(x: number): number {
  if (x >= 10) {
    const z = 1 / x;
    return Math.log(x) - 0.5 * z - z * z * polynomial(ASYMPTOTIC, z * z);
  }
  if (x >= 2) {
    let sum = 0;
    let shifted = x;
    while (shifted >= 2) sum += 1 / --shifted;
    return sum + digamma(shifted);
  }
  if (x >= 1) return (x - ROOT - ROOT_LOW) * polynomial(OVER_ROOT, 2 * x - 3);
  if (x === 0) return -1 / x;
  if (x > -0.5) return digamma(1 + x) - 1 / x;
  // The poles, −Infinity and NaN itself.
  if (Number.isNaN(x) || x === Math.floor(x)) return NaN;
  return digamma(1 - x) - (Math.PI * cosPi(x)) / sinPi(x);
}

/**
 * The n-th derivative of ψ, for whole n ≥ 0: `ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! Σ (x + k)⁻ⁿ⁻¹` for n ≥ 1. At 0, −1, −2 … odd n give Infinity; even n
 * change sign there and give NaN (at 0: −Infinity, at −0: Infinity).
 */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  const odd = n % 2 === 1;
  if (x > 0) {
    const y = hurwitz(n, x);
    return odd ? y : -y;
  }
  if (Number.isNaN(x)) return NaN;
  if (x === Math.floor(x)) {
    if (x === -Infinity) return NaN;
    if (odd) return Infinity;
    return x === 0 ? -1 / x : NaN;
  }
  if (x > -0.5) {
    const y = hurwitz(n, 1 + x);
    const pole = factorialOverPower(n, x);
    return odd ? y + pole : -y - pole;
  }
  // (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − ψ⁽ⁿ⁾(x) = (d/dx)ⁿ π cot πx
  const y = polygamma(n, 1 - x);
  const cot = cotDerivative(n, x);
  return odd ? cot - y : y - cot;
}

/** `Σ n!/(x + k)ⁿ⁺¹` over k ≥ 0, for x > 0: first terms one by one, then the Euler-Maclaurin series of the rest. */
function hurwitz(n: number, x: number): number {
  if (x === Infinity) return 0;
  // From n + 15 on, the tenth term of the series is below 2⁻⁵³ of the first.
  const steps = Math.max(0, Math.ceil(n + 15 - x));
  const far = x + steps;
  const z = 1 / far;
  // (n−1)!/farⁿ (1 + n/(2 far) + Σ B₂ₖ (n)(n+1)…(n+2k−1)/(2k)! / far²ᵏ)
  let series = 0.5 * n * z;
  let factor = 1;
  for (let k = 1; k <= BERNOULLI.length; k++) {
    factor *= ((n + 2 * k - 2) * (n + 2 * k - 1) * z * z) / ((2 * k - 1) * (2 * k));
    series += BERNOULLI[k - 1]! * factor;
  }
  const first = factorialOverPower(n - 1, far);
  let sum = first + first * series;
  // Smallest first, so that each addition rounds a sum no larger than needed.
  for (let k = steps - 1; k >= 0; k--) sum += factorialOverPower(n, x + k);
  return sum;
}

/** `n!/xⁿ⁺¹`, interleaved so that neither n! nor the power overflows alone. */
function factorialOverPower(n: number, x: number): number {
  let y = 1 / x;
  for (let k = 1; k <= n; k++) y *= k / x;
  return y;
}

/**
 * `(−1)ⁿ (d/dx)ⁿ π cot πx = πⁿ⁺¹ Pₙ(cot πx)` with `P₀ = c`, `Pₙ₊₁ = (1 + c²) Pₙ′`: all coefficients are ≥ 0, so evaluating it cancels
 * nothing.
 */
function cotDerivative(n: number, x: number): number {
  let coefficients = [0, 1];
  for (let order = 0; order < n; order++) {
    const next = new Array<number>(coefficients.length + 1).fill(0);
    for (let power = 1; power < coefficients.length; power++) {
      const slope = power * coefficients[power]!;
      next[power - 1]! += slope;
      next[power + 1]! += slope;
    }
    coefficients = next;
  }
  return Math.PI ** (n + 1) * polynomial(coefficients, cosPi(x) / sinPi(x));
}
