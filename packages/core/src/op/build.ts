import { TapegradError } from "../errors.ts";
import { apply } from "../tape/apply.ts";
import type { BatchRule, FormulaRule, Op, PositionalRule, PushForward, RuleContext, TensorType } from "../tape/op.ts";
import type { DType } from "../tensor/dtype.ts";
import { toFloat } from "../tensor/dtype.ts";
import { type Node, Tensor } from "../tensor/tensor.ts";
import { type Argument, readerOf } from "./args.ts";
import { checkInputTypes, type Input, lift, liftList, promotedDType } from "./inputs.ts";
import type { LaneStep } from "./laneStep.ts";
import type { WorkRule } from "./work.ts";

/**
 * The dtype of a result: `"same"` as the promoted inputs; `"number"` likewise, but bools alone are an error, because what they would
 * give is not what anyone means (NumPy refuses them too); `"float"` at least; `"numeric"` the same, with int32 for bool; or one dtype
 * always.
 */
export type DTypeRule = "same" | "number" | "float" | "numeric" | DType;

/** All that an op is made of, positional and with every default filled in. */
export interface OpParts {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly variadic?: boolean;
  readonly several?: boolean;
  readonly alias?: boolean;
  readonly mutates?: readonly string[];
  readonly draws?: boolean;
  readonly broadcasts?: boolean;
  readonly commutative?: boolean;
  readonly args?: readonly Argument[];
  /** What must hold between arguments and inputs; it may give other attributes in the place of those it gets. */
  readonly refine?: ((attrs: unknown, inputs: readonly Tensor[]) => unknown) | undefined;
  readonly dtype: DTypeRule | ((inputs: readonly TensorType[], attrs: unknown) => DType | readonly DType[]);
  readonly shape: Op["shape"];
  readonly saves?: Op["saves"];
  readonly check?: Op["check"];
  readonly checkedInputs?: Op["checkedInputs"];
  readonly forward: Op["forward"];
  readonly work?: WorkRule | null;
  readonly composed?: Op["composed"];
  readonly lanes?: readonly LaneStep[];
  readonly batch?: BatchRule | null;
  readonly rules: readonly (PositionalRule | null)[];
  readonly pushForward?: PushForward | null;
  readonly ruleShape?: Op["ruleShape"];
  readonly formula: FormulaRule | null;
}

/** Makes an op and the function that calls it: the one place where both are put together. */
export function buildOp(parts: OpParts): (...args: readonly unknown[]) => unknown {
  return makeCallable(new BuiltOp(parts), parts);
}

/** What an op's context calls its own parts: an input of that name would hide one of them. */
const reserved = ["node", "output", "outputs", "attrs", "saved"];

export class BuiltOp implements Op {
  readonly name: string;
  readonly inputNames: readonly string[];
  readonly variadic: boolean;
  readonly several: boolean;
  readonly alias: boolean;
  readonly mutates: readonly number[];
  readonly draws: boolean;
  readonly broadcasts: boolean;
  readonly args: readonly Argument[];
  readonly numbersOnly: boolean;
  readonly differentiable: boolean;
  readonly commutative: boolean;
  readonly rules: readonly (PositionalRule | null)[];
  readonly pushForward: PushForward | null;
  readonly ruleShape: Op["ruleShape"];
  readonly shape: Op["shape"];
  readonly dtype: Op["dtype"];
  readonly saves: Op["saves"];
  readonly check: Op["check"];
  readonly checkedInputs: Op["checkedInputs"];
  readonly forward: Op["forward"];
  /** What it computes, in the terms that code is emitted from; `null` for one that has a JavaScript kernel alone. */
  readonly work: WorkRule | null;
  readonly composed: Op["composed"];
  /** The lane programs that `forward` consists of, in order; none if it is written by hand. */
  readonly lanes: readonly LaneStep[];
  readonly batch: BatchRule | null;
  readonly formula: FormulaRule | null;
  private readonly Context: ContextClass;

  constructor(parts: OpParts) {
    const { name, inputs, mutates = [] } = parts;
    const names = inputs.map((input) => input.name);
    if (new Set(names).size < names.length)
      throw new TapegradError(`${name}: each input must have a name of its own, got ${names.join(", ")}.`);
    this.name = name;
    this.inputNames = names;
    this.variadic = parts.variadic === true;
    this.several = parts.several === true;
    this.alias = parts.alias === true;
    this.mutates = mutates.map((input) => names.indexOf(input));
    this.draws = parts.draws === true;
    this.broadcasts = parts.broadcasts === true;
    this.args = parts.args ?? [];
    this.numbersOnly = parts.dtype === "number";
    this.differentiable = parts.rules.some((rule) => rule !== null);
    this.commutative = parts.commutative === true;
    this.rules = parts.rules;
    this.pushForward = parts.pushForward ?? null;
    this.ruleShape = parts.ruleShape ?? null;
    this.dtype = dtypeOf(parts);
    this.saves = parts.saves ?? null;
    this.check = parts.check ?? null;
    this.checkedInputs = parts.checkedInputs ?? null;
    this.forward = parts.forward;
    const { lanes = [] } = parts;
    this.work = parts.work ?? (lanes.length === 0 ? null : () => ({ kind: "lanes", steps: lanes }));
    this.composed = parts.composed ?? null;
    this.lanes = lanes;
    this.batch = parts.batch ?? null;
    this.formula = parts.formula;
    this.Context = contextClass(this.variadic ? [] : names);
    const { numbersOnly } = this;
    const { shape } = parts;
    const valuesOnly = inputs.every(({ kind }) => kind === "values");
    this.shape =
      numbersOnly || !valuesOnly
        ? (tensors, attrs) => {
            // Among values a single one that is no bool settles it.
            if (!valuesOnly || tensors[0]!.dtype === "bool") checkInputTypes(name, inputs, tensors, numbersOnly);
            return shape(tensors, attrs);
          }
        : shape;
  }

