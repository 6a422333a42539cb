/** The number that someone typed: a decimal with point or comma, a fraction, ∞ or NaN; `null` if it is none. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll("−", "-").replaceAll(",", ".").replace(/\s+/g, "");
  const word = words[plain.toLowerCase()];
  if (word !== undefined) return word;
  const parts = plain.split("/");
  if (parts.length > 2 || !parts.every((part) => decimal.test(part))) return null;
  const [numerator, denominator = 1] = parts.map(Number) as [number, number?];
  return denominator === 0 ? null : numerator / denominator;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const words: { readonly [word: string]: number | undefined } = {
  "∞": Number.POSITIVE_INFINITY,
  "+∞": Number.POSITIVE_INFINITY,
  "-∞": Number.NEGATIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};
