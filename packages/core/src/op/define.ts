import { TapegradError } from "../errors.ts";
import type { BatchRule, FormulaRule, Op, PositionalRule, RuleContext, TensorType } from "../tape/op.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import type { Argument, AttrsOf } from "./args.ts";
import { alongBatchedAxis, batchFirst } from "./batch.ts";
import { buildOp, type DTypeRule } from "./build.ts";
import { type InputDeclaration, inputsOf, type NameOf } from "./inputs.ts";
import { type AnyLaneDefinition, LaneStep, runLanes } from "./laneStep.ts";
import type { Work } from "./work.ts";

/** What a rule sees, with the inputs under their names. */
export type Context<Input extends string, Attrs> = { readonly [I in Input]: Tensor } & {
  readonly node: Node;
  readonly output: Tensor;
  readonly outputs: readonly Tensor[];
  readonly attrs: Attrs;
  readonly saved: readonly Tensor[];
};

/**
 * The derivative with respect to one input: from the cotangent of the output (a list for ops with several outputs) to that
 * of the input. `index` counts the tensors of a variadic op.
 */
export type Rule<Cotangent, Input extends string, Attrs> = (
  cotangent: Cotangent,
  context: Context<Input, Attrs>,
  index: number,
) => Tensor;

/** One entry per input: leaving one out does not compile. */
export type Rules<Cotangent, Input extends string, Variadic, Attrs> = {
  // The tensors of a variadic op have no names of their own: its rule looks at `context.node.input(index)`.
  readonly [I in Input]: Rule<Cotangent, Variadic extends true ? never : Input, Attrs> | "nondifferentiable";
};

/** How the inputs reach the parts of an op: one by one, or as one list. */
type Each<Inputs extends readonly InputDeclaration[], Variadic, T> = Variadic extends true
  ? [tensors: readonly T[]]
  : { -readonly [K in keyof Inputs]: T };
type OneOr<Several, T> = Several extends true ? readonly T[] : T;

/** The parts of an op. `Several` is whether it has several outputs, which come and go as lists then. */
export interface OpDefinition<
  Inputs extends readonly InputDeclaration[],
  Variadic,
  Several,
  Args extends readonly Argument[],
  Attrs,
> {
  readonly name: string;
  /** The inputs, in the order in which callers pass them: names, or `condition(name)`, `indices(name)`. */
  readonly inputs: Inputs;
  /** The one input is a list of tensors. */
  readonly variadic?: Variadic;
  /** There are several outputs: shapes, dtypes, buffers and cotangents are lists. */
  readonly several?: Several;
  /** The output is the first input under another shape and shares its storage: there is no `forward`. Reshape alone is one. */
  readonly alias?: boolean;
  /** It draws random numbers: run again it gives something else. */
  readonly draws?: boolean;
  readonly commutative?: boolean;
  /** The arguments after the inputs, each with its name, range and default; they become the attributes. */
  readonly args?: Args;
  /** What must hold between arguments and inputs; gives the attributes to be used. */
  readonly refine?: (attrs: AttrsOf<Args>, ...inputs: Each<Inputs, Variadic, TensorType>) => Attrs;
  /** Shape of the output, from types and attributes alone; throws a `ShapeError` if the inputs do not fit. */
  readonly shape: (...args: [...Each<Inputs, Variadic, TensorType>, Attrs]) => OneOr<Several, readonly number[]>;
  /** Dtype of the output; `"same"`, that of the promoted inputs, if left out. */
  readonly dtype?: DTypeRule | ((...args: [...Each<Inputs, Variadic, TensorType>, Attrs]) => OneOr<Several, DType>);
  /** Further outputs that only the rules see: what they need besides inputs and outputs. */
  readonly saves?: (...args: [...Each<Inputs, Variadic, TensorType>, Attrs]) => readonly TensorType[];
  /** Throws if values do not fit. Apart from `shape`, which sees no values, so that a replay of the tape can check them again. */
  readonly check?: (...args: [...Each<Inputs, Variadic, Tensor>, Attrs]) => void;
  /** The inputs whose values `check` looks at; all of them unless given. A compiled program need not bring the others where it looks. */
  readonly checks?: readonly NameOf<Inputs[number]>[];
  /** What it does to each lane, in the place of `forward`: one program, or several of which later ones read what earlier ones wrote. */
  readonly lanes?: AnyLaneDefinition | readonly AnyLaneDefinition[];
  /** Fills all of `output.data`, whatever is in it, and of what it `saves`. */
  readonly forward?: (
    output: OneOr<Several, Tensor>,
    ...args: [...Each<Inputs, Variadic, Tensor>, Attrs, saved: readonly Tensor[]]
  ) => void;
  /** What it computes in terms that code is emitted from, for a compiled program; `null` where it cannot be. */
  readonly work?: (...args: [...Each<Inputs, Variadic, TensorType>, Attrs]) => Work | null;
  /** The same, bit for bit, by other ops: what a compiled program has in its place. */
  readonly composed?: (...args: [...Each<Inputs, Variadic, Tensor>, Attrs]) => Tensor;
  /**
   * How it is run for a batch at once: {@link batchFirst}, or a function of the list of inputs. Left out, each example is run by itself,
   * which is right and slower; an op made of lanes along its last axis or its argument `axis` needs none.
   */
  readonly batch?: BatchRule<NoInfer<Attrs>>;
  readonly vjp: Rules<OneOr<Several, Tensor>, NameOf<Inputs[number]>, Variadic, Attrs>;
  /** Value and rules as mathematics; as a function of the attributes where those change them. */
  readonly formula: FormulaRule<NameOf<Inputs[number]>, Attrs>;
}

