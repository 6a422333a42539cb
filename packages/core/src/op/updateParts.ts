import { TapegradError } from "../errors.ts";
import { formatReceived, formatShape } from "../shape/format.ts";
import { sameShape } from "../shape/sizes.ts";
import type { Data } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { Operation } from "./algebra.ts";
import { type Expression, isCondition } from "./readers/expression.ts";
import { latex } from "./readers/latex.ts";
import { plainText } from "./readers/notation.ts";
import { type Loop, makeLoop } from "./readers/script.ts";
import { formulaText } from "./readers/text.ts";
import { type Update, UpdateOp } from "./update.ts";

// An update is written as one expression. To say which part of it comes from where, the expression is read once more, with several
// expressions in place of each: what stands on its own, and what this gradient, earlier ones, penalties and decay put in. A sum or a
// product with a number goes through part by part. So the parts are expressions too, with formulas, and nothing is subtracted that
// was added before.

/** What moves a parameter, in the order in which parts are told apart where an update is not linear in them. */
const causes = ["gradient", "momentum", "penalty", "decay"] as const;

/** What moved a parameter: see {@link updateParts}. */
export type UpdateCause = (typeof causes)[number];

/** What a step read, for one parameter. */
export interface StepReadings {
  /** The values before the step. */
  readonly theta: Tensor;
  /** Of the loss with all penalties; like `theta`. */
  readonly gradient: Tensor;
  /** The part of the gradient that penalties have added; like `theta`. Absent for none. */
  readonly penalty?: Tensor | null | undefined;
  /** The state before the step, by its names; like `theta` each. None before the first step. */
  readonly state: { readonly [name: string]: Tensor };
  readonly learningRate: number;
  /** Which update of this parameter it is, from 1. */
  readonly step: number;
}

/** An update, split by what moves the parameter. */
export interface UpdateParts {
  /** Which parts there are for the options of the update. */
  readonly causes: readonly UpdateCause[];
  /** The equation of each: `−γ μ v`. State that is no momentum, such as a mean of squares, is meant as it is after the step. */
  formulas(notation?: "text" | "latex"): { readonly [C in UpdateCause]?: string };
  /**
   * What each added to the parameter in a step, computed in float64.
   *
   * @param into - Where to, in the order of `causes`: as many elements as the parameter has. New arrays unless given.
   */
  of(readings: StepReadings, into?: readonly Float64Array[]): { readonly [C in UpdateCause]?: Tensor };
}

/**
 * Splits an update into what this gradient, earlier gradients, penalties and weight decay add to the parameter.
 *
 * All are parts of one step and have its divisors: for Adam, `√v̂ + ε` with the `v` that the step made of the whole gradient.
 * With that held, an update is linear in the four, and the parts do not depend on an order:
 *
 * - `gradient`: what the gradient of the loss without penalties adds, now.
 * - `momentum`: what the state of the update, as it was before the step, adds: earlier gradients, with all that was in them.
 * - `penalty`: what the gradient of the penalties adds, now.
 * - `decay`: what the option `weightDecay` adds, now.
 *
 * Where an update is not linear, as in the sign of a sum, causes come one after the other in this order, each with those before it.
 *
 * @param update - Of an optimizer: `optimizer.update`.
 * @param options - `penalties`: is a part of the gradient known to come from penalties? Default false: then there is no such part.
 * @throws {@link TapegradError} if it is not one that `defineUpdate` made.
 * @example
 * ```ts
 * const sgd = defineUpdate({
 *   name: "sgd",
 *   state: [],
 *   options: ["weightDecay"],
 *   decay: ["weightDecay"],
 *   symbols: { learningRate: "γ", weightDecay: "λ" },
 *   update: (e, { theta, gradient, learningRate }, { weightDecay }) => ({
 *     theta: e.sub(theta, e.mul(learningRate, e.add(gradient, e.mul(weightDecay, theta)))),
 *   }),
 * });
 * const parts = updateParts(sgd({ weightDecay: 0.5 }));
 * parts.formulas(); // => { gradient: "−γ g", decay: "−γ λ θ" }
 * const readings = { theta: tensor([2]), gradient: tensor([3]), state: {}, learningRate: 0.25, step: 1 };
 * parts.of(readings).gradient?.toArray(); // => [-0.75]
 * parts.of(readings).decay?.toArray(); // => [-0.25]
 * ```
 */
