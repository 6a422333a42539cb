import { TapegradError } from "../errors.ts";
import { formatReceived } from "../shape/format.ts";
import type { Node } from "../tape/node.ts";
import type { DType } from "../tensor/dtype.ts";
import { Tensor } from "../tensor/tensor.ts";
import { apply } from "./apply.ts";
import { lift, notATensor } from "./lift.ts";
import { attachOp, type Formula, type Op, type OutputType, type PositionalRule, type RuleContext } from "./op.ts";

/** What a rule sees, with the inputs under their names. */
export type Context<Input extends string, Attrs, Saved> = { readonly [I in Input]: Tensor } & {
  readonly node: Node;
  readonly output: Tensor;
  readonly outputs: readonly Tensor[];
  readonly attrs: Attrs;
  readonly saved: Saved;
};

/**
 * The derivative with respect to one input: from the cotangent of the output (a list for ops with several outputs) to that
 * of the input. `index` counts the tensors of a variadic op.
 */
export type Rule<Cotangent, Input extends string, Attrs, Saved> = (
  cotangent: Cotangent,
  context: Context<Input, Attrs, Saved>,
  index: number,
) => Tensor;

/** One entry per input: leaving one out does not compile. */
export type Rules<Cotangent, Input extends string, Variadic, Attrs, Saved> = {
  // The tensors of a variadic op have no names of their own: its rule looks at `context.node.input(index)`.
  readonly [I in Input]: Rule<Cotangent, Variadic extends true ? never : Input, Attrs, Saved> | "nondifferentiable";
};

type Tensors<Inputs extends readonly string[]> = { -readonly [K in keyof Inputs]: Tensor };
/** How the inputs reach `shape`, `dtype` and `forward`: one by one, or as one list. */
type Positional<Inputs extends readonly string[], Variadic> = Variadic extends true
  ? [tensors: readonly Tensor[]]
  : Tensors<Inputs>;

/** The parts of an op. `Several` is whether it has several outputs, which come and go as lists then. */
export interface OpDefinition<Inputs extends readonly string[], Variadic, Several, Attrs, Saved> {
  readonly name: string;
  /** Names of the inputs, in the order in which callers pass them. */
  readonly inputs: Inputs;
  /** The one input is a list of tensors. */
  readonly variadic?: Variadic;
  /** There are several outputs: shapes, dtypes, buffers and cotangents are lists. */
  readonly several?: Several;
  /** The output is the first input under another shape and shares its storage: there is no `forward`. */
  readonly alias?: boolean;
  readonly commutative?: boolean;
  /** What must happen to the inputs before anything else: `promoteAll`, for one. */
  readonly prepare?: (inputs: readonly Tensor[]) => readonly Tensor[];
  /** The arguments that follow the inputs, checked and with their defaults: the op's static attributes. */
  readonly attrs?: (inputs: readonly Tensor[], ...rest: never) => Attrs;
  /** Is the result the first input itself, so that there is nothing to run? */
  readonly identity?: (inputs: readonly Tensor[], attrs: Attrs) => boolean;
  /** Shape of the output; throws a `ShapeError` if the inputs do not fit. */
  readonly shape: (...args: [...Positional<Inputs, Variadic>, Attrs]) => OneOr<Several, readonly number[]>;
  /** Dtype of the output; that of the first input if left out. */
  readonly dtype?: (...args: [...Positional<Inputs, Variadic>, Attrs]) => OneOr<Several, DType>;
  /** Fills `output.data`; what it returns is kept for the rules as `saved`. */
  readonly forward?: (output: OneOr<Several, Tensor>, ...args: [...Positional<Inputs, Variadic>, Attrs]) => Saved;
  readonly vjp: Rules<OneOr<Several, Tensor>, Inputs[number], Variadic, Attrs, Saved>;
  readonly formula: Formula<Inputs[number]>;
}

type OneOr<Several, T> = Several extends true ? readonly T[] : T;

/** An op that overwrites some of its inputs, has no output, and is never differentiated. */
export interface MutationDefinition<Inputs extends readonly string[], Attrs> {
  readonly name: string;
  readonly inputs: Inputs;
  /** Names of the inputs that are overwritten; they must be Parameters. */
  readonly mutates: readonly Inputs[number][];
  readonly attrs?: (inputs: readonly Tensor[], ...rest: never) => Attrs;
  /** Throws if the inputs do not fit together. */
  readonly check: (...args: [...Tensors<Inputs>, Attrs]) => void;
  readonly forward: (...args: [...Tensors<Inputs>, Attrs]) => void;
  readonly formula: Formula<Inputs[number]>;
}