/** An op that overwrites some of its inputs, has no output, and is never differentiated. */
export interface MutationDefinition<Inputs extends readonly string[]> {
  readonly name: string;
  readonly inputs: Inputs;
  /** Names of the inputs that are overwritten; they must be Parameters. */
  readonly mutates: readonly Inputs[number][];
  /** Throws if the types of the inputs do not fit together. */
  readonly fits: (...inputs: Each<Inputs, false, TensorType & { readonly name?: string | undefined }>) => void;
  /** Throws if values do not fit. */
  readonly check?: (...inputs: Each<Inputs, false, Tensor>) => void;
  readonly forward: (...inputs: Each<Inputs, false, Tensor>) => void;
  readonly formula: FormulaRule<Inputs[number]>;
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * Makes an op of its parts: how shapes follow, how values are computed, and one derivative rule per input.
 *
 * The function returned takes the inputs first and then the arguments that `args` declares. {@link defineElementwise} and
 * {@link defineReduction} are shorthands.
 *
 * @param definition - The parts. Kernels fill buffers they are given; rules are written with ops.
 * @returns A function with the signature of the annotation it is assigned to.
 * @throws {@link TapegradError} if parts contradict each other: an input called like a part of the rule's context, a rule too few.
 * @example
 * ```ts
 * const cube = defineOp({
 *   name: "cube",
 *   inputs: ["x"],
 *   shape: (x) => x.shape,
 *   forward: (y, x) => {
 *     for (let i = 0; i < x.size; i++) y.data[i] = x.data[i]! ** 3;
 *   },
 *   vjp: { x: (cotangent, { x }) => mul(cotangent, mul(3, square(x))) },
 *   formula: { value: "y = x³", x: "x̄ = 3 x² ȳ" },
 * });
 * grad((x: Tensor) => cube(x).sum())(tensor([1, 2])).toArray(); // => [3, 12]
 * ```
 */
export function defineOp<
  F extends (...args: never) => unknown = (...args: readonly unknown[]) => Tensor,
  const Inputs extends readonly InputDeclaration[] = readonly InputDeclaration[],
  Variadic extends boolean = false,
  Several extends boolean = false,
  const Args extends readonly Argument[] = readonly [],
  Attrs = AttrsOf<Args>,
>(definition: OpDefinition<Inputs, Variadic, Several, Args, Attrs>): F {
  const { name, dtype, saves, check, refine, forward } = definition;
  const inputs = inputsOf(definition.inputs);
  const variadic = definition.variadic === true;
  const several = definition.several === true;
  const arity = inputs.length;
  const ways = [forward, definition.lanes, definition.alias || undefined].filter((way) => way !== undefined).length;
  if (ways !== 1)
    throw new TapegradError(
      `defineOp: ${name} must have a forward, or lanes, or be an alias, got ${ways === 0 ? "none of them" : "several of them"}.`,
    );
  const names = inputs.map((input) => input.name);
  const { lanes: stated = [] } = definition;
  const lanes = [stated].flat().map((one) => new LaneStep(name, one, names));
  const list = <T>(f: unknown): T => withInputs(f as AnyFunction, arity, variadic) as T; // called positionally from here on
  const call = buildOp({
    ...definition,
    inputs,
    variadic,
    several,
    args: definition.args ?? [],
    refine: refine && ((attrs, tensors) => (refine as AnyFunction)(attrs, ...(variadic ? [tensors] : tensors))),
    dtype: typeof dtype === "function" ? list(dtype) : (dtype ?? "same"),
    shape: list(definition.shape),
    saves: saves === undefined ? null : list(saves),
    check: check === undefined ? null : list(check),
    checkedInputs: definition.checks?.map((input) => names.indexOf(input)) ?? null,
    work: definition.work === undefined ? null : list(definition.work),
    composed: definition.composed === undefined ? null : list(definition.composed),
    lanes,
    batch: definition.batch ?? batchOfLanes(lanes, definition.args ?? []),
    forward:
      forward === undefined ? runLanes(lanes, arity) : withOutput(forward as AnyFunction, arity, variadic, several),
    rules: inputs.map((input) => positionalRule(name, input.name, definition.vjp, several)),
    formula: definition.formula as FormulaRule, // called with the attributes of this op
  });
  return call as unknown as F; // F is the annotation's promise
}

/** Lanes in front of which there is one more axis are more lanes, where they run along the last axis or one that is an argument. */
function batchOfLanes(lanes: readonly LaneStep[], args: readonly Argument[]): BatchRule | null {
  if (lanes.length === 0 || !lanes.every(({ followsAxis }) => followsAxis)) return null;
  return args.some(({ name }) => name === "axis") ? alongBatchedAxis : batchFirst((attrs) => attrs);
}

/** As {@link defineOp}, for an op that overwrites some of its inputs. */
export function defineMutation<
  F extends (...args: never) => void,
  const Inputs extends readonly string[] = readonly string[],
>(definition: MutationDefinition<Inputs>): F {
  const { inputs, fits, forward, check } = definition;
  const call = buildOp({
    ...definition,
    inputs: inputsOf(inputs),
    dtype: () => [],
    shape(tensors) {
      (fits as AnyFunction)(...tensors);
      return [];
    },
    check: check === undefined ? null : (tensors) => (check as AnyFunction)(...tensors),
    forward: (_, tensors) => (forward as AnyFunction)(...tensors),
    rules: inputs.map(() => null),
  });
  return call as unknown as F; // F is the annotation's promise
}

// `(output, a, b, attrs)` reads well and `(outputs, inputs, attrs)` is what shared code has: translated here, once, without a
// spread per call where there are few inputs.

function withInputs(f: AnyFunction, arity: number, variadic: boolean): AnyFunction {
  if (variadic) return f;
  type List = readonly unknown[];
  if (arity === 1) return (inputs, attrs) => f((inputs as List)[0], attrs);
  if (arity === 2) return (inputs, attrs) => f((inputs as List)[0], (inputs as List)[1], attrs);
  if (arity === 3) return (inputs, attrs) => f((inputs as List)[0], (inputs as List)[1], (inputs as List)[2], attrs);
  return (inputs, attrs) => f(...(inputs as List), attrs);
}

function withOutput(f: AnyFunction, arity: number, variadic: boolean, several: boolean): Op["forward"] {
  if (variadic && several) return f;
  if (variadic) return (outputs, inputs, attrs, saved) => f(outputs[0], inputs, attrs, saved);
  if (several) return (outputs, inputs, attrs, saved) => f(outputs, ...inputs, attrs, saved);
  if (arity === 1) return (outputs, inputs, attrs, saved) => f(outputs[0], inputs[0], attrs, saved);
  if (arity === 2) return (outputs, inputs, attrs, saved) => f(outputs[0], inputs[0], inputs[1], attrs, saved);
  if (arity === 3)
    return (outputs, inputs, attrs, saved) => f(outputs[0], inputs[0], inputs[1], inputs[2], attrs, saved);
  return (outputs, inputs, attrs, saved) => f(outputs[0], ...inputs, attrs, saved);
}

/** One rule as shared code calls it. @throws TapegradError if there is none, and no word that there is none. */
export function positionalRule(
  op: string,
  input: string,
  rules: { readonly [input: string]: unknown },
  several: boolean,
): PositionalRule | null {
  const rule = Object.hasOwn(rules, input) ? rules[input] : undefined;
  if (rule === "nondifferentiable") return null;
  if (typeof rule !== "function")
    throw new TapegradError(
      `${op}: vjp must have a rule for ${input}, or the word "nondifferentiable", got ${rule === undefined ? "neither" : "something else"}.`,
    );
  const call = rule as (cotangent: unknown, context: RuleContext, index: number) => Tensor; // its declared type is Rule
  return several ? call : (cotangents, context, index) => call(cotangents[0], context, index);
}
