import { summaryOf } from "../json/values.ts";

/** What is kept of the elements of a tensor at one step. `N` is `number`, or in a document what JSON has for it. */
export interface Kept<N = number> {
  /** The root of the sum of squares, of the finite elements. */
  readonly norm: number;
  /** The elements that are kept: all of a small tensor, a sample of a larger one, of the same places at every step. */
  readonly values: readonly N[];
}

/** As {@link Kept}, with all that is known of the others. */
export interface Spread<N = number> extends Kept<N> {
  /** The first four are those of the finite elements, and `null` where there is none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** The root of the mean square distance to the mean. */
  readonly std: number | null;
  /** How many elements are NaN or ±∞. */
  readonly nonFinite: number;
  /** How many are 0. */
  readonly zeros: number;
  /** How many finite elements lie in each of equally wide bins from `min` to `max`. */
  readonly histogram: readonly number[];
}

/** @param places - Of the elements that are kept. */
export function keptOf(data: ArrayLike<number>, places: Int32Array): Kept {
  return { norm: normOf(data), values: Array.from(places, (place) => data[place]! + 0) }; // + 0: −0 is 0
}

/** As {@link keptOf}. @param bins - Of the histogram. */
export function spreadOf(data: ArrayLike<number>, places: Int32Array, bins: number): Spread {
  const { min, max, mean, std, nonFinite, zeros } = summaryOf(data);
  const histogram = min === null || max === null ? [] : histogramOf(data, min, max, bins);
  return { ...keptOf(data, places), min, max, mean, std, nonFinite, zeros, histogram };
}

function normOf(data: ArrayLike<number>): number {
  let [sum, largest] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value !== 0) continue; // NaN or infinite
    sum += value * value;
    largest = Math.max(largest, Math.abs(value));
  }
  if (sum > 1e-280 && sum < Infinity) return Math.sqrt(sum);
  if (largest === 0) return 0;
  // The squares are too large or too small for a number.
  sum = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! - data[i]! === 0) sum += (data[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

function histogramOf(data: ArrayLike<number>, min: number, max: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  // Half of each: the distance of the two largest numbers there are is no number.
  const width = (max / 2 - min / 2) / bins;
  const perUnit = width > 0 ? 1 / width : 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value !== 0) continue; // NaN or infinite
    const bin = Math.floor((value / 2 - min / 2) * perUnit);
    counts[bin < bins ? bin : bins - 1]!++;
  }
  return counts;
}
