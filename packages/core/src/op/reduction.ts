import { DomainError, TapegradError } from "../errors.ts";
import { reduceLanes } from "../kernels/js/reduce.ts";
import { reducedShape } from "../shape/axes.ts";
import { formatShape } from "../shape/format.ts";
import { sizeOf } from "../shape/sizes.ts";
import type { BatchRule, FormulaRule } from "../tape/op.ts";
import type { Data } from "../tensor/dtype.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import type { Algebra, Operand } from "./algebra.ts";
import { alongAxes } from "./alongAxes.ts";
import { type Argument, type AttrsOf, axes, type ExpressionAttrsOf, flag, oneAxisOrAll } from "./args.ts";
import { batchFirst } from "./batch.ts";
import { buildOp, type DTypeRule } from "./build.ts";
import { positionalRule, type Rule } from "./define.ts";
import { inputsOf } from "./inputs.ts";
import { emittedLanes } from "./laneKernels.ts";
import { LaneStep, runLanes } from "./laneStep.ts";
import type { Lane, LaneValue } from "./lanes.ts";

/** What every reduction is called with besides its input, axes counted from 0 and ascending. */
export interface ReductionAttrs {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** An op that makes one number of all elements along some axes. */
export interface ReductionDefinition<Input extends string, Args extends readonly Argument[]> {
  readonly name: string;
  readonly inputs: readonly [Input];
  readonly dtype: DTypeRule;
  /** Is there no answer for no elements? */
  readonly needsElements?: boolean;
  /** Is a list of axes an error? So it is where the answer is a position. */
  readonly oneAxis?: boolean;
  /** Further options beside `keepDims`. */
  readonly args?: Args;
  /**
   * The value of a lane, as an expression: `(e, { x }, lane) => e.div(lane.sum(x), lane.n)`. Fast kernels are made of it.
   */
  readonly value?: <E, C>(
    e: Algebra<E, C>,
    operands: { readonly [I in Input]: E },
    lane: Lane<E>,
    attrs: ExpressionAttrsOf<Args, E>,
  ) => Operand<E>;
  /** In its place where that is no such expression: one lane of `n` values, `stride` apart, gives one value. */
  readonly forward?: (
    x: Data,
    start: number,
    stride: number,
    n: number,
    attrs: ReductionAttrs & AttrsOf<Args>,
  ) => number;
  /** Cotangent and output come with the reduced axes kept at size 1, so that they broadcast against the input. */
  readonly vjp: {
    readonly [I in Input]: Rule<Tensor, Input, ReductionAttrs & AttrsOf<Args>> | "nondifferentiable";
  };
  /** About one lane: along which axes it runs is added. */
  readonly formula: FormulaRule<Input, ReductionAttrs & AttrsOf<Args>>;
}

/**
 * Makes an op that reduces axes: called as `op(x, axis, { keepDims })`, `axis` a number, a list, or absent for all.
 *
 * What all such ops share is here, once: axes are resolved and checked, the lanes walked whichever way they lie in memory, and
 * for the rule the output and its cotangent get their reduced axes back.
 *
 * @param definition - What one lane gives, as an expression or as a function, and the derivative rule.
 * @returns A function with the signature of the annotation it is assigned to.
 * @example
 * ```ts
 * const sumOfSquares = defineReduction({
 *   name: "sumOfSquares",
 *   inputs: ["x"],
 *   dtype: "same",
 *   value: (e, { x }, lane) => lane.sum(e.square(x)),
 *   vjp: { x: (cotangent, { x }) => mul(cotangent, mul(2, x)) },
 *   formula: { value: "y = Σᵢ xᵢ²", x: "x̄ = 2 x ȳ" },
 * });
 * sumOfSquares(tensor([[1, 2], [3, 4]]), 1).toArray(); // => [5, 25]
 * ```
 */
export function defineReduction<
  F extends (...args: never) => unknown = (...args: readonly unknown[]) => Tensor,
  const Input extends string = string,
  const Args extends readonly Argument[] = readonly [],
>(definition: ReductionDefinition<Input, Args>): F {
  const { name, value, forward, needsElements, oneAxis, formula, dtype, args = [] } = definition;
  if ((value === undefined) === (forward === undefined))
    throw new TapegradError(
      `defineReduction: ${name} must have a value or a forward, got ${value ? "both" : "neither"}.`,
    );
  const [inputName] = definition.inputs;
  type Attrs = ReductionAttrs & AttrsOf<Args>;
  const step =
    value &&
    new LaneStep(
      name,
      {
        elements: [inputName],
        attrs: args.filter(({ symbol }) => symbol).map((argument) => argument.name),
        axes: ({ axes: given }: ReductionAttrs) => given,
        value: value as unknown as LaneValue<string, string>, // the same, its names looked up from here on
        kernels: emittedLanes,
      },
      definition.inputs,
    );
  const call = buildOp({
    name,
    inputs: inputsOf(definition.inputs),
    dtype,
    args: [oneAxis === true ? oneAxisOrAll() : axes(), flag("keepDims"), ...args],
    shape([x], given) {
      const attrs = given as Attrs;
      const shape = reducedShape(x!.shape, attrs.axes, attrs.keepDims);
      if (needsElements === true && sizeOf(shape) > 0 && attrs.axes.some((axis) => x!.shape[axis] === 0)) {
        const along = attrs.axes.length === 1 ? `axis ${attrs.axes[0]}` : `axes ${formatShape(attrs.axes)}`;
        throw new DomainError(
          `${name}: ${inputName} must have at least one element along ${along}, got shape ${formatShape(x!.shape)}.`,
        );
      }
      return shape;
    },
    ...(step && { lanes: [step] }),
    forward: step
      ? runLanes([step], 1)
      : ([output], [x], attrs) =>
          reduceLanes(output!.data, x!.data, x!.shape, (attrs as Attrs).axes, forward as never, attrs),
    rules: [positionalRule(name, inputName, definition.vjp, false)],
    ruleShape: keptShape,
    batch: behindBatchAxis,
    formula: alongAxes(formula, (attrs) => attrs.axes) as FormulaRule, // called with the attributes of this op
  });
  return call as unknown as F; // F is the annotation's promise
}

/** The axes of each example are one further on. */
const behindBatchAxis: BatchRule<ReductionAttrs> = /* @__PURE__ */ batchFirst((attrs) => ({
  ...attrs,
  axes: attrs.axes.map((axis) => axis + 1),
}));

/** The output's shape with size 1 in place of each axis that was reduced away; `null` if that is what it has. */
function keptShape({ outputs, attrs }: Node): readonly number[] | null {
  const { axes, keepDims } = attrs as ReductionAttrs;
  const { shape } = outputs[0]!;
  // A scalar broadcasts as it is.
  if (keepDims || shape.length === 0 || axes.length === 0) return null;
  const kept = [...shape];
  for (const axis of axes) kept.splice(axis, 0, 1);
  return kept;
}
