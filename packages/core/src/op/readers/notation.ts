/** How tightly the outermost sign of a formula binds: what binds less than its surroundings is put in parentheses. */
export const level = { choice: 0, comparison: 1, sum: 2, product: 3, negation: 4, power: 5, atom: 6 } as const;

/** A piece of a formula. */
export interface Piece {
  readonly text: string;
  readonly level: number;
}

/** A piece as part of something that binds as tightly as `needed`. */
export function wrapped(notation: Notation, piece: Piece, needed: number): string {
  return piece.level < needed ? notation.parentheses(piece.text) : piece.text;
}

/** How formulas are written: as plain text with superscripts, or as LaTeX. */
export interface Notation {
  name(name: string): string;
  /** The cotangent of what has that name. */
  bar(name: string): string;
  number(value: number): string;
  power(base: string, exponent: string): string;
  root(x: string): string;
  fraction(above: Piece, below: Piece): Piece;
  call(name: string, args: readonly string[]): string;
  /** What stands around: `|x|`, `⌊x⌋`. */
  between(left: string, x: string, right: string): string;
  parentheses(x: string): string;
  /** The sum over the axes along which an input was repeated. */
  summed(x: string): string;
  /** What stands between two factors: nothing but a space, where they can be told apart. */
  beside(before: string, next: string): string;
  readonly minus: string;
  /** What stands between a name and its new value. */
  readonly arrow: string;
  readonly relations: {
    readonly [relation in "equal" | "notEqual" | "less" | "lessEqual" | "greater" | "greaterEqual"]: string;
  };
  readonly words: { readonly [word in "and" | "or" | "not" | "if" | "else"]: string };
}

const superscripts: { readonly [letter: string]: string } = {
  ...Object.fromEntries([..."0123456789"].map((digit, i) => [digit, "⁰¹²³⁴⁵⁶⁷⁸⁹"[i]!])),
  ...{
    "−": "⁻",
    "+": "⁺",
    "(": "⁽",
    ")": "⁾",
    a: "ᵃ",
    b: "ᵇ",
    c: "ᶜ",
    d: "ᵈ",
    e: "ᵉ",
    k: "ᵏ",
    m: "ᵐ",
    n: "ⁿ",
    t: "ᵗ",
    u: "ᵘ",
  },
  ...{ x: "ˣ", y: "ʸ", z: "ᶻ" },
};

/** Numbers that formulas have names for. */
export const namedNumbers: readonly (readonly [value: number, text: string, latex: string])[] = [
  [Math.PI, "π", "\\pi"],
  [Math.PI / 2, "π/2", "\\pi/2"],
  [2 / Math.sqrt(Math.PI), "2/√π", "2/\\sqrt{\\pi}"],
  [-2 / Math.sqrt(Math.PI), "−2/√π", "-2/\\sqrt{\\pi}"],
  [Math.sqrt(2 / Math.PI), "√(2/π)", "\\sqrt{2/\\pi}"],
  [1 / Math.sqrt(2 * Math.PI), "1/√(2π)", "1/\\sqrt{2\\pi}"],
  [Math.SQRT2, "√2", "\\sqrt{2}"],
  [Math.SQRT1_2, "1/√2", "1/\\sqrt{2}"],
  [Math.LOG2E, "log₂ e", "\\log_2 e"],
  [Math.LOG10E, "log₁₀ e", "\\log_{10} e"],
  [Math.LN2, "ln 2", "\\ln 2"],
  [Number.POSITIVE_INFINITY, "∞", "\\infty"],
  [Number.NEGATIVE_INFINITY, "−∞", "-\\infty"],
];

/** Six significant digits. */
export function short(value: number): string {
  const rounded = Number(value.toPrecision(6));
  return String(rounded).replace(/e\+?(-?\d+)/, " · 10^$1");
}

/** Plain text, as one writes it in a comment: `x̄ = ȳ σ(x) σ(−x)`. */
export const plainText: Notation = {
  name: (name) => name,
  bar(name) {
    const indexed = /^(\p{L})([\d₀-₉]*|_[A-Za-z\d]+)$/u.exec(name);
    return indexed === null ? `${name}.bar` : `${indexed[1]}\u0304`.normalize("NFC") + indexed[2];
  },
  number(value) {
    return namedNumbers.find(([known]) => known === value)?.[1] ?? short(value).replace("-", "−");
  },
  power(base, exponent) {
    const raised = [...exponent.replace(/ /g, "")].map((letter) => superscripts[letter]);
    if (raised.every((letter) => letter !== undefined)) return base + raised.join("");
    return `${base}^${/^[\p{L}\d]+$/u.test(exponent) ? exponent : `(${exponent})`}`;
  },
  root: (x) => (/^[\p{L}\p{M}\d]+$/u.test(x) ? `√${x}` : `√(${x})`),
  fraction: (above, below) => ({
    text: `${wrapped(plainText, above, level.product)} / ${wrapped(plainText, below, level.negation)}`,
    level: level.product,
  }),
  call: (name, args) => `${name}(${args.join(", ")})`,
  between: (left, x, right) => left + x + right,
  parentheses: (x) => `(${x})`,
  summed: (x) => `Σ ${x.startsWith("−") ? `(${x})` : x} over repeated axes`,
  // A number or a sign would run into what stands before it.
  beside: (_, next) => (/^(?:\(−|[\d−])/.test(next) ? " · " : " "),
  minus: "−",
  arrow: "←",
  relations: { equal: "=", notEqual: "≠", less: "<", lessEqual: "≤", greater: ">", greaterEqual: "≥" },
  words: { and: "and", or: "or", not: "not", if: "if", else: "else" },
};
