import { TapegradError } from "../errors.ts";
import { runElementwise } from "../kernels/js/elementwise.ts";
import { blockHeap } from "../kernels/wasm/blockHeap.ts";
import { broadcastShapes } from "../shape/broadcast.ts";
import { applyOne } from "../tape/apply.ts";
import type { PositionalRule, RuleContext, TensorType } from "../tape/op.ts";
import type { FloatDType } from "../tensor/dtype.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";
import { zerosOf } from "../tensor/zeros.ts";
import type { Algebra, Operand } from "./algebra.ts";
import type { Argument, ExpressionAttrsOf } from "./args.ts";
import { broadcastBatch } from "./batch.ts";
import { BuiltOp, type DTypeRule, makeCallable, type OpParts } from "./build.ts";
import { type Input, type InputDeclaration, inputsOf, type NameOf } from "./inputs.ts";
import { type Dual, dual } from "./readers/dual.ts";
import { type Expression, isConstant, nodesOf, Tracer } from "./readers/expression.ts";
import { type ProvidedFunctions, provide } from "./readers/provided.ts";
import { type Arithmetic, type Loop, makeLoop } from "./readers/script.ts";
import { VectorKernel } from "./readers/vectorKernel.ts";
import type { ElementsWork } from "./work.ts";

/** The operands of an expression, under the names of the inputs. */
type OperandsOf<Inputs extends readonly InputDeclaration[], E, C> = {
  readonly [I in Inputs[number] as NameOf<I>]: I extends Input<string, "condition"> ? C : E;
};

/** An op that computes each element of its result from the elements at the same place. */
export interface ElementwiseDefinition<Inputs extends readonly InputDeclaration[], Args extends readonly Argument[]> {
  readonly name: string;
  /** The inputs, in the order in which callers pass them: names, or `condition(name)`. */
  readonly inputs: Inputs;
  readonly dtype: DTypeRule;
  /** The arguments that follow the inputs. Numbers among them are operands of the expressions. */
  readonly args?: Args;
  /** What must hold between arguments and inputs; gives the attributes to be used. */
  readonly refine?: (attrs: never, ...inputs: TensorType[]) => object;
  /** One element of the result, as an expression. */
  readonly value: <E, C>(
    e: Algebra<E, C>,
    inputs: OperandsOf<Inputs, E, C>,
    attrs: ExpressionAttrsOf<Args, E>,
  ) => Operand<E> | C;
  /**
   * `∂y/∂x` for each input, as an expression of the inputs and the output. Left out, it follows from the value, operation by operation;
   * `"nondifferentiable"` says that no derivative passes.
   */
  readonly slope?: {
    readonly [I in NameOf<Inputs[number]>]?:
      | (<E, C>(
          e: Algebra<E, C>,
          inputs: OperandsOf<Inputs, E, C> & { readonly output: E },
          attrs: ExpressionAttrsOf<Args, E>,
        ) => Operand<E>)
      | "nondifferentiable";
  };
  readonly commutative?: boolean;
  /** Large functions that its expressions need: `errorFunctions`, `gammaFunctions`. The main entry has them all. */
  readonly uses?: ProvidedFunctions;
}

/** An expression in any algebra: what a definition's `value` is once its names are forgotten. */
type Read = <E, C>(e: Algebra<E, C>, operands: Operands<E>, attrs: object) => Operand<E>;
type Operands<E> = { readonly [name: string]: Operand<E> };

/** An elementwise op without the types of its names. */
interface ElementwiseParts {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly dtype: DTypeRule;
  readonly args: readonly Argument[];
  readonly value: Read;
  readonly slopes: { readonly [input: string]: Read | "nondifferentiable" | undefined };
  readonly commutative: boolean;
}

/** An op derived from another one, and what of that one's node it takes after the cotangent or the tangents. */
interface Derived {
  readonly op: ElementwiseOp;
  readonly inputs: readonly number[];
  readonly output: boolean;
}

/** What the op that pulls a cotangent back is run on. */
function operandsOf({ inputs, output }: Derived, cotangent: Tensor, node: Node): Tensor[] {
  // Written out for the usual ones: an array that grows costs as much as a small tensor.
  if (!output && inputs.length === 1) return [cotangent, node.input(inputs[0]!)];
  if (!output && inputs.length === 2) return [cotangent, node.input(inputs[0]!), node.input(inputs[1]!)];
  if (output && inputs.length === 0) return [cotangent, node.outputs[0]!];
  return [cotangent, ...inputs.map((k) => node.input(k)), ...(output ? node.outputs : [])];
}

