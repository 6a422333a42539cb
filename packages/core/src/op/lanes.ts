import { TapegradError } from "../errors.ts";
import type { Algebra, Operand, Operation } from "./algebra.ts";
import { type Expression, nodesOf, Tracer } from "./readers/expression.ts";

/**
 * What an expression can say of the lane that its element is in: the elements along the axes that an op works on.
 *
 * A result of {@link Lane.sum} and its like is the same for the whole lane, and can be an operand of what comes after it:
 * `e.sub(x, lane.max(x))`.
 */
export interface Lane<E> {
  /** How many elements the lane has. */
  readonly n: E;
  /** The place of the element in its lane, from 0. */
  readonly index: E;
  /** The sum over the lane, added in float64. */
  sum(x: Operand<E>): E;
  /** The largest in the lane, `−∞` where there is none; NaN if there is one. */
  max(x: Operand<E>): E;
  /** The smallest in the lane, `∞` where there is none; NaN if there is one. */
  min(x: Operand<E>): E;
  /** The element of an input at a place that is the same for the whole lane: from 0, below `n`. */
  at(input: E, place: Operand<E>): E;
}

/** An expression of a lane: of the elements of its inputs, of inputs that have one value for each lane, and of numeric arguments. */
export type LaneValue<Names extends string, Attrs extends string = never> = <E, C>(
  e: Algebra<E, C>,
  operands: { readonly [N in Names]: E },
  lane: Lane<E>,
  attrs: { readonly [A in Attrs]: E },
) => Operand<E> | readonly Operand<E>[];

/** What reduces a lane to one number, in the order in which a sum is fixed: see {@link LaneProgram}. */
export interface LaneReduction {
  readonly kind: "sum" | "max" | "min";
  /** The uniform node that stands for the result. */
  readonly result: Expression;
  readonly of: Expression;
}

/** One element of an input, taken by its place. */
export interface LanePick {
  readonly result: Expression;
  readonly input: Expression;
  readonly place: Expression;
}

/**
 * An op on lanes as passes over their elements. Pass `k` finds the results of `passes[k]`, which the later ones may use; what depends on
 * elements and is an output is written in a last pass.
 *
 * **The order of sums.** Sums are added in float64, and every kernel adds in the same order, so that each gives the same bits. Where the
 * elements of a lane are neighbours, element `j` belongs to partial sum `j mod 8`, and the eight are added as
 * `((s₀ + s₄) + (s₂ + s₆)) + ((s₁ + s₅) + (s₃ + s₇))`: eight additions do not wait for each other (1,000 float32: 355 ns in JavaScript,
 * 950 in one chain), and vectors of two do the same. The tree is the same whichever partial sum is called the first, so a loop may
 * rename them as it goes. Where elements are apart (sums down columns), they are added one after the other, in as many lanes at a time as
 * a vector has. Which of both it is follows from the axes, never from sizes.
 */
export interface LaneProgram {
  /** Names of the inputs that have a value for each element, then of those that have one for each lane. */
  readonly elements: readonly string[];
  readonly perLane: readonly string[];
  /** Names of numeric arguments. */
  readonly attrs: readonly string[];
  readonly passes: readonly (readonly LaneReduction[])[];
  readonly picks: readonly LanePick[];
  /** Uniform ones have a value for each lane, others one for each element. */
  readonly outputs: readonly Expression[];
  /** The uniform node of `n`, and the node of the index. */
  readonly n: Expression;
  readonly index: Expression;
  /** Costly nodes that more than one pass needs: a loop may keep their values instead of computing them again. */
  readonly kept: readonly Expression[];
  /** Has every operation one correctly rounded result, so that all kernels give the same bits? */
  readonly exact: boolean;
  /** After which pass each uniform node can be computed: 0 for those that need none. */
  readonly level: ReadonlyMap<Expression, number>;
}

/** Operations with one correctly rounded result, which costs little. */
const exactOperations: ReadonlySet<string> = new Set<Operation>([
  ...(["add", "sub", "mul", "div", "neg", "chain", "square", "sqrt", "abs", "minimum", "maximum"] as const),
  ...(["equal", "notEqual", "less", "lessEqual", "isNan", "isFinite", "and", "or", "not", "select"] as const),
]);

