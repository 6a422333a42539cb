import { functions, isSuffix, latex, latexFunction, latexSuffixes, latexText } from "./latex.ts";
import { type Notation, plainText } from "./notation.ts";

// Formulas that ops state as text are lines such as `x̄ᵢ = ȳ (xᵢ − μ) / ((n − c) y)`: symbols are whole words, with a macron or `.bar` for
// cotangents, what stands above and below the line is written with Unicode's signs for it, and other words are English.

/** What a symbol of such a line is called: `x` of that, or for one of a list `x₀`, `x₁`. */
export type Symbols = ReadonlyMap<string, string>;

// Sums and products are letters of Unicode, too.
const letter = "(?![ΣΠ])[\\p{Lu}\\p{Ll}\\p{Lo}]";
const word = new RegExp(
  `(?:${letter})(?:${letter}|[\\p{M}\\d_-](?=${letter}|[\\p{M}\\d_-])|[\\p{M}\\d])*(?:\\.bar\\b)?`,
  "u",
);
const token = new RegExp(`(?<word>${word.source})|(?<number>\\d+(?:\\.\\d+)?)|(?<space>\\s+)|(?<sign>.)`, "gu");

interface Token {
  readonly kind: "word" | "number" | "space" | "sign";
  readonly text: string;
  /** Of a word: is it a cotangent? */
  readonly isBarred: boolean;
  /** What stands above and below the line behind it. */
  readonly suffix: string;
}

/** A line with the macrons apart from their letters. Signs stay whole: ≠ would be = and a stroke. */
function decomposed(line: string): string {
  return line.replace(/\p{L}/gu, (one) => one.normalize("NFD"));
}

function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups } of decomposed(line).matchAll(token)) {
    const [kind, text] = Object.entries(groups!).find(([, found]) => found !== undefined) as [Token["kind"], string]; // one matched
    const before = tokens.at(-1);
    if (kind === "sign" && isSuffix(text) && before !== undefined && before.kind !== "space")
      tokens.push({ ...tokens.pop()!, suffix: before.suffix + text });
    else {
      const plain = text.replace("\u0304", "").replace(/\.bar$/, "");
      tokens.push({ kind, text: plain.normalize("NFC"), isBarred: plain !== text, suffix: "" });
    }
  }
  return tokens;
}

/** What a rule calls its input, and a value its result; `null` where a line is not of that form. */
export function symbolOf(line: string): string | null {
  const tokens = tokensOf(line);
  const end = tokens.findIndex(({ text }) => text === "=" || text === "~");
  return tokens.slice(0, Math.max(end, 0)).find(({ kind }) => kind === "word")?.text ?? null;
}

/** A line in other names and another notation. */
export function statedText(line: string, notation: Notation, symbols: Symbols): string {
  const tokens = tokensOf(expanded(line, symbols));
  return notation === latex
    ? new LatexWriter(tokens, symbols).all()
    : tokens.map((one) => plain(one, symbols)).join("");
}

/** Writes the tensors of a list one by one, if their names are known: `x₀, x₁, …` stands for all of them. */
function expanded(line: string, symbols: Symbols): string {
  return decomposed(line).replace(/(\p{L})(\u0304?)₀, \1\2₁, …/gu, (all, symbol: string, bar: string) => {
    let count = 0;
    while (symbols.has(symbol + index(count))) count++;
    if (count === 0) return all;
    const list = Array.from({ length: count }, (_, i) => `${symbol}${bar}${index(i)}`);
    return (count > 8 ? [...list.slice(0, 3), "…", list.at(-1)!] : list).join(", ");
  });
}

/** A number as an index below the line. */
export function index(i: number): string {
  return [...String(i)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]!).join("");
}

/** What a token is called, and what of its suffix is left then. */
function called({ text, suffix }: Token, symbols: Symbols): readonly [name: string, suffix: string] | null {
  const [indices = ""] = /^[₀-₉]*/.exec(suffix)!;
  const one = indices === "" ? undefined : symbols.get(text + indices);
  if (one !== undefined) return [one, suffix.slice(indices.length)];
  const name = symbols.get(text);
  return name === undefined ? null : [name, suffix];
}

function plain(one: Token, symbols: Symbols): string {
  if (one.kind !== "word") return one.text + one.suffix;
  const [name, suffix] = called(one, symbols) ?? [one.text, one.suffix];
  return (one.isBarred ? plainText.bar(name) : plainText.name(name)) + suffix;
}

