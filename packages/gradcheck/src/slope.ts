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

/** Values of a function on both sides of 0. */
interface Samples {
  /** Its value at 0. */
  readonly center: number;
  /** Largest first, each smaller than the one before by `ratio`. */
  readonly steps: readonly number[];
  readonly ratio: number;
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** What rounding does. */
interface Rounding {
  /** How far a value may be off at 0. */
  readonly noise: number;
  /** How much more at the largest step; in between in proportion. */
  readonly rise: number;
  /** How far any derivative may be off, because it is computed. */
  readonly floor: number;
}

function sample(g: (t: number) => number, center: number, step: number, ratio: number): Samples {
  const steps = Array.from({ length: levels }, (_, k) => step / ratio ** k);
  const above: number[] = [];
  const below: number[] = [];
  for (const h of steps) {
    above.push(g(h));
    below.push(g(-h));
  }
  return { center, steps, ratio, above, below };
}

/** Number of steps; two evaluations each. */
const levels = 5;

/**
 * Slope at 0: differences at several steps, extrapolated to step 0 (Richardson), with an error bound.
 *
 * Central differences have an error in even powers of the step, so each column of the table removes one more of them. Of all
 * entries the one is taken whose two neighbours agree with it best, rounding included; that disagreement, several times over,
 * is its bound. A one-sided slope differs from the central one by half of `(g(h) − 2g(0) + g(−h)) / h`, which goes to 0 with `h`
 * for a smooth function and to the difference of the sides at a kink.
 *
 * @see Ridders (1982), "Accurate computation of F′(x) and F′(x)F″(x)", for the choice of the entry.
 */
function slopeOf({ center, steps, ratio, above, below }: Samples, rounding: Rounding): Slope {
  const central = steps.map((h, k) => (above[k]! - below[k]!) / (2 * h));
  const bend = steps.map((h, k) => (above[k]! - center - (center - below[k]!)) / h);
  const scale = Math.max(Math.abs(central[levels - 1]!), Math.abs(bend[levels - 1]!));
  const slope = extrapolate(central, steps, ratio, 2, rounding, scale);
  // The bend has an error in odd powers, and four values in it whose rounding adds up.
  const { noise, rise, floor } = rounding;
  const jump = extrapolate(bend, steps, ratio, 1, { noise: 4 * noise, rise: 4 * rise, floor }, scale);
  const significant = Math.abs(jump.value) > jump.bound && Math.abs(jump.value) > 1e-5 * Math.abs(slope.value);
  return {
    value: slope.value,
    // Sides that cannot be told have features much smaller than the steps, which central differences may pass over: log x² at
    // 1e-20 looks flat to them.
    bound: jump.bound === Number.POSITIVE_INFINITY ? jump.bound : slope.bound,
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
  { noise, rise, floor }: Rounding,
  scale: number,
): { readonly value: number; readonly bound: number } {
  const last = sequence.length - 1;
  // The weights of an extrapolation by powers of the ratio add up to less than 1.5 in magnitude for ratios from 2 on (second
  // order) and to 3 (first order).
  const rounding = (k: number): number => (first === 2 ? 1.5 : 3) * (noise / steps[k]! + rise / steps[0]!);
  let best = { value: Number.NaN, bound: Number.POSITIVE_INFINITY, row: 0 };
  let before: number[] = [];
  for (let k = 0; k < sequence.length; k++) {
    const row = [sequence[k]!];
    for (let j = 1; j <= k; j++) {
      const power = ratio ** (first + 2 * (j - 1));
      const previous = row[j - 1]!;
      const value = previous + (previous - before[j - 1]!) / (power - 1);
      row.push(value);
      const disagreement = Math.max(Math.abs(value - previous), Math.abs(value - before[j - 1]!));
      const bound = safety * disagreement + rounding(k) + floor + 4 * Number.EPSILON * Math.abs(value);
      if (bound < best.bound) best = { value, bound, row: k };
    }
    before = row;
  }
  // Smaller steps must lead nearer to the limit. If they lead away from it, something else begins there: a little of it is part
  // of the error, more says that the limit is not known.
  const off = (k: number): number => Math.abs(sequence[k]! - best.value);
  const farthest = Math.max(...sequence.slice(0, best.row + 1).map((_, k) => off(k) || 0));
  if (!(off(last) > farthest + rounding(last))) return best;
  const little = off(last) <= 1e-3 * scale;
  return { value: best.value, bound: little ? best.bound + safety * off(last) : Number.POSITIVE_INFINITY };
}

/** How much larger an error may be than the disagreement of neighbouring entries says. */
const safety = 4;

/** The point at which a slope is wanted. */
export interface SlopePoint {
  /** The value of the function there. */
  readonly center: number;
  /** How far a value may be off by rounding. */
  readonly noise: number;
  /** How far a derivative may be off by rounding. */
  readonly floor: number;
  /** Is some of it computed in float32? Then steps are larger and closer to each other. */
  readonly coarse: boolean;
}

/** How many times smaller steps are tried. The last ones are 2⁻⁴⁷ where numbers are of magnitude 1. */
const attempts = 6;

/** A function of one variable near 0. */
export interface Line {
  /** Its value, to be sampled on both sides. */
  readonly at: (t: number) => number;
  /** How far that value may be off by rounding. Costs an evaluation with its derivative. */
  readonly noiseAt: (t: number) => number;
}

/**
 * The largest step where numbers are of magnitude 1, unless said otherwise. A kink at four fifths of the second of three steps that
 * are each half of the one before gives differences as one at the point itself would: 0.23 puts that place off the round
 * numbers.
 */
export function largestStep({ coarse }: Pick<SlopePoint, "coarse">): number {
  return coarse ? 0.23 : 2 ** -4;
}

/**
 * The slope of a function at 0, with as many attempts as it takes to settle whether it is `analytic`: if the steps from `first`
 * on find nothing finite, nothing certain, a kink, or another slope, then smaller ones follow, until only rounding is left to
 * see. A smooth function that agrees takes ten evaluations.
 */
export function settleSlope(
  line: Line,
  { center, noise, floor, coarse, first, analytic }: SlopePoint & { readonly first: number; readonly analytic: number },
): Slope {
  const ratio = coarse ? 2 : 4;
  const seen: Slope[] = [];
  let best: Slope | null = null;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const step = first / 2 ** (attempt * (coarse ? 4 : 7));
    const samples = sample(line.at, center, step, ratio);
    let slope = slopeOf(samples, { noise, rise: 0, floor });
    // Before it is called anything else than right: numbers a step away can be larger, and so can their rounding. x² at
    // 1e-12 has a thousandth of the digits of 2⁻⁴ in it.
    if (slope.kink || !(Math.abs(slope.value - analytic) <= slope.bound))
      slope = slopeOf(samples, { noise, rise: riseOf(line, step), floor });
    // Smaller steps that see something else, rounding included, see what the larger ones passed over.
    const differs = best !== null && Math.abs(slope.value - best.value) > slope.bound + best.bound;
    if (best === null || differs || !(slope.bound >= best.bound) || (slope.kink && Number.isNaN(best.value)))
      best = slope;
    const before = seen.at(-1);
    seen.push(slope);
    const jump = Math.abs(best.right - best.left);
    const scale = Math.max(Math.abs(best.value), Math.abs(analytic));
    const certain = Number.isFinite(best.bound) && best.bound <= 1e-4 * scale;
    if (!best.kink && supports(best, analytic) && (certain || scale === 0)) break;
    // A kink at the point itself stays the same at every step; one beside it does not.
    if (attempt >= 2 && before?.kink === true && agree(slope, before) && supports(slope, analytic)) break;
    // It is gone, unless rounding hides it: then the bound is at least an eighth of the jump.
    if (best.kink && !slope.kink && slope.bound <= jump / 32) best = slope;
    if (attempt > 0 && noise / step > Math.abs(slope.value)) break; // only rounding is left to see
  }
  const found = best!; // there was an attempt
  // What speaks against a derivative has to be seen twice: the last steps may have met only the beginning of something.
  const certain = supports(found, analytic) || seen.some((other) => other !== found && agree(other, found));
  return certain ? found : { ...found, bound: Number.POSITIVE_INFINITY, kink: false };
}

/** How much more than at 0 a value may be off by rounding at the ends of a step: all of it, if it is finite. */
function riseOf({ noiseAt }: Line, step: number): number {
  return Math.max(0, ...[noiseAt(step), noiseAt(-step)].filter(Number.isFinite));
}

/** Do two looks at a function say the same, up to their bounds? */
function agree(a: Slope, b: Slope): boolean {
  if (a.kink !== b.kink) return false;
  const bound = a.sidesBound + b.sidesBound;
  if (a.kink) return Math.abs(a.left - b.left) <= bound && Math.abs(a.right - b.right) <= bound;
  return a.bound < Number.POSITIVE_INFINITY && Math.abs(a.value - b.value) <= a.bound + b.bound;
}

/** Is the derivative what was found, or between what was found on both sides? */
function supports({ value, bound, left, right, sidesBound, kink }: Slope, analytic: number): boolean {
  if (!kink) return Math.abs(value - analytic) <= bound;
  return analytic >= Math.min(left, right) - sidesBound && analytic <= Math.max(left, right) + sidesBound;
}

/** What a slope says of an analytic derivative. */
export function judgeSlope(
  analytic: number,
  slope: Slope,
  {
    coarse,
    scale,
    smooth,
  }: {
    readonly coarse: boolean;
    /** What a derivative here would be large as: 0 is certain if its bound is small against that. */
    readonly scale: number;
    /** Has the user said that there is no kink here? */
    readonly smooth: boolean;
  },
): Verdict {
  const { value: numeric, bound, kink } = slope;
  // Where the user says there is no kink, whatever the rule gave was right on one side at most.
  if (kink) return supports(slope, analytic) && !smooth ? "kink" : "fail";
  if (Number.isNaN(numeric) || !Number.isFinite(bound)) return "ill-conditioned";
  if (!supports(slope, analytic)) return "fail"; // NaN included
  const size = Math.max(Math.abs(analytic), Math.abs(numeric), 1e-3 * scale);
  return bound > (coarse ? 0.1 : 1e-2) * size ? "ill-conditioned" : "pass";
}