/** Reads an expression of a lane into passes. */
export function traceLanes(
  where: string,
  value: LaneValue<string, string>,
  names: {
    readonly elements: readonly string[];
    readonly perLane: readonly string[];
    readonly attrs: readonly string[];
  },
): LaneProgram {
  const tracer = new Tracer();
  const operands = Object.fromEntries([
    ...names.elements.map((name) => [name, tracer.input(name)] as const),
    ...names.perLane.map((name) => [name, tracer.uniform(name)] as const),
  ]);
  const attrs = Object.fromEntries(names.attrs.map((name) => [name, tracer.uniform(name)]));
  // A name with a space is no input's and no argument's.
  const n = tracer.uniform("lane n");
  const index = tracer.input("lane index");
  const reductions: LaneReduction[] = [];
  const picks: LanePick[] = [];
  const reduce =
    (kind: LaneReduction["kind"]) =>
    (x: Operand<Expression>): Expression => {
      const of = tracer.lift(x);
      const known = reductions.find((other) => other.kind === kind && other.of === of);
      if (known !== undefined) return known.result;
      const result = tracer.uniform(`lane ${kind} ${reductions.length}`);
      reductions.push({ kind, result, of });
      return result;
    };
  const lane: Lane<Expression> = {
    n,
    index,
    sum: reduce("sum"),
    max: reduce("max"),
    min: reduce("min"),
    at(input, given) {
      const place = tracer.lift(given);
      if (!place.uniform || !names.elements.includes(input.name))
        throw new TapegradError(
          `${where}: lane.at must get an input and a place that is the same for the whole lane, got something else.`,
        );
      const result = tracer.uniform(`lane at ${picks.length}`);
      picks.push({ result, input, place });
      return result;
    },
  };
  const made = value(tracer.algebra, operands, lane, attrs);
  const outputs = (Array.isArray(made) ? made : [made]).map((one: Operand<Expression>) => tracer.lift(one));

  const level = levelsOf(outputs, reductions, picks);
  const passes: LaneReduction[][] = [];
  for (const reduction of reductions) {
    const after = level.get(reduction.result);
    if (after === undefined) continue;
    passes[after - 1] ??= [];
    passes[after - 1]!.push(reduction);
  }
  const loops = [...passes.map((pass) => pass.map(({ of }) => of)), outputs.filter(({ uniform }) => !uniform)];
  const all = nodesOf([...outputs, ...reductions.map(({ of }) => of), ...picks.map(({ place }) => place)]);
  const costly = all.filter(
    ({ operation, uniform, operands: given }) => !uniform && given.length > 0 && !exactOperations.has(operation),
  );
  const counts = loops.map((roots) => new Set(nodesOf(roots)));
  return {
    ...names,
    passes,
    picks: picks.filter(({ result }) => level.has(result)),
    outputs,
    n,
    index,
    kept: costly.filter((node) => counts.filter((nodes) => nodes.has(node)).length > 1),
    exact: all.every(({ operation, operands: given }) => given.length === 0 || exactOperations.has(operation)),
    level,
  };
}

/** After which pass each node can be computed. What no output needs is left out. */
function levelsOf(
  outputs: readonly Expression[],
  reductions: readonly LaneReduction[],
  picks: readonly LanePick[],
): Map<Expression, number> {
  const level = new Map<Expression, number>();
  const visit = (root: Expression): number => {
    for (const node of nodesOf([root])) {
      if (level.has(node)) continue;
      const reduction = reductions.find(({ result }) => result === node);
      const pick = picks.find(({ result }) => result === node);
      if (reduction !== undefined) level.set(node, visit(reduction.of) + 1);
      else if (pick !== undefined) level.set(node, visit(pick.place));
      else
        level.set(
          node,
          node.operands.reduce((most, operand) => Math.max(most, level.get(operand)!), 0),
        );
    }
    return level.get(root)!;
  };
  for (const output of outputs) visit(output);
  return level;
}

/** The nodes of some roots that a loop over the elements computes, operands first; what is `known` is not looked into. */
export function elementNodes(roots: readonly Expression[], known: ReadonlySet<Expression>): Expression[] {
  const found = new Set<Expression>();
  const pending = [...roots];
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (node.uniform || found.has(node)) continue;
    found.add(node);
    if (!known.has(node)) pending.push(...node.operands);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