const latexSigns: { readonly [sign: string]: string } = {
  Σ: "\\sum",
  Π: "\\prod",
  "≤": "\\le",
  "≥": "\\ge",
  "≠": "\\ne",
  "⟨": "\\langle",
  "⟩": "\\rangle",
  "−": "-",
  "…": "\\ldots",
  "·": "\\cdot",
  "⋆": "\\star",
  "∗": "\\ast",
  "½": "\\tfrac{1}{2}",
  "⌊": "\\lfloor",
  "⌋": "\\rfloor",
  "~": "\\sim",
  "←": "\\leftarrow",
  "∂": "\\partial",
  "∞": "\\infty",
  "{": "\\{",
  "}": "\\}",
};

class LatexWriter {
  private readonly tokens: readonly Token[];
  private readonly symbols: Symbols;
  private at = 0;

  constructor(tokens: readonly Token[], symbols: Symbols) {
    this.tokens = tokens;
    this.symbols = symbols;
  }

  all(): string {
    let text = "";
    while (this.at < this.tokens.length) {
      const [before, gap, after] = [this.tokens[this.at - 1], this.peek()!, this.tokens[this.at + 1]];
      const next = this.next();
      const names = gap.kind === "space" ? [this.written(before), this.written(after)] : [null];
      // Names of several letters need more than a space in the source to be told apart.
      text += names.includes(null) || !/\\(?:mathit|text)\b/.test(names.join("")) ? next : " \\, ";
    }
    return text;
  }

  private next(): string {
    const one = this.tokens[this.at++]!;
    const suffix = latexSuffixes(one.suffix);
    if (one.kind === "word") return this.word(one);
    if (one.kind === "number") return one.text + suffix;
    if (one.kind === "space") return " ";
    if (one.text === "√" || one.text === "^") {
      const inner = this.operand();
      return one.text === "^" ? `^{${inner}}` : `\\sqrt{${inner}}`;
    }
    const sign = latexSigns[one.text];
    if (sign === undefined) return one.text + suffix;
    // A command ends where no letter follows.
    return sign + suffix + (suffix === "" && /[A-Za-z]$/.test(sign) && this.peek()?.kind !== "space" ? " " : "");
  }

  /** What a root or a power applies to: the next token, or all within its parentheses. */
  private operand(): string {
    if (this.peek()?.text !== "(") return this.next();
    this.at++;
    let text = "";
    for (let depth = 1; this.at < this.tokens.length; ) {
      const { text: sign } = this.peek()!;
      depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
      if (depth === 0) break;
      text += this.next();
    }
    this.at++;
    return text;
  }

  private word(one: Token): string {
    const found = called(one, this.symbols);
    if (found !== null) return this.symbol(found[0], one.isBarred, found[1]);
    if (functions.includes(one.text) || this.peek()?.text === "(")
      return latexFunction(one.text) + latexSuffixes(one.suffix);
    if (one.isBarred || [...one.text].length === 1) return this.symbol(one.text, one.isBarred, one.suffix);
    return this.prose(one);
  }

  private symbol(name: string, isBarred: boolean, suffix: string): string {
    const written = isBarred ? latex.bar(name) : latex.name(name);
    // An index cannot have an index: they are written as one.
    const [, letter, long, own = long ?? ""] =
      /^(\\bar\{.*\}|\\?[A-Za-z]+)_(?:\{(.*)\}|(.))$/.exec(written) ?? (["", written] as readonly string[]);
    const indices = latexSuffixes(suffix);
    if (own === "" || !indices.startsWith("_")) return written + indices;
    const [, below = "", above = ""] = /^_\{?([^}^]*)\}?(.*)$/.exec(indices)!;
    return `${letter}_{${own},${below}}${above}`;
  }

  /** Words that follow each other, with the spaces around them, which mathematics does not show. */
  private prose(first: Token): string {
    const before = this.tokens[this.at - 2]?.kind === "space" ? " " : "";
    let text = first.text;
    for (;;) {
      const [space, next] = [this.tokens[this.at], this.tokens[this.at + 1]];
      if (space?.kind !== "space") return latexText(before + text) + latexSuffixes(first.suffix);
      if (next?.kind !== "word" || !this.isProse(next)) return latexText(`${before}${text} `);
      text += ` ${next.text}`;
      this.at += 2;
    }
  }

  /** A symbol of the op as it is written; `null` for anything else. */
  private written(one: Token | undefined): string | null {
    const found = one?.kind === "word" ? called(one, this.symbols) : null;
    return found === null ? null : latex.name(found[0]);
  }

  private isProse(one: Token): boolean {
    if (one.isBarred || one.suffix !== "" || called(one, this.symbols) !== null) return false;
    return [...one.text].length > 1 && !functions.includes(one.text) && this.tokens[this.at + 2]?.text !== "(";
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }
}
