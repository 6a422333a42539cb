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

// All take float64: loops over numbers of one kind only are several times as fast.

/** @param places - Of the elements that are kept. */
export function keptOf(data: Float64Array, places: Int32Array): Kept {
  return { norm: normOf(data), values: valuesAt(data, places) };
}

/** As {@link keptOf}. @param bins - Of the histogram. */
export function spreadOf(data: Float64Array, places: Int32Array, bins: number): Spread {
  const moments = momentsOf(data);
  const { min, max, nonFinite } = moments;
  const histogram = min === null || max === null ? [] : histogramOf(data, min, max, bins, nonFinite === 0);
  return { values: valuesAt(data, places), ...moments, histogram };
}

function valuesAt(data: Float64Array, places: Int32Array): number[] {
  return Array.from(places, (place) => data[place]! + 0); // + 0: −0 is 0
}

/** All but the elements and the histogram, in one pass: several would take as much longer. */
function momentsOf(data: Float64Array): Omit<Spread, "values" | "histogram"> {
  let [min, max, finite, zeros] = [Infinity, -Infinity, 0, 0];
  let [sum, squares, sumOfSquares] = [0, 0, 0];
  // Distances from some element: squares of the elements themselves would drown a small deviation.
  const start = data.find(Number.isFinite) ?? 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value !== 0) continue; // NaN or infinite
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
    const distance = value - start;
    sum += distance;
    squares += distance * distance;
    sumOfSquares += value * value;
    finite++;
  }
  // Where a square is too large or too small for a number, the slower way, which scales.
  if (sumOfSquares > 1e280 || sumOfSquares < 1e-280 || squares > 1e280)
    return { ...summaryOf(data), norm: normOf(data) };
  const variance = Math.max(0, (squares - (sum * sum) / finite) / finite);
  return {
    min: min + 0,
    max: max + 0,
    mean: start + sum / finite,
    std: Math.sqrt(variance),
    norm: Math.sqrt(sumOfSquares),
    nonFinite: data.length - finite,
    zeros,
  };
}

function normOf(data: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value === 0) sum += value * value;
  }
  if (sum > 1e-280 && sum < 1e280) return Math.sqrt(sum);
  let largest = 0;
  for (const value of data) if (value - value === 0) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  return (
    largest *
    Math.sqrt(data.reduce((total, value) => (value - value === 0 ? total + (value / largest) ** 2 : total), 0))
  );
}

function histogramOf(data: Float64Array, min: number, max: number, bins: number, areFinite: boolean): number[] {
  const counts = new Float64Array(bins);
  // Half of each: the distance of the two largest numbers there are is no number.
  const low = min / 2;
  const width = (max / 2 - low) / bins;
  const perUnit = width > 0 ? 1 / width : 0;
  const last = bins - 1;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!areFinite && value - value !== 0) continue; // NaN or infinite
    const bin = ((value / 2 - low) * perUnit) | 0;
    counts[bin < last ? bin : last]!++;
  }
  return Array.from(counts);
}
