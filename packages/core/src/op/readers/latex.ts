import { level, type Notation, namedNumbers, short } from "./notation.ts";

const greek: { readonly [letter: string]: string } = {
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  ζ: "\\zeta",
  η: "\\eta",
  θ: "\\theta",
  κ: "\\kappa",
  λ: "\\lambda",
  μ: "\\mu",
  ν: "\\nu",
  ξ: "\\xi",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  φ: "\\varphi",
  χ: "\\chi",
  ψ: "\\psi",
  ω: "\\omega",
  Γ: "\\Gamma",
  Δ: "\\Delta",
  Θ: "\\Theta",
  Λ: "\\Lambda",
  Φ: "\\Phi",
  Ψ: "\\Psi",
  Ω: "\\Omega",
  ℓ: "\\ell",
};

const accents: { readonly [mark: string]: string } = {
  "\u0302": "\\hat",
  "\u0303": "\\tilde",
  "\u0304": "\\bar",
  "\u0307": "\\dot",
  "\u0308": "\\ddot",
};

/** Functions that LaTeX has a command for. */
const commands: readonly string[] = "arccos arcsin arctan cos cosh det exp ln log max min sin sinh tan tanh".split(" ");

/** Functions that formulas call, with or without parentheses. */
export const functions: readonly string[] = [...commands, "argmax", "argmin", "argsort", "sign", "softmax"];

const lowered: { readonly [sign: string]: string } = signs("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₘₙ", "0123456789+-ijkmn");
const raised: { readonly [sign: string]: string } = signs("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵏᵐⁿᵖᵗ", "0123456789+-kmnpt");
const commandsAbove: { readonly [sign: string]: string } = { "′": "\\prime", ᵀ: "\\top" };

function signs(from: string, to: string): { readonly [sign: string]: string } {
  return Object.fromEntries([...from].map((sign, i) => [sign, to[i]!]));
}

/** Is it a letter or digit above or below the line? */
export function isSuffix(sign: string): boolean {
  return commandsAbove[sign] !== undefined || lowered[sign] !== undefined || raised[sign] !== undefined;
}

/** What stands above and below the line behind a symbol: `ᵢⱼ`, `ᵖ⁻¹`, `′`. */
export function latexSuffixes(text: string): string {
  const all = [...text];
  const below = all.map((sign) => lowered[sign] ?? "").join("");
  const above = all.map((sign) => commandsAbove[sign] ?? raised[sign] ?? "").join("");
  const braced = (sign: string): string => (sign.length === 1 ? sign : `{${sign}}`);
  return `${below === "" ? "" : `_${braced(below)}`}${above === "" ? "" : `^${braced(above)}`}`;
}

const brackets: { readonly [sign: string]: string } = {
  "⌊": "\\lfloor",
  "⌋": "\\rfloor",
  "⌈": "\\lceil",
  "⌉": "\\rceil",
};

const escapes: { readonly [sign: string]: string } = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "‘": "`",
  "’": "'",
  "−": "-",
};