export function updateParts(update: Update, options: { readonly penalties?: boolean } = {}): UpdateParts {
  const op: unknown = (update as Partial<Update> | null | undefined)?.op; // of a caller without types
  if (!(op instanceof UpdateOp))
    throw new TapegradError({
      where: "updateParts",
      argument: "update",
      expected: "must be one that defineUpdate made",
      received: formatReceived(update),
      advice: "Pass optimizer.update.",
    });
  const shares = new Splitter(op, options.penalties === true).changeOfTheta();
  const found = causes.filter((cause) => shares[cause] !== undefined);
  const roots = found.map((cause) => shares[cause]!);
  const inputs = ["theta", "gradient", "penalty", ...op.state];
  let loop: Loop | null = null;
  const byCause = <T>(values: readonly T[]): { [C in UpdateCause]?: T } =>
    Object.fromEntries(found.map((cause, k) => [cause, values[k]!]));
  return {
    causes: found,
    formulas(notation = "text") {
      const style = notation === "latex" ? latex : plainText;
      const symbols: { readonly [name: string]: string } = { penalty: "p", ...op.symbols };
      const written = Object.fromEntries(Object.entries(symbols).map(([own, name]) => [own, style.name(name)]));
      const known = new Map(heldBy(op).map(([name, value]) => [value, written[name] ?? style.name(name)]));
      return byCause(roots.map((root) => formulaText(root, style, written, known)));
    },
    of({ theta, gradient, penalty, state, learningRate, step }, into) {
      const zero = new Float64Array(1);
      const read = (name: string, x: Tensor | null | undefined): readonly [Data, number, number] => {
        if (x === null || x === undefined) return [zero, 0, 0];
        requireLike(name, x, theta);
        return [x.data, 0, 1];
      };
      const given = { theta, gradient, penalty };
      const lists = inputs.map((name) => read(name, name in given ? given[name as "theta"] : state[name])); // a key of it
      const outs = into ?? roots.map(() => new Float64Array(theta.size));
      loop ??= makeLoop({ roots, inputs, uniforms: ["learningRate", "step"], arithmetic: "real" });
      loop(0, theta.size, ...outs, ...lists.flat(), [learningRate], [step], update.options);
      return byCause(outs.map((data): Tensor => new Tensor(theta.shape, "float64", data)));
    },
  };
}

function requireLike(name: string, x: Tensor, theta: Tensor): void {
  if (x instanceof Tensor && sameShape(x.shape, theta.shape)) return;
  throw new TapegradError({
    where: "updateParts",
    argument: name,
    expected: `must be a tensor of shape ${formatShape(theta.shape)}, as theta`,
    received: x instanceof Tensor ? formatShape(x.shape) : formatReceived(x),
  });
}

/** What stays as the step made it: the new values of all state that is no momentum. */
function heldBy(op: UpdateOp): readonly (readonly [name: string, value: Expression])[] {
  return op.results.filter(([name]) => name !== "theta" && !op.momentum.includes(name));
}

/** A value as a sum: what stands on its own, and what each cause puts in. What is 0 is absent. */
type Shares = { readonly [S in "own" | UpdateCause]?: Expression };

const summands = ["own", ...causes] as const;

/** The algebra in which values are such sums. */
class Splitter {
  private readonly op: UpdateOp;
  private readonly penalties: boolean;
  private readonly held: ReadonlySet<Expression>;
  private readonly known = new Map<Expression, Shares>();

  constructor(op: UpdateOp, penalties: boolean) {
    this.op = op;
    this.penalties = penalties;
    this.held = new Set(heldBy(op).map(([, value]) => value));
  }