/** What a definition is when nothing of its types is left: shared code calls it positionally. */
interface AnyDefinition {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly variadic?: boolean;
  readonly alias?: boolean;
  readonly mutates?: readonly string[];
  readonly commutative?: boolean;
  readonly prepare?: (inputs: readonly Tensor[]) => readonly Tensor[];
  readonly attrs?: (inputs: readonly Tensor[], ...rest: readonly unknown[]) => unknown;
  readonly identity?: (inputs: readonly Tensor[], attrs: unknown) => boolean;
  readonly several?: boolean;
  readonly shape?: (...args: readonly unknown[]) => unknown;
  readonly dtype?: (...args: readonly unknown[]) => unknown;
  readonly check?: (...args: readonly unknown[]) => void;
  readonly forward?: (...args: readonly unknown[]) => unknown;
  readonly vjp?: { readonly [input: string]: unknown };
  readonly formula: Formula;
}

/**
 * Makes an op of its parts: how shapes follow, how values are computed, and one derivative rule per input.
 *
 * The function returned takes the inputs first and then whatever `attrs` takes. Every op of the library is made this way;
 * {@link defineElementwise} and {@link defineReduction} are shorthands.
 *
 * @param definition - The parts. Kernels fill buffers they are given; rules are written with ops.
 * @returns A function with the signature of the annotation it is assigned to.
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
  const Inputs extends readonly string[] = readonly string[],
  Variadic extends boolean = false,
  Several extends boolean = false,
  Attrs = undefined,
  Saved = unknown,
>(definition: OpDefinition<Inputs, Variadic, Several, Attrs, Saved>): F {
  const parts = definition as unknown as AnyDefinition; // the same parts, called positionally from here on
  return makeCallable(makeOp(parts), parts) as unknown as F; // F is the annotation's promise
}

/** As {@link defineOp}, for an op that overwrites some of its inputs: an optimizer's update of a parameter. */
export function defineMutation<
  F extends (...args: never) => void,
  const Inputs extends readonly string[] = readonly string[],
  Attrs = undefined,
>(definition: MutationDefinition<Inputs, Attrs>): F {
  const parts = definition as unknown as AnyDefinition; // the same parts, called positionally from here on
  return makeCallable(makeOp(parts), parts) as unknown as F; // F is the annotation's promise
}