/** Text between formulas: words, and names that are no symbols. What neither LaTeX nor KaTeX can set is written as its number. */
export function latexText(text: string): string {
  const written = [...text.normalize("NFC")].map((sign) => {
    if (/[&%$#_{}]/.test(sign)) return `\\${sign}`;
    if (escapes[sign] !== undefined) return escapes[sign];
    if (/\s/.test(sign)) return " ";
    if (/^[ -~]$|^\p{Script=Latin}$|^\p{Script=Cyrillic}$|^\p{Script=Han}$/u.test(sign)) return sign;
    return greek[sign] === undefined ? `U+${sign.codePointAt(0)!.toString(16).toUpperCase()}` : `$${greek[sign]}$`;
  });
  return `\\text{${written.join("")}}`;
}

/** A letter with its index; `null` where a name is something else. */
function symbol(name: string): { readonly letter: string; readonly index: string } | null {
  const parts = /^(\p{L})(\p{M}?)(?:_?(\d+)|_([A-Za-z\d]+)|([₀-₉]+))?$/u.exec(name.normalize("NFD"));
  if (parts === null) return null;
  const [, letter, mark, digits, word, low = ""] = parts as unknown as [
    string,
    string,
    string,
    ...(string | undefined)[],
  ];
  const plain = greek[letter] ?? (/^[A-Za-z]$/.test(letter) ? letter : null);
  if (plain === null || (mark !== "" && accents[mark] === undefined)) return null;
  const written = word !== undefined && word.length > 2 ? `\\mathit{${word}}` : word;
  const index = digits ?? written ?? [...low].map((digit) => lowered[digit]).join("");
  return { letter: mark === "" ? plain : `${accents[mark]}{${plain}}`, index };
}

const indexed = (letter: string, index: string): string =>
  index === "" ? letter : `${letter}_${index.length === 1 ? index : `{${index}}`}`;

function nameOf(name: string): string {
  const number = /^([−-]?)(\d[\d.]*|∞)(?:e([−-]?\d+))?$/.exec(name);
  if (number !== null) {
    const [, sign, digits, exponent] = number;
    const power = exponent === undefined ? "" : ` \\cdot 10^{${exponent.replace("−", "-")}}`;
    return `${sign === "" ? "" : "-"}${digits === "∞" ? "\\infty" : digits}${power}`;
  }
  const known = symbol(name);
  if (known !== null) return indexed(known.letter, known.index);
  return /^[A-Za-z][\w.]*$/.test(name) ? `\\mathit{${name.replaceAll("_", "\\_")}}` : latexText(name);
}

/** The name of a function, before its arguments. */
export function latexFunction(name: string): string {
  if (commands.includes(name)) return `\\${name}`;
  if ([...name].length === 1) return nameOf(name);
  return /^[A-Za-z]+$/.test(name) ? `\\operatorname{${name}}` : latexText(name);
}

/** LaTeX mathematics, without the signs around it. */
export const latex: Notation = {
  name: nameOf,
  bar(name) {
    const known = symbol(name);
    return known === null ? `\\overline{${nameOf(name)}}` : indexed(`\\bar{${known.letter}}`, known.index);
  },
  number(value) {
    if (Number.isNaN(value)) return "\\mathrm{NaN}";
    return (
      namedNumbers.find(([known]) => known === value)?.[2] ?? short(value).replace(/ · 10\^(-?\d+)/, " \\cdot 10^{$1}")
    );
  },
  power: (base, exponent) => `${base}^{${exponent}}`,
  root: (x) => `\\sqrt{${x}}`,
  fraction: (above, below) => ({ text: `\\frac{${above.text}}{${below.text}}`, level: level.power }),
  call(name, args) {
    const end = [...name].findIndex(isSuffix);
    const [word, rest] = end < 0 ? [name, ""] : [name.slice(0, end), name.slice(end)];
    return `${latexFunction(word)}${latexSuffixes(rest)}\\left(${args.join(", ")}\\right)`;
  },
  between(left, x, right) {
    return `\\left${brackets[left] ?? left} ${x} \\right${brackets[right] ?? right}`;
  },
  parentheses: (x) => `\\left(${x}\\right)`,
  summed: (x) => `\\sum ${x.startsWith("-") ? `\\left(${x}\\right)` : x}\\text{ over repeated axes}`,
  beside(before, next) {
    if (/^(?:\\left\(-|[\d-])/.test(next)) return " \\cdot ";
    // Words need more than letters do to be told apart.
    return /\\(?:mathit|text|operatorname)\b/.test(before + next) ? " \\, " : " ";
  },
  minus: "-",
  arrow: "\\leftarrow",
  relations: { equal: "=", notEqual: "\\ne", less: "<", lessEqual: "\\le", greater: ">", greaterEqual: "\\ge" },
  words: {
    and: "\\text{ and }",
    or: "\\text{ or }",
    not: "\\text{not }",
    if: "\\text{ if }",
    else: "\\text{ else }",
  },
};
