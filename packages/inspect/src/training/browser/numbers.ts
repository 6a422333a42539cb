import type { NumberEntry } from "../../json/document.ts";

/** A number of a document, which writes as a word what JSON has no number for. */
export function numberOf(entry: NumberEntry | undefined): number {
  return typeof entry === "number" ? entry : Number(entry); // "Infinity" and "-0" read as numbers, "NaN" and nothing as NaN
}

/** Four significant digits, and a real minus sign. */
export function numberText(value: number | null): string {
  if (value === null) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(4));
  const size = Math.abs(rounded);
  const text = size !== 0 && (size < 1e-4 || size >= 1e7) ? rounded.toExponential() : String(rounded);
  return text.replace("e+", "e").replaceAll("-", "−");
}
