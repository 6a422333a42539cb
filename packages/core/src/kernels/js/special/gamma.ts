/** `sin πx`, 0 exactly where x is whole: x is reduced before π rounds it. */
export function sinPi(x: number): number {
  const rest = x % 2; // exact, in −2 … 2
  const [sign, y] = rest < 0 ? [-1, -rest] : [1, rest];
  if (y > 1.5) return sign * Math.sin(Math.PI * (y - 2));
  if (y > 0.5) return sign * Math.sin(Math.PI * (1 - y));
  return sign * Math.sin(Math.PI * y);
}

/** Euler's constant γ. */
const euler = 0.5772156649015329;

/** `(−1)ᵏ (ζ(k) − 1) / k` for k = 2, 3, …: computed with 50 digits (mpmath). */
const zetaSeries: readonly number[] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5, -4.492623673813314e-5,
  2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7,
  -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8,
  1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11, 3.1044247747322276e-11, -1.5021384080754142e-11,
];

/** `ln Γ(2 + z)` for |z| ≤ ½: `(1 − γ) z + Σ (−1)ᵏ (ζ(k) − 1) zᵏ / k`, which has a zero at z = 0 as a factor. */
function lgammaNear2(z: number): number {
  let sum = 0;
  for (let k = zetaSeries.length - 1; k >= 0; k--) sum = sum * z + zetaSeries[k]!;
  return z * (1 - euler + z * sum);
}

/**
 * `ln |Γ(x)|`; +∞ at 0, −1, −2, …
 *
 * Near 2 (and 1, by `Γ(x + 1) = x Γ(x)`) the series in ζ(k), which is relatively exact at its zeros; products of factors up to 10,
 * Stirling's series from there on, the reflection formula below 0.
 *
 * @see DLMF, 5.7.3, 5.11.1 and 5.5.3.
 */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) === Infinity) return Infinity;
  // Γ(x) = Γ(x + 2) / (x (x + 1)), on both sides of 0: by reflection, x² would vanish for |x| < 1e-154 and give +∞.
  if (Math.abs(x) < 0.5) return lgammaNear2(x) - Math.log1p(x) - Math.log(Math.abs(x));
  if (x < 0) {
    if (Number.isInteger(x)) return Infinity;
    // Γ(x) Γ(1 − x) = π / sin πx; and Γ(1 − x) = −x Γ(−x), so that no digit of a small x is lost.
    return Math.log(Math.PI / Math.abs(sinPi(x) * x)) - lgamma(-x);
  }
  if (x < 1.5) return lgammaNear2(x - 1) - Math.log1p(x - 1);
  if (x < 10) {
    let product = 1;
    let rest = x;
    while (rest > 2.5) product *= --rest;
    return Math.log(product) + lgammaNear2(rest - 2);
  }
  const square = 1 / (x * x);
  // B₂ₖ / (2k (2k − 1)) x¹⁻²ᵏ; at 10 the first that is left out is 2e-17 of the whole.
  const tail =
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360 - square / 156)))))) /
    x;
  return (x - 0.5) * (Math.log(x) - 1) + (0.5 * Math.log(2 * Math.PI) - 0.5 + tail);
}

/** B₂, B₄, …: the Bernoulli numbers. */
const bernoulli: readonly number[] = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
];

/**
 * The derivative of order `n + 1` of `ln Γ(x)`: `polygamma(0, x)` is digamma.
 *
 * The recurrence `ψₙ(x) = ψₙ(x + 1) − (−1)ⁿ n! x⁻ⁿ⁻¹` carries x up to where the asymptotic series is exact; below 0 the reflection
 * formula, whose right side is the n-th derivative of π cot πx.
 *
 * @see DLMF, 5.15.8 and 5.15.6; poles as in PyTorch: digamma(±0) = ∓∞, NaN at −1, −2, …; those of odd orders are +∞.
 */
export function polygamma(n: number, x: number): number {
  if (Number.isNaN(x) || x === -Infinity) return Number.NaN;
  if (x === Infinity) return n === 0 ? Infinity : 0;
  if (x <= 0) {
    if (Number.isInteger(x)) return atPole(n, x);
    // ψₙ(1 − z) + (−1)ⁿ⁺¹ ψₙ(z) = (−1)ⁿ π dⁿ/dzⁿ cot πz, at z = 1 − x.
    const sign = n % 2 === 0 ? 1 : -1;
    return sign * polygamma(n, 1 - x) - cotangentDerivative(n, x);
  }
  const sign = n % 2 === 0 ? -1 : 1; // (−1)ⁿ⁺¹
  let factorial = 1; // n!
  for (let k = 2; k <= n; k++) factorial *= k;
  let y = x;
  let sum = 0;
  // The smallest terms first: the largest, x⁻ⁿ⁻¹, last.
  const limit = 16 + n;
  const steps = Math.max(0, Math.ceil(limit - x));
  y = x + steps;
  const square = 1 / (y * y);
  if (n === 0) {
    for (let k = bernoulli.length - 1; k >= 0; k--) sum = (sum + bernoulli[k]! / (2 * k + 2)) * square;
    let value = Math.log(y) - 0.5 / y - sum;
    for (let k = steps - 1; k >= 0; k--) value -= 1 / (x + k);
    return value;
  }
  // (−1)ⁿ⁺¹ [(n − 1)! / yⁿ + n! / (2 yⁿ⁺¹) + Σ B₂ₖ (2k + n − 1)! / ((2k)! y²ᵏ⁺ⁿ)]
  for (let k = bernoulli.length; k >= 1; k--) {
    let ratio = 1; // (2k + n − 1)! / (2k)!
    for (let j = 1; j < n; j++) ratio *= 2 * k + j;
    sum = (sum + bernoulli[k - 1]! * ratio) * square;
  }
  let value = (factorial / n + factorial / (2 * y) + sum) / y ** n;
  for (let k = steps - 1; k >= 0; k--) value += factorial / (x + k) ** (n + 1);
  return sign * value;
}

function atPole(n: number, x: number): number {
  if (n % 2 === 1) return Infinity;
  if (x !== 0) return Number.NaN;
  return Object.is(x, -0) ? Infinity : -Infinity;
}

/** `dⁿ/dxⁿ π cot πx`: a polynomial in c = cot πx, made by `p ↦ −π (1 + c²) p′`, times π. */
function cotangentDerivative(n: number, x: number): number {
  const c = sinPi(x + 0.5) / sinPi(x);
  let coefficients = [0, 1];
  for (let order = 0; order < n; order++) {
    const next = new Array<number>(coefficients.length + 1).fill(0);
    for (let k = 1; k < coefficients.length; k++) {
      next[k - 1]! -= k * coefficients[k]!;
      next[k + 1]! -= k * coefficients[k]!;
    }
    coefficients = next;
  }
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * c + coefficients[k]!;
  return Math.PI ** (n + 1) * value;
}