/** What happens to a call before the op runs. */
interface CallConvention {
  readonly conditions?: readonly boolean[];
  readonly toFloats?: boolean;
  readonly prepare?: ((inputs: readonly Tensor[]) => readonly Tensor[]) | undefined;
  readonly attrs?: ((inputs: readonly Tensor[], ...rest: readonly unknown[]) => unknown) | undefined;
  readonly identity?: ((inputs: readonly Tensor[], attrs: unknown) => boolean) | undefined;
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** The public function of an op: inputs lifted to tensors, at most three other arguments turned into attributes. */
export function makeCallable(op: Op, { conditions, toFloats, prepare, attrs, identity }: CallConvention): AnyFunction {
  const { name, inputNames, variadic } = op;
  const arity = inputNames.length;
  const invoke = (lifted: readonly Tensor[], x: unknown, y: unknown, z: unknown): unknown => {
    const inputs = prepare === undefined ? lifted : prepare(lifted);
    const values = attrs === undefined ? undefined : attrs(inputs, x, y, z);
    if (identity?.(inputs, values)) return inputs[0];
    return apply(op, inputs, values);
  };
  const liftInputs = (args: unknown[]): readonly Tensor[] => lift(name, inputNames, args, conditions, toFloats);
  // Fixed parameters: a rest parameter would cost every call two arrays.
  let call: AnyFunction;
  if (variadic) call = (list, x, y, z) => invoke(liftList(name, inputNames[0]!, list), x, y, z);
  else if (arity === 1) call = (a, x, y, z) => invoke(liftInputs([a]), x, y, z);
  else if (arity === 2) call = (a, b, x, y, z) => invoke(liftInputs([a, b]), x, y, z);
  else if (arity === 3) call = (a, b, c, x, y, z) => invoke(liftInputs([a, b, c]), x, y, z);
  else call = (...args) => invoke(liftInputs(args.slice(0, arity)), args[arity], args[arity + 1], args[arity + 2]);
  attachOp(call, op);
  return call;
}

function liftList(where: string, name: string, list: unknown): Tensor[] {
  if (!Array.isArray(list) || list.length === 0)
    throw new TapegradError(`${where}: ${name} must be a list of at least one tensor, got ${formatReceived(list)}.`);
  return list.map((item, i) => {
    if (item instanceof Tensor) return item;
    throw notATensor(where, `${name}[${i}]`, item);
  });
}

function makeOp(definition: AnyDefinition): Op {
  const { name, inputs: names, shape, dtype, check } = definition;
  const variadic = definition.variadic === true;
  const several = definition.several === true;
  const mutates = definition.mutates ?? [];
  if ((definition.forward === undefined) !== (definition.alias === true))
    throw new TapegradError(
      `defineOp: ${name} must have a forward or be an alias, got ${definition.alias ? "both" : "neither"}.`,
    );
  const rules = names.map((input) => positionalRule(definition.vjp?.[input], several));
  const Context = contextClass(variadic ? [] : names);
  const shapeOf = withInputs(shape ?? check ?? (() => undefined), names.length, variadic);
  const dtypeOf = dtype && withInputs(dtype, names.length, variadic);
  const forward = definition.forward ?? (() => undefined);

  const infer = (inputs: readonly Tensor[], attrs: unknown): OutputType | readonly OutputType[] => {
    const shapes = shapeOf(inputs, attrs);
    if (shape === undefined) return [];
    const dtypes = dtypeOf === undefined ? inputs[0]!.dtype : dtypeOf(inputs, attrs);
    if (!several) return { shape: shapes as readonly number[], dtype: dtypes as DType };
    return (shapes as readonly (readonly number[])[]).map((one, i) => ({
      shape: one,
      dtype: typeof dtypes === "string" ? (dtypes as DType) : (dtypes as readonly DType[])[i]!,
    }));
  };

  return {
    name,
    inputNames: names,
    variadic,
    several,
    alias: definition.alias === true,
    mutates: mutates.map((input) => names.indexOf(input)),
    differentiable: rules.some((rule) => rule !== null),
    commutative: definition.commutative === true,
    formula: definition.formula,
    rules,
    infer,
    forward:
      mutates.length > 0
        ? withoutOutput(withInputs(forward, names.length, variadic))
        : withOutput(forward, names.length, variadic),
    context: (node) => new Context(node),
  };
}

// `(output, a, b, attrs)` reads well and `(output, inputs, attrs)` is what shared code has: translated here, once, without a
// spread per call where there are few inputs.

function withInputs(
  f: AnyFunction,
  arity: number,
  variadic: boolean,
): (inputs: readonly Tensor[], attrs: unknown) => unknown {
  if (variadic) return f;
  if (arity === 1) return (inputs, attrs) => f(inputs[0], attrs);
  if (arity === 2) return (inputs, attrs) => f(inputs[0], inputs[1], attrs);
  return (inputs, attrs) => f(...inputs, attrs);
}

function withOutput(f: AnyFunction, arity: number, variadic: boolean): Op["forward"] {
  if (variadic) return f;
  if (arity === 1) return (output, inputs, attrs) => f(output, inputs[0], attrs);
  if (arity === 2) return (output, inputs, attrs) => f(output, inputs[0], inputs[1], attrs);
  return (output, inputs, attrs) => f(output, ...inputs, attrs);
}

function withoutOutput(f: (inputs: readonly Tensor[], attrs: unknown) => unknown): Op["forward"] {
  return (_, inputs, attrs) => f(inputs, attrs);
}

function positionalRule(rule: unknown, several: boolean): PositionalRule | null {
  if (typeof rule !== "function") return null;
  const call = rule as (cotangent: unknown, context: RuleContext, index: number) => Tensor; // its declared type is Rule
  return several ? call : (cotangents, context, index) => call(cotangents[0], context, index);
}

/** The context class of one op: a getter on the prototype for each input's name, so that looking one up costs no allocation. */
export function contextClass(names: readonly string[]): new (node: Node) => RuleContext {
  class OpContext implements RuleContext {
    readonly node: Node;
    constructor(node: Node) {
      this.node = node;
    }
    get output(): Tensor {
      return this.node.outputs[0]!;
    }
    get outputs(): readonly Tensor[] {
      return this.node.outputs;
    }
    get attrs(): unknown {
      return this.node.attrs;
    }
    get saved(): unknown {
      return this.node.saved;
    }
  }
  names.forEach((name, i) => {
    Object.defineProperty(OpContext.prototype, name, {
      get(this: OpContext) {
        return this.node.input(i);
      },
    });
  });
  return OpContext;
}
