import type { NumberEntry, ValueEntry } from "../../json/document.ts";
import { numberText } from "../../reading/numberText.ts";

/** The number that stands in a document. */
export function numberOf(entry: NumberEntry): number {
  return typeof entry === "number" ? entry : Number(entry);
}

/** `[2 × 3]`, and nothing of a scalar. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "" : `[${shape.join(" × ")}]`;
}

/** A tensor in a few letters: its number if it is only one, its two numbers, or its shape. */
export function shortText(value: ValueEntry | null): string {
  if (value === null) return "";
  const { values, shape } = value;
  if (values === null || values.length > 2 || values.length === 0) return shapeText(shape);
  const texts = values.map((one) => numberText(numberOf(one)));
  return texts.length === 1 ? texts[0]! : `[${texts.join(", ")}]`;
}

/** A tensor for people who cannot see its picture. */
export function spokenText(value: ValueEntry | null): string {
  if (value === null) return "none";
  const { values, shape, summary } = value;
  if (values !== null && values.length <= 6) {
    const texts = values.map((one) => numberText(numberOf(one)));
    return shape.length === 0 ? texts[0]! : `[${texts.join(", ")}]`;
  }
  const { min, max } = summary;
  const range = min === null || max === null ? "no finite element" : `from ${numberText(min)} to ${numberText(max)}`;
  return `${shape.join(" by ")} tensor, ${range}`;
}