  context(node: Node, restore: ((output: Tensor) => Tensor) | null): RuleContext {
    return new this.Context(node, restore);
  }
}

function dtypeOf({ dtype: rule, inputs }: OpParts): Op["dtype"] {
  if (typeof rule === "function") return rule;
  switch (rule) {
    case "same":
    case "number":
      // One input has nothing to be promoted to.
      if (inputs.length === 1)
        return (tensors) => (tensors.length === 1 ? tensors[0]!.dtype : promotedDType(inputs, tensors));
      return (tensors) => promotedDType(inputs, tensors);
    case "float":
      return (tensors) => toFloat(promotedDType(inputs, tensors));
    case "numeric":
      return (tensors) => {
        const dtype = promotedDType(inputs, tensors);
        return dtype === "bool" ? "int32" : dtype;
      };
    default:
      return () => rule;
  }
}

const opOfFunction = new WeakMap<object, Op>();

/** The op behind a public function such as `tanh`; `undefined` for functions composed of other ops. */
export function opOf(fn: object): Op | undefined {
  return opOfFunction.get(fn);
}

type Call = (...args: readonly unknown[]) => unknown;

/** The function that users call for an op: inputs become tensors, arguments become attributes, the op runs. */
export function makeCallable(op: Op, { inputs, args = [], refine, dtype }: OpParts): Call {
  const { name, variadic } = op;
  const hidden = op.inputNames.find((input) => reserved.includes(input));
  if (hidden !== undefined)
    throw new TapegradError(
      `${name}: an input must not be called like a part of a rule's context, got ${JSON.stringify(hidden)}. ` +
        `Taken are ${reserved.join(", ")}.`,
    );
  const arity = inputs.length;
  const toFloats = dtype === "float";
  const read = readerOf(name, op.inputNames, args);
  const run = (tensors: readonly Tensor[], rest: readonly unknown[]): unknown => {
    const attrs = read(tensors, rest);
    return apply(op, tensors, refine === undefined ? attrs : refine(attrs, tensors));
  };
  const one = (a: unknown): readonly Tensor[] => (a instanceof Tensor ? [a] : lift(name, inputs, [a], toFloats));
  const two = (a: unknown, b: unknown): readonly Tensor[] =>
    a instanceof Tensor && b instanceof Tensor ? [a, b] : lift(name, inputs, [a, b], toFloats);
  const three = (a: unknown, b: unknown, c: unknown): readonly Tensor[] =>
    a instanceof Tensor && b instanceof Tensor && c instanceof Tensor
      ? [a, b, c]
      : lift(name, inputs, [a, b, c], toFloats);
  const plain = args.length === 0 && refine === undefined;

  // Fixed parameters: a rest parameter would cost every call an array.
  let call: Call;
  if (variadic) call = (list, ...rest) => run(liftList(name, inputs[0]!.name, list), rest);
  // Whatever else is passed to an op without arguments is not looked at, so that `list.map(relu)` works.
  else if (plain && arity === 1) call = (a) => apply(op, one(a), noAttrs);
  else if (plain && arity === 2) call = (a, b) => apply(op, two(a, b), noAttrs);
  else if (plain && arity === 3) call = (a, b, c) => apply(op, three(a, b, c), noAttrs);
  else if (arity === 1) call = (a, x, y, z) => run(one(a), [x, y, z]);
  else if (arity === 2) call = (a, b, x, y, z) => run(two(a, b), [x, y, z]);
  else
    call = (...all) => {
      const given = all.slice(0, arity);
      while (given.length < arity) given.push(undefined);
      return run(lift(name, inputs, given, toFloats), all.slice(arity));
    };
  Object.defineProperty(call, "name", { value: name });
  opOfFunction.set(call, op);
  return call;
}

/** The attributes of an op that has none. */
const noAttrs: object = Object.freeze({});

type ContextClass = new (node: Node, restore: ((output: Tensor) => Tensor) | null) => RuleContext;

/** The context class of one op: a getter on the prototype for each input's name, so that looking one up costs no allocation. */
function contextClass(names: readonly string[]): ContextClass {
  class OpContext implements RuleContext {
    readonly node: Node;
    private readonly restore: ((output: Tensor) => Tensor) | null;
    constructor(node: Node, restore: ((output: Tensor) => Tensor) | null) {
      this.node = node;
      this.restore = restore;
    }
    get output(): Tensor {
      const output = this.node.outputs[0]!;
      return this.restore === null ? output : this.restore(output);
    }
    get outputs(): readonly Tensor[] {
      return this.node.outputs;
    }
    get attrs(): unknown {
      return this.node.attrs;
    }
    get saved(): readonly Tensor[] {
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
