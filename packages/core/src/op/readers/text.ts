import { type Expression, isConstant } from "./expression.ts";

/** How tightly the outermost sign of a formula binds: what binds less than its surroundings is put in parentheses. */
const level = { choice: 0, comparison: 1, sum: 2, product: 3, negation: 4, power: 5, atom: 6 } as const;

/** A piece of a formula. */
interface Piece {
  readonly text: string;
  readonly level: number;
}

/** How formulas are written: as plain text with superscripts, or as LaTeX. */
export interface Notation {
  name(name: string): string;
  number(value: number): string;
  power(base: string, exponent: string): string;
  root(x: string): string;
  fraction(above: Piece, below: Piece): Piece;
  call(name: string, args: readonly string[]): string;
  /** What stands around: `|x|`, `⌊x⌋`. */
  between(left: string, x: string, right: string): string;
  parentheses(x: string): string;
  readonly times: string;
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
const namedNumbers: readonly (readonly [value: number, text: string, latex: string])[] = [
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

function short(value: number): string {
  const rounded = Number(value.toPrecision(6));
  return String(rounded).replace(/e\+?(-?\d+)/, " · 10^$1");
}

/** Plain text, as one writes it in a comment: `x̄ = ȳ σ(x) σ(−x)`. */
export const plainText: Notation = {
  name: (name) => name,
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
  times: " · ",
  minus: "−",
  arrow: "←",
  relations: { equal: "=", notEqual: "≠", less: "<", lessEqual: "≤", greater: ">", greaterEqual: "≥" },
  words: { and: "and", or: "or", not: "not", if: "if", else: "else" },
};

const greek: { readonly [letter: string]: string } = {
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  ε: "\\varepsilon",
  θ: "\\theta",
  λ: "\\lambda",
  μ: "\\mu",
  τ: "\\tau",
};

/** LaTeX mathematics, without the signs around it. */
export const latex: Notation = {
  name(name) {
    const bar = /^(.)\u0304$/u.exec(name.normalize("NFD"));
    if (bar !== null) return `\\bar{${bar[1]}}`;
    const indexed = /^(.)([₀-₉]+)$/u.exec(name);
    const [letter, index] = indexed === null ? [name, ""] : [indexed[1]!, indexed[2]!];
    const digits = [...index].map((digit) => "₀₁₂₃₄₅₆₇₈₉".indexOf(digit)).join("");
    const shown = greek[letter] ?? ([...letter].length === 1 ? letter : `\\mathit{${letter.replace(/_/g, "\\_")}}`);
    return digits === "" ? shown : `${shown}_${digits}`;
  },
  number(value) {
    return (
      namedNumbers.find(([known]) => known === value)?.[2] ?? short(value).replace(/ · 10\^(-?\d+)/, " \\cdot 10^{$1}")
    );
  },
  power: (base, exponent) => `${base}^{${exponent}}`,
  root: (x) => `\\sqrt{${x}}`,
  fraction: (above, below) => ({ text: `\\frac{${above.text}}{${below.text}}`, level: level.power }),
  call(name, args) {
    const known = [
      "ln",
      "exp",
      "sin",
      "cos",
      "tan",
      "sinh",
      "cosh",
      "tanh",
      "min",
      "max",
      "arcsin",
      "arccos",
      "arctan",
    ];
    const shown = known.includes(name)
      ? `\\${name}`
      : (greek[name] ?? (name === "σ" ? "\\sigma" : `\\operatorname{${name}}`));
    return `${shown}\\left(${args.join(", ")}\\right)`;
  },
  between(left, x, right) {
    const sign = (text: string): string =>
      ({ "⌊": "\\lfloor", "⌋": "\\rfloor", "⌈": "\\lceil", "⌉": "\\rceil", "|": "|", "[": "[", "]": "]" })[text] ??
      text;
    return `\\left${sign(left)} ${x} \\right${sign(right)}`;
  },
  parentheses: (x) => `\\left(${x}\\right)`,
  times: " \\cdot ",
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

function wrapped(notation: Notation, piece: Piece, needed: number): string {
  return piece.level < needed ? notation.parentheses(piece.text) : piece.text;
}

/** What holds where a comparison does not, if it is not with NaN: formulas are about numbers. */
const negated: { readonly [operation: string]: keyof Notation["relations"] } = {
  equal: "notEqual",
  notEqual: "equal",
  less: "greaterEqual",
  lessEqual: "greater",
};

interface Factors {
  negative: boolean;
  readonly above: Expression[];
  readonly below: Expression[];
}

/** Functions that are written as a name with arguments, where that is another name than the operation's. */
const functionNames: { readonly [operation: string]: string } = {
  log: "ln",
  log2: "log₂",
  log10: "log₁₀",
  minimum: "min",
  maximum: "max",
  asin: "arcsin",
  acos: "arccos",
  atan: "arctan",
  sigmoid: "σ",
  normalCdf: "Φ",
  asinh: "arsinh",
  acosh: "arcosh",
  atanh: "artanh",
};

/**
 * An expression as a formula.
 *
 * @param names - What inputs and attributes are called; a name that is not there stays as it is.
 * @param known - Nodes that have a name of their own, such as the result that another one is made of.
 */
export function formulaText(
  expression: Expression,
  notation: Notation,
  names: { readonly [name: string]: string } = {},
  known: ReadonlyMap<Expression, string> = new Map(),
): string {
  const pieces = new Map<Expression, Piece>();
  const atom = (text: string): Piece => ({ text, level: level.atom });
  const read = (node: Expression): Piece => {
    let piece = pieces.get(node);
    if (piece === undefined) {
      const name = node === expression ? undefined : known.get(node);
      piece = name === undefined ? write(node) : atom(notation.name(name));
      pieces.set(node, piece);
    }
    return piece;
  };
  const inside = (node: Expression, needed: number): string => wrapped(notation, read(node), needed);

  const sum = (a: Expression, b: Expression, minus: boolean): Piece => {
    // a + (−b) and a + −3 are written as differences.
    let [right, sign] = [b, minus];
    if (b.operation === "neg") [right, sign] = [b.operands[0]!, !minus];
    const negative = isConstant(right) && right.value < 0;
    const text = negative ? notation.number(-right.value) : inside(right, sign ? level.product : level.sum);
    if (negative) sign = !sign;
    return { text: `${inside(a, level.sum)} ${sign ? notation.minus : "+"} ${text}`, level: level.sum };
  };
  // Factors and divisors of nested products and quotients, which are written as one.
  const collect = (node: Expression, into: Factors, below: boolean): void => {
    const { operation, operands } = node;
    const open = node === expression || !known.has(node);
    if (open && (operation === "mul" || operation === "chain"))
      for (const operand of operands) collect(operand, into, below);
    else if (open && operation === "div") {
      collect(operands[0]!, into, below);
      collect(operands[1]!, into, !below);
    } else if (open && operation === "neg") {
      into.negative = !into.negative;
      collect(operands[0]!, into, below);
    } else if (!isConstant(node, 1)) (below ? into.below : into.above).push(node);
  };
  const product = (node: Expression): Piece => {
    const factors: Factors = { negative: false, above: [], below: [] };
    collect(node, factors, false);
    const above = written(factors.above);
    const positive = factors.below.length === 0 ? above : notation.fraction(above, written(factors.below));
    if (!factors.negative) return positive;
    return { text: `${notation.minus}${wrapped(notation, positive, level.product)}`, level: level.negation };
  };
  /** A product of factors, numbers first, equal ones as powers. */
  const written = (factors: readonly Expression[]): Piece => {
    const distinct = [...new Set(factors)].sort((a, b) => Number(isConstant(b)) - Number(isConstant(a)));
    if (distinct.length === 0) return atom("1");
    const pieces = distinct.map((factor): Piece => {
      const times = factors.filter((other) => other === factor).length;
      if (times === 1) return read(factor);
      return { text: notation.power(inside(factor, level.atom), String(times)), level: level.power };
    });
    if (pieces.length === 1) return pieces[0]!;
    const texts = pieces.map((piece) => wrapped(notation, piece, level.product));
    // A number or a sign would run into what stands before it.
    const text = texts.reduce((all, next) => all + (/^[\d−-]/.test(next) ? notation.times : " ") + next);
    return { text, level: level.product };
  };
  const choice = (condition: Expression, a: Expression, b: Expression): Piece => {
    const holds = notation.between("[", read(condition).text, "]");
    if (isConstant(b, 0) && isConstant(a, 1)) return atom(holds);
    if (isConstant(b, 0)) return { text: `${inside(a, level.product)} ${holds}`, level: level.product };
    if (isConstant(a, 0)) {
      const other = notation.between("[", negation(condition).text, "]");
      return isConstant(b, 1) ? atom(other) : { text: `${inside(b, level.product)} ${other}`, level: level.product };
    }
    const { words } = notation;
    return {
      text: `${inside(a, level.comparison)} ${words.if} ${read(condition).text}, ${words.else} ${read(b).text}`,
      level: level.choice,
    };
  };

  function negation(condition: Expression): Piece {
    const relation = negated[condition.operation];
    if (relation === undefined)
      return { text: `${notation.words.not} ${inside(condition, level.atom)}`, level: level.comparison };
    const [left, right] = condition.operands as [Expression, Expression];
    const text = `${inside(left, level.sum)} ${notation.relations[relation]} ${inside(right, level.sum)}`;
    return { text, level: level.comparison };
  }

  function write(node: Expression): Piece {
    const { operation, operands } = node;
    const [a, b, c] = operands as [Expression, Expression, Expression];
    switch (operation) {
      case "constant": {
        const text = notation.number(node.value);
        return { text, level: node.value < 0 ? level.negation : /[ /]/.test(text) ? level.product : level.atom };
      }
      case "input":
      case "uniform":
        return atom(notation.name(names[node.name] ?? node.name));
      case "add":
        return sum(a, b, false);
      case "sub":
        return sum(a, b, true);
      case "mul":
      case "chain":
      case "div":
      case "neg":
        return product(node);
      case "pow":
        return { text: notation.power(inside(a, level.atom), read(b).text), level: level.power };
      case "square":
        return { text: notation.power(inside(a, level.atom), "2"), level: level.power };
      case "exp":
        return { text: notation.power("e", read(a).text), level: level.power };
      case "gauss":
        return {
          text: notation.power("e", `${notation.minus}${notation.power(inside(a, level.atom), "2")}`),
          level: level.power,
        };
      case "sqrt":
        return { text: notation.root(read(a).text), level: level.power };
      case "hypot":
        return {
          text: notation.root(
            `${notation.power(inside(a, level.atom), "2")} + ${notation.power(inside(b, level.atom), "2")}`,
          ),
          level: level.power,
        };
      case "expm1":
        return { text: `${notation.power("e", read(a).text)} ${notation.minus} 1`, level: level.sum };
      case "log1p":
        return atom(notation.call("ln", [`1 + ${inside(a, level.sum)}`]));
      case "softplus":
        return atom(notation.call("ln", [`1 + ${notation.power("e", read(a).text)}`]));
      case "lgamma":
        return atom(notation.call("ln", [notation.between("|", notation.call("Γ", [read(a).text]), "|")]));
      case "polygamma":
        return atom(notation.call(`ψ${"′".repeat(a.value)}`, [read(b).text]));
      case "abs":
        return atom(notation.between("|", read(a).text, "|"));
      case "floor":
        return atom(notation.between("⌊", read(a).text, "⌋"));
      case "ceil":
        return atom(notation.between("⌈", read(a).text, "⌉"));
      case "floorDivide":
        return atom(notation.between("⌊", notation.fraction(read(a), read(b)).text, "⌋"));
      case "equal":
      case "notEqual":
      case "less":
      case "lessEqual":
        return {
          text: `${inside(a, level.sum)} ${notation.relations[operation]} ${inside(b, level.sum)}`,
          level: level.comparison,
        };
      case "and":
      case "or":
        return {
          text: `${inside(a, level.comparison)} ${notation.words[operation]} ${inside(b, level.comparison)}`,
          level: level.choice,
        };
      case "not":
        return negation(a);
      case "select":
        return choice(a, b, c);
      default:
        return atom(
          notation.call(
            functionNames[operation] ?? operation,
            operands.map((operand) => read(operand).text),
          ),
        );
    }
  }

  return read(expression).text;
}