/** What is known of an op's expressions for certain attributes: numbers among these are names, everything else is fixed. */
interface Reading {
  readonly value: Expression;
  readonly loops: Map<Arithmetic, Loop>;
  /** The loops over vectors, once asked for; `null` where there is none. */
  readonly vectors: { [D in FloatDType]?: VectorKernel | null };
  /** For each input the op that pulls a cotangent back to it; a number where the slope is the same everywhere. */
  readonly pullbacks: (Derived | number | undefined)[];
  /** For each set of inputs that move, as bits, the op that pushes their tangents forward. */
  readonly pushes: Map<number, Derived>;
}

/** Names that derived ops give to what they take besides the inputs of the op they are derived from. */
const outputName = "output";
/** A name that no input has: a derivative of a derivative has two cotangents, told apart by strokes. */
export function newName(name: string, inputs: readonly Input[]): string {
  let unique = name;
  while (inputs.some((input) => input.name === unique)) unique += "′";
  return unique;
}

/** An elementwise op: shared code can read its value and its slopes, in any algebra. */
export class ElementwiseOp extends BuiltOp {
  readonly inputs: readonly Input[];
  readonly parts: ElementwiseParts;
  /** Arguments that are no numbers: for each combination of their values the expressions are read anew. */
  private readonly fixed: readonly string[];
  private readonly readings = new Map<string, Reading>();
  private latest: Reading | null = null;
  private readonly anyOperands: { readonly [name: string]: number };

  constructor(parts: ElementwiseParts) {
    super(elementwiseParts(parts, () => this));
    this.parts = parts;
    this.inputs = parts.inputs;
    this.anyOperands = Object.fromEntries([...this.inputNames, outputName].map((name) => [name, 0]));
    this.fixed = parts.args.filter(({ symbol }) => !symbol).map(({ name }) => name);
  }

  /** One element of the result, as a graph of its inputs and its numeric attributes by name. */
  expression(attrs: object = {}): Expression {
    return this.reading(attrs).value;
  }

  /** `∂y/∂xᵢ` in some algebra, from operands under the names of the inputs, and `output`. `null` where it is 0 because nothing moves. */
  slope<E, C>(e: Algebra<E, C>, i: number, given: Operands<E>, attrs: object): Operand<E> | null {
    const { name } = this.inputs[i]!;
    // A derived op is given only what its slope is made of; for the rest any number will do.
    const operands: Operands<E> = { ...this.anyOperands, ...given };
    const stated = this.parts.slopes[name];
    if (typeof stated === "function") return stated(e, operands, attrs);
    const moved = Object.fromEntries(
      Object.entries(operands).map(([operand, value]) => [operand, { value, tangent: operand === name ? 1 : null }]),
    );
    // Conditions are their own duals: nothing moves in them.
    for (const { name: input, kind } of this.inputs) if (kind === "condition") moved[input] = operands[input] as never;
    const fixed = Object.fromEntries(
      Object.entries(attrs).map(([attr, value]) => [
        attr,
        this.fixed.includes(attr) ? value : { value: value as Operand<E>, tangent: null },
      ]),
    );
    const result = this.parts.value<Dual<E>, C>(dual(e), moved as Operands<Dual<E>>, fixed);
    return typeof result === "number" ? null : result.tangent;
  }

  /** Its rules look at nothing but the node: no context has to be made. */
  override context(node: Node): RuleContext {
    return node;
  }

  run(output: Tensor, inputs: readonly Tensor[], attrs: unknown): void {
    const { dtype } = output;
    const arithmetic = dtype === "int32" ? "whole" : dtype === "bool" ? "bits" : "real";
    const reading = this.reading(attrs as object);
    if (dtype === "float32" || dtype === "float64") {
      const kernel = this.vectors(reading, dtype);
      if (kernel?.takes(inputs, output.size)) {
        kernel.run(output, inputs, attrs);
        return;
      }
    }
    let loop = reading.loops.get(arithmetic);
    if (loop === undefined) {
      loop = makeLoop({ roots: [reading.value], inputs: this.inputNames, uniforms: [], arithmetic });
      reading.loops.set(arithmetic, loop);
    }
    runElementwise(loop, output, inputs, attrs);
  }

  /** In terms that code is emitted from. */
  elements(attrs: unknown): ElementsWork {
    const { value } = this.reading(attrs as object);
    const { inputNames: inputs } = this;
    return { kind: "elements", roots: [value], inputs, uniforms: [], mode: "rounded once", overwritten: null };
  }

