import { type Expression, isConstant } from "./expression.ts";
import { level, type Notation, type Piece, wrapped } from "./notation.ts";
import { numbers } from "./numbers.ts";

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

/** The number that an operation on numbers alone gives, which a reader would rather see: 2 for `3 − 1`. */
function folded({ operation, operands, value }: Expression): number | null {
  if (operation === "constant") return value;
  const given = operands.map(folded);
  if (given.length === 0 || given.includes(null) || operation === "select") return null;
  const compute = numbers[operation as keyof typeof numbers] as (...values: readonly (number | null)[]) => unknown;
  const result = compute(...given);
  return typeof result === "number" ? result : null;
}

/**
 * An expression as a formula.
 *
 * @param names - How inputs and attributes are written, in that notation; one that is not there is written as it is called.
 * @param known - Nodes that have a name of their own, such as the result that another one is made of, and how it is written.
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
      piece = name === undefined ? write(node) : atom(name);
      pieces.set(node, piece);
    }
    return piece;
  };
  /** A name, which may be a number that someone put there. */
  const named = (text: string): Piece => {
    if (text.startsWith(notation.minus)) return { text, level: level.negation };
    return { text, level: /^\d.*(?:e|\\cdot)/.test(text) ? level.power : level.atom };
  };
  const inside = (node: Expression, needed: number): string => wrapped(notation, read(node), needed);

  const sum = (a: Expression, b: Expression, minus: boolean): Piece => {
    // a + (−b) and a + −3 are written as differences.
    let [right, sign] = [b, minus];
    if (b.operation === "neg") [right, sign] = [b.operands[0]!, !minus];
    const piece = read(right);
    const negative = piece.level === level.negation && piece.text.startsWith(notation.minus);
    if (negative) sign = !sign;
    const text = negative ? piece.text.slice(notation.minus.length) : inside(right, sign ? level.product : level.sum);
    return { text: `${inside(a, level.sum)} ${sign ? notation.minus : "+"} ${text}`, level: level.sum };
  };
  /** `1 + x`, or `1 − x` of a negative term. */
  const onePlus = (x: Piece): string =>
    x.level === level.negation && x.text.startsWith(notation.minus)
      ? `1 ${notation.minus} ${x.text.slice(notation.minus.length)}`
      : `1 + ${wrapped(notation, x, level.sum)}`;
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
    const text = positive.text.startsWith(notation.minus)
      ? notation.parentheses(positive.text)
      : wrapped(notation, positive, level.product);
    return { text: `${notation.minus}${text}`, level: level.negation };
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
    // A sign at the front of a later factor would read as a difference.
    const texts = pieces.map((piece, i) =>
      i > 0 && piece.text.startsWith(notation.minus)
        ? notation.parentheses(piece.text)
        : wrapped(notation, piece, level.product),
    );
    const text = texts.reduce((all, next) => all + notation.beside(all, next) + next);
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
    const number = folded(node);
    if (number !== null) {
      const text = notation.number(number);
      return { text, level: number < 0 ? level.negation : /[ /]/.test(text) ? level.product : level.atom };
    }
    const [a, b, c] = operands as [Expression, Expression, Expression];
    switch (operation) {
      case "input":
      case "uniform":
        return named(names[node.name] ?? notation.name(node.name));
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
        if (folded(b) === 1) return read(a);
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
        return atom(notation.call("ln", [onePlus(read(a))]));
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