  /** What is added to the parameter. */
  changeOfTheta(): Shares {
    const { tracer, results } = this.op;
    const [, value] = results.find(([name]) => name === "theta")!; // every update has it
    const { own, ...shares } = this.of(value);
    const theta = tracer.input("theta");
    if (own === theta) return shares;
    // What moves the parameter whatever the gradient is: counted to the gradient.
    const rest = own === undefined ? tracer.algebra.neg(theta) : tracer.algebra.sub(own, theta);
    const { gradient } = shares;
    return { ...shares, gradient: gradient === undefined ? rest : tracer.algebra.add(gradient, rest) };
  }

  private of(node: Expression): Shares {
    let shares = this.known.get(node);
    if (shares === undefined) {
      shares = this.split(node);
      this.known.set(node, shares);
    }
    return shares;
  }

  private split(node: Expression): Shares {
    const { operation, name } = node;
    const { tracer, momentum, decay } = this.op;
    const { algebra } = tracer;
    if (this.held.has(node) || isCondition(node)) return { own: node };
    if (operation === "input") {
      if (momentum.includes(name)) return { momentum: node };
      if (name !== "gradient") return { own: node };
      if (!this.penalties) return { gradient: node };
      const penalty = tracer.input("penalty");
      return { gradient: algebra.sub(node, penalty), penalty };
    }
    if (operation === "uniform") return decay.includes(name) ? { decay: node } : { own: node };
    const operands = node.operands.map((operand) => this.of(operand));
    if (operands.every(isOwn)) return { own: node };
    const [a, b, c] = operands as [Shares, Shares, Shares];
    switch (operation) {
      case "add":
        return each((s) => this.plus(a[s], b[s]));
      case "sub":
        return each((s) =>
          b[s] === undefined ? a[s] : a[s] === undefined ? algebra.neg(b[s]) : algebra.sub(a[s], b[s]),
        );
      case "neg":
        return each((s) => a[s] && algebra.neg(a[s]));
      case "mul":
      case "chain":
        if (isOwn(b)) return each((s) => a[s] && algebra[operation](a[s], b.own ?? 0));
        if (isOwn(a)) return each((s) => b[s] && algebra[operation](a.own ?? 0, b[s]));
        break;
      case "div":
        if (isOwn(b)) return each((s) => a[s] && algebra.div(a[s], b.own ?? 0));
        break;
      case "select":
        return each((s) => (b[s] ?? c[s]) && algebra.select(a.own!, b[s] ?? 0, c[s] ?? 0)); // a condition is always own
    }
    return this.oneAfterAnother(operation as Operation, operands);
  }

  /** An operation that is not linear: what each cause changes when it comes to those before it. */
  private oneAfterAnother(operation: Operation, operands: readonly Shares[]): Shares {
    const { tracer } = this.op;
    const algebra = tracer.algebra as unknown as Record<Operation, (...operands: readonly Expression[]) => Expression>; // no condition is split
    const sums: (Expression | undefined)[] = operands.map(() => undefined);
    let before: Expression | undefined;
    return each((s) => {
      if (s !== "own" && operands.every((operand) => operand[s] === undefined)) return undefined;
      for (const [k, operand] of operands.entries()) sums[k] = this.plus(sums[k], operand[s]);
      const value = algebra[operation](...sums.map((sum) => sum ?? tracer.constant(0)));
      const change = before === undefined ? value : tracer.algebra.sub(value, before);
      before = value;
      return change;
    });
  }

  private plus(a: Expression | undefined, b: Expression | undefined): Expression | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    return this.op.tracer.algebra.add(a, b);
  }
}

/** Has no cause a part in it? */
function isOwn(shares: Shares): boolean {
  return causes.every((cause) => shares[cause] === undefined);
}

function each(share: (summand: "own" | UpdateCause) => Expression | undefined): Shares {
  const shares: { -readonly [S in keyof Shares]: Shares[S] } = {};
  for (const summand of summands) {
    const value = share(summand);
    if (value !== undefined) shares[summand] = value;
  }
  return shares;
}