  pullBack(i: number, cotangent: Tensor, node: Node): Tensor {
    const attrs = node.attrs as object;
    const reading = this.reading(attrs);
    reading.pullbacks[i] ??= this.derivePullback(i, attrs);
    const derived = reading.pullbacks[i]!;
    if (derived === 1) return cotangent;
    if (typeof derived === "number") {
      // Nothing passes, and what an infinite cotangent would make of it does not either.
      return zerosOf(cotangent);
    }
    return applyOne(derived.op, operandsOf(derived, cotangent, node), attrs);
  }

  /** The tangent of the output from those of the inputs; `null` if none of them moves it. */
  push(tangents: readonly (Tensor | null)[], node: Node): Tensor | null {
    const attrs = node.attrs as object;
    const { pushes } = this.reading(attrs);
    let moving = 0;
    for (let i = 0; i < tangents.length; i++) if (tangents[i] !== null && this.rules[i] !== null) moving |= 1 << i;
    if (moving === 0) return null;
    let derived = pushes.get(moving);
    if (derived === undefined) {
      derived = this.derivePush(moving, attrs);
      pushes.set(moving, derived);
    }
    const inputs: Tensor[] = [];
    for (let i = 0; i < tangents.length; i++) if (moving & (1 << i)) inputs.push(tangents[i]!);
    for (const k of derived.inputs) inputs.push(node.input(k));
    if (derived.output) inputs.push(node.outputs[0]!);
    return applyOne(derived.op, inputs, attrs);
  }

  private reading(attrs: object): Reading {
    // As a rule there is one reading for good: nothing to look up.
    if (this.latest !== null && this.fixed.length === 0) return this.latest;
    const key = JSON.stringify(this.fixed.map((name) => attrs[name as never]));
    let reading = this.readings.get(key);
    if (reading === undefined) {
      const tracer = new Tracer();
      const value = tracer.lift(
        this.parts.value(tracer.algebra, this.operands(tracer), this.attributes(tracer, attrs)),
      );
      reading = { value, loops: new Map(), vectors: {}, pullbacks: [], pushes: new Map() };
      this.readings.set(key, reading);
    }
    this.latest = reading;
    return reading;
  }

  private vectors({ value, vectors }: Reading, dtype: FloatDType): VectorKernel | null {
    const heap = blockHeap();
    if (heap === null) return null;
    let kernel = vectors[dtype];
    if (kernel === undefined) {
      kernel = VectorKernel.of(heap, {
        roots: [value],
        inputs: this.inputNames,
        uniforms: [],
        dtype,
        mode: "rounded once",
      });
      vectors[dtype] = kernel;
    }
    return kernel;
  }

  private operands(tracer: Tracer): Operands<Expression> {
    return Object.fromEntries(this.inputNames.map((name) => [name, tracer.input(name)]));
  }

  /** Attributes as expressions see them: numbers are names. */
  attributes(tracer: Tracer, attrs: object): object {
    return Object.fromEntries(
      this.args.map(({ name, symbol }) => [name, symbol ? tracer.uniform(name) : attrs[name as never]]),
    );
  }

  private derivePullback(i: number, attrs: object): Derived | number {
    const cotangent = newName("cotangent", this.inputs);
    const { inputs, output, slope } = this.used([i], attrs);
    if (isConstant(slope[0]!, 1)) return 1;
    if (isConstant(slope[0]!, 0)) return 0;
    const value: Read = (e, operands, given) => e.chain(operands[cotangent]!, this.slope(e, i, operands, given) ?? 0);
    return this.derive(`${this.name}.vjp.${this.inputNames[i]}`, [cotangent], inputs, output, value);
  }

  private derivePush(moving: number, attrs: object): Derived {
    const positions = this.inputs.map((_, i) => i).filter((i) => moving & (1 << i));
    const { inputs, output } = this.used(positions, attrs);
    const tangents = positions.map((i) => newName(`${this.inputNames[i]}.tangent`, this.inputs));
    const value: Read = <E, C>(e: Algebra<E, C>, operands: Operands<E>, given: object) => {
      const terms = positions.map((i, k) => {
        const slope = this.slope(e, i, operands, given);
        return slope === null ? 0 : e.chain(operands[tangents[k]!]!, slope);
      });
      return terms.reduce((sum, term) => e.add(sum, term));
    };
    return this.derive(`${this.name}.jvp`, tangents, inputs, output, value);
  }

