import type { Node } from "../tape/node.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The value and the derivative rules of an op, each as one line of mathematics. */
export type Formula<Input extends string = string> = { readonly value: string } & { readonly [I in Input]?: string };

/**
 * What a derivative rule sees of the node it differentiates: each input under its name, the outputs, the attributes, and
 * what the forward pass saved. An input is checked when it is looked at: one overwritten since is an error.
 */
export interface RuleContext {
  readonly node: Node;
  readonly output: Tensor;
  readonly outputs: readonly Tensor[];
  readonly attrs: unknown;
  readonly saved: unknown;
}

/**
 * From the cotangent of the output to the contribution to one input's cotangent. Written with ops, so that a backward pass
 * can itself be recorded. Ops with several outputs get a list of cotangents; `index` counts the tensors of a variadic op.
 */
export type PositionalRule = (cotangents: readonly Tensor[], context: RuleContext, index: number) => Tensor;

/** What an op gives for certain inputs, known before it runs. */
export interface OutputType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** An op as everything shared sees it: positional, with nothing that depends on its name. */
export interface Op {
  readonly name: string;
  /** Names of the inputs, in order; a variadic op has one name for all. */
  readonly inputNames: readonly string[];
  readonly variadic: boolean;
  /** Does it have several outputs? */
  readonly several: boolean;
  /** Its output shares the storage of its first input; nothing is computed. */
  readonly alias: boolean;
  /** Positions of the inputs it overwrites. Such an op has no output (an empty list) and is never differentiated. */
  readonly mutates: readonly number[];
  /** Is there a rule for any input? */
  readonly differentiable: boolean;
  /** Does the order of its two inputs not matter? */
  readonly commutative: boolean;
  readonly formula: Formula;
  /** The rule for each input, `null` where it is not differentiable; a variadic op has one for all. */
  readonly rules: readonly (PositionalRule | null)[];
  /** Shape and dtype of the output, a list where there are several; throws if the inputs do not fit. */
  infer(inputs: readonly Tensor[], attrs: unknown): OutputType | readonly OutputType[];
  /** Fills the output, a list where there are several, and returns what the rules need besides inputs and outputs. */
  forward(outputs: Tensor | readonly Tensor[], inputs: readonly Tensor[], attrs: unknown): unknown;
  context(node: Node): RuleContext;
}

/** The name of input `i`, as errors and views write it. */
export function inputName(op: Op, i: number): string {
  return op.variadic ? `${op.inputNames[0]}[${i}]` : op.inputNames[i]!;
}

/** The rule for input `i`, or `null` where it is not differentiable. */
export function ruleOf(op: Op, i: number): PositionalRule | null {
  return op.rules[op.variadic ? 0 : i]!;
}

const opOfFunction = new WeakMap<object, Op>();

export function attachOp(fn: object, op: Op): void {
  opOfFunction.set(fn, op);
}

/** The op behind a public function such as `tanh`; `undefined` for functions composed of other ops. */
export function opOf(fn: object): Op | undefined {
  return opOfFunction.get(fn);
}
