import { erfcx, normalCdf } from "./erf.ts";
import { expMinusHalfSquare, expMinusSquare } from "./expMinusSquare.ts";
import { polynomial } from "./polynomial.ts";

/** The zero of the slope of gelu, in two doubles. */
const ROOT = -0.7517915246935645;
const ROOT_LOW = 1.4956759177009883e-17;

/** `slope(x) / (x − root)` on −1.25 … −0.25, in powers of `2x + 1.5` (test/tables/coefficients.py). */
const OVER_ROOT: readonly number[] = [
  0.43218955538054815, 0.19410933728169827, -0.00470317635936793, -0.014264182951521216, -0.0009123332481527982,
  0.0006084475465743931, 7.048556592236179e-5, -1.757962096554268e-5, -2.897694968464105e-6, 3.6695571360305216e-7,
  8.392265922878383e-8, -5.557056613105561e-9, -1.8891530623980626e-9, 5.458561795132116e-11, 3.474449998116799e-11,
  -8.215013228045848e-14, -5.099467127310925e-13, -9.025178462820546e-15,
];

const SQRT_HALF_PI = 1.2533141373155003;
const INV_SQRT_2PI = 0.3989422804014327;

/**
 * The slope of `gelu(x) = x Φ(x)`: `Φ(x) + x φ(x)`, with its relative accuracy also around its zero at −0.75 and in the lower tail.
 *
 * Below 0 the two terms cancel. Around the zero, x − root is therefore a factor of the approximation; further down φ(x) is taken out, and
 * what remains, `x + Φ(x)/φ(x)`, tends to x.
 */
export function geluSlope(x: number): number {
  if (x < -1.25) {
    // −∞ · 0 would be NaN.
    if (x < -39) return 0;
    const rest = (x + SQRT_HALF_PI * erfcx(-x * Math.SQRT1_2)) * INV_SQRT_2PI;
    if (x > -37) return rest * expMinusHalfSquare(x);
    // φ(x) is denormal here and has lost digits that the factor x would bring to light: take its root twice.
    const root = expMinusSquare(x / 2);
    return rest * root * root;
  }
  if (x < -0.25) return (x - ROOT - ROOT_LOW) * polynomial(OVER_ROOT, 2 * x + 1.5);
  // Beyond 39 the slope is 1, and ∞ · 0 would be NaN.
  return x > 39 ? 1 : normalCdf(x) + x * INV_SQRT_2PI * expMinusHalfSquare(x);
}