  /** Which inputs some slopes are made of, whether the output is, and the slopes. */
  private used(
    positions: readonly number[],
    attrs: object,
  ): { readonly inputs: readonly number[]; readonly output: boolean; readonly slope: readonly Expression[] } {
    const tracer = new Tracer();
    const operands = { ...this.operands(tracer), [outputName]: tracer.input(outputName) };
    const given = this.attributes(tracer, attrs);
    const slope = positions.map((i) => tracer.lift(this.slope(tracer.algebra, i, operands, given) ?? 0));
    const names = new Set(nodesOf(slope).flatMap(({ operation, name }) => (operation === "input" ? [name] : [])));
    const inputs = this.inputs.map((_, k) => k).filter((k) => names.has(this.inputNames[k]!));
    // An op that is derived itself may have an input of that name.
    return { inputs, output: names.has(outputName) && !this.inputNames.includes(outputName), slope };
  }

  private derive(
    name: string,
    moving: readonly string[],
    inputs: readonly number[],
    output: boolean,
    value: Read,
  ): Derived {
    const op = new ElementwiseOp({
      name,
      inputs: [...inputsOf(moving), ...inputs.map((k) => this.inputs[k]!), ...inputsOf(output ? [outputName] : [])],
      dtype: "same",
      args: this.args,
      value,
      slopes: {},
      commutative: false,
    });
    return { op, inputs, output };
  }
}

function elementwiseParts(parts: ElementwiseParts, self: () => ElementwiseOp): OpParts {
  const { name, inputs, dtype } = parts;
  return {
    ...parts,
    broadcasts: inputs.length > 1,
    shape: (tensors) => {
      let { shape } = tensors[0]!;
      for (let i = 1; i < tensors.length; i++) shape = broadcastShapes(name, shape, tensors[i]!.shape);
      return shape;
    },
    forward: (outputs, tensors, attrs) => self().run(outputs[0]!, tensors, attrs),
    work: (_, attrs) => self().elements(attrs),
    rules: inputs.map((input, i): PositionalRule | null => {
      const none = dtype === "bool" || input.kind !== "values" || parts.slopes[input.name] === "nondifferentiable";
      return none ? null : (cotangents, context) => self().pullBack(i, cotangents[0]!, context.node);
    }),
    batch: broadcastBatch,
    pushForward: (tangents, node) => self().push(tangents, node),
    formula: null,
  };
}

/**
 * Makes an op that works element by element, with NumPy's broadcasting and promotion, from the expression of one element.
 *
 * The expression is read in several ways: as loops over numbers, as formulas, and for its derivatives. A slope is stated where the one
 * that follows from the expression would lose accuracy, or cost more. What all such ops share is written once: shapes broadcast; the
 * backward pass is one loop that multiplies slope and cotangent, and a cotangent of 0 stays 0.
 *
 * @param definition - Per element: the value, and a slope for each input where one is needed.
 * @returns A function with the signature of the annotation it is assigned to.
 * @throws {@link TapegradError} if an input is called like a part of a rule's context, or an argument like an input.
 * @example
 * ```ts
 * const cubed = defineElementwise({
 *   name: "cubed",
 *   inputs: ["x"],
 *   dtype: "number",
 *   value: (e, { x }) => e.mul(x, e.square(x)),
 *   slope: { x: (e, { x }) => e.mul(3, e.square(x)) },
 * });
 * grad((x: Tensor) => cubed(x).sum())(tensor([1, 2])).toArray(); // => [3, 12]
 * ```
 */
export function defineElementwise<
  F extends (...args: never) => unknown = (...args: readonly unknown[]) => Tensor,
  const Inputs extends readonly InputDeclaration[] = readonly InputDeclaration[],
  const Args extends readonly Argument[] = readonly [],
>(definition: ElementwiseDefinition<Inputs, Args>): F {
  const { name, dtype, args = [], refine, uses } = definition;
  if (uses !== undefined) provide(uses);
  const inputs = inputsOf(definition.inputs);
  const clash = args.find((argument) => inputs.some((input) => input.name === argument.name));
  if (clash !== undefined)
    throw new TapegradError(`${name}: an argument must have another name than every input, got ${clash.name} twice.`);
  const op = new ElementwiseOp({
    name,
    inputs,
    dtype,
    args,
    value: definition.value as unknown as Read, // the same expressions, their operands looked up by name from here on
    slopes: (definition.slope ?? {}) as unknown as ElementwiseParts["slopes"],
    commutative: definition.commutative === true,
  });
  const refined = refine as ((attrs: unknown, ...tensors: readonly TensorType[]) => unknown) | undefined;
  return makeCallable(op, {
    ...elementwiseParts(op.parts, () => op),
    refine: refined && ((attrs, tensors) => refined(attrs, ...tensors)),
  }) as unknown as F; // F is the annotation's promise
}
