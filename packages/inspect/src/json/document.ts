/** A number as JSON can hold it: what it has no number for is written as a word. */
export type NumberEntry = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** What the elements of a tensor are like. The first four are those of its finite elements, and `null` where there is none. */
export interface SummaryEntry {
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** The root of the mean square distance to the mean. */
  readonly std: number | null;
  /** How many elements are NaN or ±∞. */
  readonly nonFinite: number;
  /** How many are 0. */
  readonly zeros: number;
}

/** The elements of a tensor. */
export interface ValueEntry {
  readonly shape: readonly number[];
  /** In row-major order; `null` where there are more than the limit. Elements of a bool are 0 and 1. */
  readonly values: readonly NumberEntry[] | null;
  readonly summary: SummaryEntry;
}

/** A formula as plain text and as LaTeX mathematics. */
export interface FormulaEntry {
  readonly text: string;
  readonly latex: string;
}

/** A tensor of the program. */
export interface TensorEntry {
  /** No two tensors of a document have the same. */
  readonly name: string;
  readonly kind: "parameter" | "input" | "constant" | "result";
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly requiresGrad: boolean;
  /** The Module that computed it, or that used the parameter or constant first; `""` outside of all. */
  readonly path: string;
  /** The values it had when it was computed, or first read. */
  readonly value: ValueEntry;
  /** The derivative of the loss by it; `null` where the backward pass does not get. */
  readonly cotangent: ValueEntry | null;
}

/** A value that has a place in JSON. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/** An op that was run. */
export interface NodeEntry {
  /** Grows in the order in which the nodes ran. */
  readonly id: number;
  readonly op: string;
  /** Each input: what the op calls it, and the name of the tensor. */
  readonly inputs: readonly { readonly name: string; readonly tensor: string }[];
  /** Names of the results; none where the op overwrites an input. */
  readonly outputs: readonly string[];
  /** Names of the inputs that it overwrites. */
  readonly overwrites: readonly string[];
  readonly attributes: { readonly [name: string]: PlainValue };
  /** The Module it ran in, such as `"layers.0"`; `""` outside of all. */
  readonly path: string;
  /** The program line; `text` where the file can be read. `null` unless it was recorded with `sites`. */
  readonly site: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly text: string | null;
  } | null;
  readonly formula: FormulaEntry;
  /** Of a node that a derivative rule ran: whose derivative it computes. `node` is an id, which need not be in the document. */
  readonly derivativeOf: { readonly node: number; readonly input: number | null; readonly part: string } | null;
}

/** One edge of the backward pass. The cotangent that comes in is that of the tensor `result`. */
export interface EdgeEntry {
  /** The id of the node. */
  readonly node: number;
  /** Which of its inputs, from 0 on. */
  readonly input: number;
  /** The name of the node's first result. */
  readonly result: string;
  /** The name of the input. */
  readonly operand: string;
  /** How the contribution follows. */
  readonly formula: FormulaEntry;
  /** The local derivative: slopes in the shape of the result, or the Jacobian where it is small. */
  readonly local: (ValueEntry & { readonly kind: "slope" | "jacobian" }) | null;
  /** What this edge adds to the cotangent of the operand. */
  readonly contribution: ValueEntry;
  /** That cotangent so far, with this contribution. */
  readonly sum: ValueEntry;
  /** Does no further edge lead to the operand? */
  readonly isComplete: boolean;
}

/** What a program computed, as plain data. */
export interface TapeDocument {
  readonly format: "tapegrad-tape";
  readonly version: 1;
  /** The name of the tensor at which the backward pass begins. */
  readonly loss: string | null;
  readonly tensors: readonly TensorEntry[];
  /** In the order in which they ran. */
  readonly nodes: readonly NodeEntry[];
  /** In the order of the backward pass; none without a loss that requires a gradient. */
  readonly backward: readonly EdgeEntry[];
}
