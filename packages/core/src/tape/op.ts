import type { DType } from "../tensor/dtype.ts";
import type { Node, Tensor } from "../tensor/tensor.ts";

/** The value and the derivative rules of an op, each as one line of mathematics. */
export type Formula<Input extends string = string> = { readonly value: string } & { readonly [I in Input]?: string };

/** A formula, or what it is for the attributes of a call and, where they are known, the shapes of its inputs. */
export type FormulaRule<Input extends string = string, Attrs = object> =
  | Formula<Input>
  | ((attrs: Partial<Attrs>, shapes: readonly (readonly number[])[] | null) => Formula<Input>);

/** What is known of a tensor without looking at its elements. */
export interface TensorType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/**
 * What a derivative rule sees of the node it differentiates: each input under its name, the outputs, the attributes, and
 * what the forward pass saved. An input is checked when it is looked at: one overwritten since is an error.
 */
export interface RuleContext {
  readonly node: Node;
  readonly output: Tensor;
  readonly outputs: readonly Tensor[];
  readonly attrs: unknown;
  readonly saved: readonly Tensor[];
}

/**
 * From the cotangents of the outputs to the contribution to one input's cotangent. Written with ops, so that a backward pass
 * can itself be recorded. `index` counts the tensors of a variadic op.
 *
 * What it gives may be repeated or in another dtype as broadcasting and promotion made the input: the sweep undoes both.
 */
export type PositionalRule = (cotangents: readonly Tensor[], context: RuleContext, index: number) => Tensor;

/**
 * The forward rule: from the tangents of the inputs (`null` where nothing moves) to that of the output. Ops without one are pushed
 * forward through their reverse rules.
 */
export type PushForward = (tangents: readonly (Tensor | null)[], node: Node) => Tensor | null;

/** The batch that an op is run for. */
export interface Batch {
  readonly size: number;
  /** Which inputs have a batch axis, as their first. The others are the same for all examples. */
  readonly isBatched: readonly boolean[];
}

/**
 * How an op is run for a whole batch at once. Either it is the same op on inputs with a batch axis, with attributes that say so:
 *
 * - `"aligned"`: inputs are broadcast against each other, so those of a batch get axes of size 1 behind the batch axis until all examples
 *   have the same number of axes;
 * - `"repeated"`: every input gets the batch axis, those that have none by being repeated.
 *
 * Or it is written with ops: a function of the inputs, of which some have a batch axis, to outputs that all have one; `null` where it
 * cannot be done at once.
 */
export type BatchRule<Attrs = never> =
  | { readonly inputs: "aligned" | "repeated"; readonly attrs: (attrs: Attrs, size: number) => unknown }
  | ((inputs: readonly Tensor[], attrs: Attrs, batch: Batch) => Tensor | readonly Tensor[] | null);

/** An op as everything shared sees it: positional, with nothing that depends on its name. */
export interface Op {
  readonly name: string;
  /** Names of the inputs, in order; a variadic op has one name for all. */
  readonly inputNames: readonly string[];
  readonly variadic: boolean;
  /** Does it have several outputs? */
  readonly several: boolean;
  /** Its output shares the storage of its first input; nothing is computed. Reshape alone. */
  readonly alias: boolean;
  /** Positions of the inputs it overwrites. Such an op has no output and is never differentiated. */
  readonly mutates: readonly number[];
  /** Does it draw random numbers, so that running it again gives something else? */
  readonly draws: boolean;
  /** Are its inputs broadcast against each other, so that the sweep sums contributions over what was repeated? */
  readonly broadcasts: boolean;
  /** What follows the inputs in a call: the names of arguments by position, and of options. */
  readonly args: readonly { readonly name: string; readonly place: "positional" | "option" }[];
  /** Are bools alone refused, because what they would give is not what anyone means? */
  readonly numbersOnly: boolean;
  /** Is there a rule for any input? */
  readonly differentiable: boolean;
  /** Does the order of its two inputs not matter? */
  readonly commutative: boolean;
  /** Value and rules as written; `null` where they are printed from expressions: see `formulaOf`. */
  readonly formula: FormulaRule | null;
  /** The rule for each input, `null` where it is not differentiable; a variadic op has one for all. */
  readonly rules: readonly (PositionalRule | null)[];
  readonly pushForward: PushForward | null;
  /**
   * The shape in which rules get the output and its cotangent, if it is not the output's own: a reduction's, its axes kept. `null` where
   * the output's own will do.
   */
  readonly ruleShape: ((node: Node) => readonly number[] | null) | null;
  /**
   * Shape of each output, from types and attributes alone; throws if the inputs do not fit. One shape for one output, a list where there
   * are several.
   */
  readonly shape: (inputs: readonly TensorType[], attrs: unknown) => readonly number[] | readonly (readonly number[])[];
  /** Dtype of the output; a list where there are several, or one for all. */
  readonly dtype: (inputs: readonly TensorType[], attrs: unknown) => DType | readonly DType[];
  /** What the rules need besides inputs and outputs: further outputs, which are kept by the node and shown to nobody else. */
  readonly saves: ((inputs: readonly TensorType[], attrs: unknown) => readonly TensorType[]) | null;
  /** Throws if values do not fit: an index out of range. Apart from `shape`, so that a replay can run it. */
  readonly check: ((inputs: readonly Tensor[], attrs: unknown) => void) | null;
  /** The inputs whose values `check` looks at; `null` for all of them. */
  readonly checkedInputs: readonly number[] | null;
  /** Fills all of the outputs, whatever is in them, and of what is saved. */
  readonly forward: (
    outputs: readonly Tensor[],
    inputs: readonly Tensor[],
    attrs: unknown,
    saved: readonly Tensor[],
  ) => void;
  /**
   * The same, bit for bit, as several ops that code can be emitted from, for an op that is there to save the cost of calling them. A
   * compiled program has these in its place.
   */
  readonly composed: ((inputs: readonly Tensor[], attrs: unknown) => Tensor) | null;
  /** How it is run for a batch at once; `null` where each example is run by itself, one after the other. */
  readonly batch: BatchRule | null;
  /** What a rule sees of a node; `restore` gives the output its rule shape. */
  context(node: Node, restore: ((output: Tensor) => Tensor) | null): RuleContext;
}

/** The name of input `i`, as errors and views write it. */
export function inputName(op: Op, i: number): string {
  return op.variadic ? `${op.inputNames[0]}[${i}]` : op.inputNames[i]!;
}

/** The rule for input `i`, or `null` where it is not differentiable. */
export function ruleOf(op: Op, i: number): PositionalRule | null {
  return op.rules[op.variadic ? 0 : i]!;
}

/** Types of all outputs. */
export function outputTypes(op: Op, inputs: readonly TensorType[], attrs: unknown): TensorType[] {
  if (op.mutates.length > 0) return [];
  const shapes = op.shape(inputs, attrs);
  const dtypes = op.dtype(inputs, attrs);
  if (!op.several) return [{ shape: shapes as readonly number[], dtype: dtypes as DType }];
  return (shapes as readonly (readonly number[])[]).map((shape, i) => ({
    shape,
    dtype: typeof dtypes === "string" ? dtypes : (dtypes as readonly DType[])[i]!,
  }));
}
