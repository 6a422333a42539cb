import type { Verdict } from "./report.ts";

/** What a function of one variable does near 0, found by evaluating it. */
export interface Slope {
  /** The derivative at 0, from central differences. */
  readonly value: number;
  /** How far `value` may be off: what extrapolation left open, and rounding. Measured, not assumed. */
  readonly bound: number;
  /** Derivatives from below and from above, and how far they may be off. */
  readonly left: number;
  readonly right: number;
  readonly sidesBound: number;
  /** Do the two differ by more than their bounds? */
  readonly kink: boolean;
}

/** How to look at a function. */
export interface SlopeOptions {
  /** Its value at 0. */
  readonly center: number;
  /** How far a value may be off by rounding. */
  readonly noise: number;
  /** The largest step. */
  readonly step: number;
  /** Each step is that much smaller than the one before. */
  readonly ratio: number;
  /** Number of steps; two evaluations each. */
  readonly levels: number;
}

/**
 * Slope of `g` at 0: differences at several steps, extrapolated to step 0 (Richardson), with an error bound.
 *
 * Central differences have an error in even powers of the step, so each column of the table removes one more of them. Of all
 * entries the one is taken whose two neighbours agree with it best, rounding included; that disagreement, several times over,
 * is its bound. A one-sided slope differs from the central one by half of `(g(h) − 2g(0) + g(−h)) / h`, which goes to 0 with `h`
 * for a smooth function and to the difference of the sides at a kink.
 *
 * @see Ridders (1982), "Accurate computation of F′(x) and F′(x)F″(x)", for the choice of the entry.
 */
export function slopeAt(g: (t: number) => number, { center, noise, step, ratio, levels }: SlopeOptions): Slope {
  const central: number[] = [];
  const bend: number[] = [];
  const steps: number[] = [];
  for (let k = 0; k < levels; k++) {
    const h = step / ratio ** k;
    const [above, below] = [g(h), g(-h)];
    steps.push(h);
    central.push((above - below) / (2 * h));
    bend.push((above - 2 * center + below) / h);
  }
  const slope = extrapolate(central, steps, ratio, 2, noise);
  // The bend has an error in odd powers, and four values in it whose rounding adds up.
  const jump = extrapolate(bend, steps, ratio, 1, 4 * noise);
  const significant = Math.abs(jump.value) > jump.bound && Math.abs(jump.value) > 1e-5 * Math.abs(slope.value);
  return {
    value: slope.value,
    bound: slope.bound,
    left: slope.value - jump.value / 2,
    right: slope.value + jump.value / 2,
    sidesBound: slope.bound + jump.bound / 2,
    kink: significant,
  };
}

/** The limit of a sequence for step 0, its error in powers `first`, `first + 2`, … of the step. */
function extrapolate(
  sequence: readonly number[],
  steps: readonly number[],
  ratio: number,
  first: number,
  noise: number,
): { readonly value: number; readonly bound: number } {
  let best = { value: Number.NaN, bound: Number.POSITIVE_INFINITY };
  let before: number[] = [];
  for (let k = 0; k < sequence.length; k++) {
    const row = [sequence[k]!];
    for (let j = 1; j <= k; j++) {
      const power = ratio ** (first + 2 * (j - 1));
      const previous = row[j - 1]!;
      const value = previous + (previous - before[j - 1]!) / (power - 1);
      row.push(value);
      const disagreement = Math.max(Math.abs(value - previous), Math.abs(value - before[j - 1]!));
      // The weights of an extrapolation by powers of the ratio add up to less than 1.5 in magnitude for ratios from 2 on
      // (second order) and to 3 (first order).
      const rounding = ((first === 2 ? 1.5 : 3) * noise) / steps[k]!;
      const bound = safety * disagreement + rounding + 4 * Number.EPSILON * Math.abs(value);
      if (bound < best.bound) best = { value, bound };
    }
    before = row;
  }
  return best;
}

/** How much larger an error may be than the disagreement of neighbouring entries says. */
const safety = 4;

/** The point at which a slope is wanted. */
export interface SlopePoint {
  /** The value of the function there. */
  readonly center: number;
  /** How far a value may be off by rounding. */
  readonly noise: number;
  /** Is some of it computed in float32? Then steps are larger and closer to each other. */
  readonly coarse: boolean;
}

/**
 * The slope of `g` at 0, from the step `first` on, with as many attempts as it takes to settle whether it is `analytic`: if the first steps find nothing
 * finite, nothing certain, a kink, or another slope, then smaller ones follow, until only rounding is left to see. A smooth
 * function that agrees takes ten evaluations.
 */
export function settleSlope(
  g: (t: number) => number,
  { center, noise, coarse, first, analytic }: SlopePoint & { readonly first: number; readonly analytic: number },
): Slope {
  let best: Slope | null = null;
  for (let attempt = 0; attempt < 5; attempt++) {
    const step = first / 2 ** (attempt * (coarse ? 4 : 7));
    const slope = slopeAt(g, { center, noise, step, ratio: coarse ? 2 : 4, levels: 5 });
    if (best === null || !(slope.bound >= best.bound) || (slope.kink && Number.isNaN(best.value))) best = slope;
    if (attempt > 0 && noise / step > Math.abs(slope.value)) break; // only rounding is left to see
    const scale = Math.max(Math.abs(best.value), Math.abs(analytic));
    const certain = Number.isFinite(best.bound) && best.bound <= 1e-4 * scale;
    const agrees = Math.abs(best.value - analytic) <= best.bound;
    if (!best.kink && agrees && (certain || scale === 0)) break;
    // A kink at the point itself stays one at every step; one beside it does not.
    if (best.kink && attempt >= 2 && slope.kink) break;
    if (!slope.kink && best.kink && Number.isFinite(slope.bound) && slope.bound <= 1e-3 * scale) best = slope;
  }
  return best!;
}

/** What a slope says of an analytic derivative. */
export function judgeSlope(
  analytic: number,
  { value: numeric, bound, left, right, sidesBound, kink }: Slope,
  {
    noise,
    coarse,
    scale,
    smooth,
  }: SlopePoint & {
    /** What a derivative here would be large as: 0 is certain if its bound is small against that. */
    readonly scale: number;
    /** Has the user said that there is no kink here? */
    readonly smooth: boolean;
  },
): Verdict {
  const difference = Math.abs(analytic - numeric);
  if (kink && !smooth) {
    const between = analytic >= Math.min(left, right) - sidesBound && analytic <= Math.max(left, right) + sidesBound;
    return between ? "kink" : "fail";
  }
  if (Number.isNaN(numeric) || !Number.isFinite(bound)) return "ill-conditioned";
  if (!(difference <= bound)) return "fail"; // NaN included
  const size = Math.max(Math.abs(analytic), Math.abs(numeric), 1e-3 * scale);
  const uncertain = bound > (coarse ? 0.1 : 1e-2) * size && bound > 64 * noise;
  return uncertain ? "ill-conditioned" : "pass";
}
