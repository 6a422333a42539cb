import type { Tensor } from "@tapegrad/core";
import type { NumberEntry, SummaryEntry, ValueEntry } from "./document.ts";

/** The elements of a tensor as plain data: all of them where there are at most `limit`, and what they are like. */
export function valueEntry(x: Tensor, limit: number): ValueEntry {
  const values = x.size <= limit ? Array.from(x.data, numberEntry) : null;
  return { shape: [...x.shape], values, summary: summaryOf(x.data) };
}

/** A number as JSON can hold it. */
export function numberEntry(value: number): NumberEntry {
  if (Number.isNaN(value)) return "NaN";
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return value;
  return value > 0 ? "Infinity" : "-Infinity";
}

/** What numbers are like. */
export function summaryOf(data: ArrayLike<number>): SummaryEntry {
  let [min, max, finite, zeros] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value !== 0) continue; // NaN or infinite
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
    finite++;
  }
  const nonFinite = data.length - finite;
  if (finite === 0) return { min: null, max: null, mean: null, std: null, nonFinite, zeros };
  // The sums of squares of float64 would overflow, or come to nothing, without this.
  const size = Math.max(-min, max);
  const scale = size > 1e100 ? 2 ** 600 : size < 1e-100 ? 2 ** -600 : 1;
  let sum = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! - data[i]! === 0) sum += data[i]! / scale;
  const mean = sum / finite;
  let squares = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! - data[i]! === 0) squares += (data[i]! / scale - mean) ** 2;
  return { min: min + 0, max: max + 0, mean: mean * scale, std: Math.sqrt(squares / finite) * scale, nonFinite, zeros };
}
