import { TapegradError } from "../../errors.ts";
import { type Algebra, conditionOperations, type Operand, type Operation } from "../algebra.ts";
import { numbers } from "./numbers.ts";

/**
 * A node of the graph of an expression: an operation on other nodes, a constant, or a name that gets its value later. Equal nodes of one
 * {@link Tracer} are the same object.
 */
export interface Expression {
  readonly operation: Operation | "constant" | "input" | "uniform";
  readonly operands: readonly Expression[];
  /** Of a constant. */
  readonly value: number;
  /** Of an input, which has a value for each element, or of a uniform name, which has one for all of them. */
  readonly name: string;
  /** Is it the same for all elements? Then a loop computes it once. */
  readonly uniform: boolean;
  /** Counts the nodes of a tracer: operands come before what is made of them. */
  readonly id: number;
}

/** The algebra that builds such graphs. */
export type ExpressionAlgebra = Algebra<Expression, Expression>;

/** Someone asked an expression for its value while it was being read: `x > 0` instead of `e.less(0, x)`. */
function refuseValue(): never {
  throw new TapegradError(
    "expression: operands must be combined with the algebra, got one used as a JavaScript number. " +
      "Write e.add(x, 1) for x + 1, and e.select(e.less(0, x), a, b) for x > 0 ? a : b.",
  );
}

class TracedExpression implements Expression {
  readonly operation: Expression["operation"];
  readonly operands: readonly Expression[];
  readonly value: number;
  readonly name: string;
  readonly uniform: boolean;
  readonly id: number;

  constructor(
    operation: Expression["operation"],
    operands: readonly Expression[],
    { value = 0, name = "", id, uniform }: { value?: number; name?: string; id: number; uniform: boolean },
  ) {
    this.operation = operation;
    this.operands = operands;
    this.value = value;
    this.name = name;
    this.uniform = uniform;
    this.id = id;
  }

  [Symbol.toPrimitive](): never {
    return refuseValue();
  }
}

/**
 * Builds graphs of expressions. A node that is asked for again is the one made before, so what an expression uses twice is computed once.
 * Nothing is simplified that could change a bit of the result.
 */
export class Tracer {
  /** The algebra whose operations make nodes of this tracer. */
  readonly algebra: ExpressionAlgebra;
  private readonly known = new Map<string, Expression>();

  constructor() {
    // One entry for each operation there is: the numbers have one for each.
    const entries = (Object.keys(numbers) as Operation[]).map((operation) => [
      operation,
      (...operands: readonly Operand<Expression>[]) => this.node(operation, operands),
    ]);
    this.algebra = Object.fromEntries(entries) as ExpressionAlgebra; // as just built
  }

  /** A name that has a value for each element. */
  input(name: string): Expression {
    return this.intern("input", [], `input ${name}`, { name, uniform: false });
  }

  /** A name that has the same value for all elements of a call: a rate, an argument of the op. */
  uniform(name: string): Expression {
    return this.intern("uniform", [], `uniform ${name}`, { name, uniform: true });
  }

  constant(value: number): Expression {
    return this.intern("constant", [], `constant ${Object.is(value, -0) ? "-0" : value}`, { value, uniform: true });
  }

  /** An operand that is a number becomes a constant. */
  lift(operand: Operand<Expression>): Expression {
    return typeof operand === "number" ? this.constant(operand) : operand;
  }

  private node(operation: Operation, given: readonly Operand<Expression>[]): Expression {
    const operands = given.map((operand) => this.lift(operand));
    return (
      this.simplified(operation, operands) ??
      this.intern(operation, operands, `${operation} ${operands.map(({ id }) => id).join()}`, {
        uniform: operands.every(({ uniform }) => uniform),
      })
    );
  }

  private intern(
    operation: Expression["operation"],
    operands: readonly Expression[],
    key: string,
    rest: { value?: number; name?: string; uniform: boolean },
  ): Expression {
    let node = this.known.get(key);
    if (node === undefined) {
      node = new TracedExpression(operation, operands, { ...rest, id: this.known.size });
      this.known.set(key, node);
    }
    return node;
  }

  /** A node that has the same bits for all operands, if there is a simpler one. */
  private simplified(operation: Operation, operands: readonly Expression[]): Expression | undefined {
    const [a, b] = operands as [Expression, Expression];
    if (operation !== "select" && operands.every(isConstant)) {
      const fold = numbers[operation] as (...values: readonly number[]) => number | boolean;
      const value = fold(...operands.map((operand) => operand.value));
      if (typeof value === "number") return this.constant(value);
    }
    switch (operation) {
      case "mul":
        if (isConstant(a, 1)) return b;
        if (isConstant(b, 1)) return a;
        if (isConstant(a, -1)) return this.node("neg", [b]);
        return isConstant(b, -1) ? this.node("neg", [a]) : undefined;
      case "chain":
        if (isConstant(b, 1)) return a;
        if (isConstant(b, -1)) return this.node("neg", [a]);
        // A factor that is known is no danger: the product is 0, or an ordinary one.
        if (!isConstant(a)) return undefined;
        return a.value === 0 ? this.constant(0) : this.node("mul", [a, b]);
      case "div":
        return isConstant(b, 1) ? a : undefined;
      case "neg":
        return a.operation === "neg" ? a.operands[0] : undefined;
      case "not":
        return a.operation === "not" ? a.operands[0] : undefined;
      case "select":
        return b === operands[2] ? b : undefined;
      default:
        return undefined;
    }
  }
}

/** Is it a constant, or that constant? */
export function isConstant(expression: Expression, value?: number): boolean {
  return expression.operation === "constant" && (value === undefined || Object.is(expression.value, value));
}

/** Is it a condition, the result of a comparison? */
export function isCondition({ operation }: Expression): boolean {
  return (conditionOperations as readonly string[]).includes(operation);
}

/** All nodes that some roots are made of, operands before what is made of them. */
export function nodesOf(roots: readonly Expression[]): Expression[] {
  const found = new Set<Expression>();
  const pending = [...roots];
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (found.has(node)) continue;
    found.add(node);
    pending.push(...node.operands);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

/** What some roots are made of, read in another algebra: `read` gives the value of each name. */
export function interpret<E, C>(
  roots: readonly Expression[],
  algebra: Algebra<E, C>,
  read: (name: string) => Operand<E>,
): Operand<E | C>[] {
  const values = new Map<Expression, unknown>();
  const operations = algebra as unknown as Record<Operation, (...operands: readonly unknown[]) => unknown>;
  for (const node of nodesOf(roots)) {
    const { operation } = node;
    if (operation === "constant") values.set(node, node.value);
    else if (operation === "input" || operation === "uniform") values.set(node, read(node.name));
    else values.set(node, operations[operation](...node.operands.map((operand) => values.get(operand))));
  }
  return roots.map((root) => values.get(root) as Operand<E | C>); // every root is one of the nodes
}
