import type { DType } from "../tensor/dtype.ts";
import type { NestedArray } from "../tensor/tensor.ts";

/**
 * Where the values of one input are drawn from. Without a range, from -2 to 2: wide enough to see every regime of a
 * well-scaled function, narrow enough that finite differences are exact to many digits.
 */
export interface Domain {
  readonly range?: readonly [low: number, high: number];
  /** Values that generated ones keep away from: the kinks, where a derivative does not exist. */
  readonly avoid?: readonly number[];
  /** Elements must differ from each other (where ties are kinks): all along the tensor. */
  readonly distinct?: boolean;
  /** Elements must differ from those of this other input that they meet. */
  readonly differsFrom?: string;
  /**
   * The tensor is matrices, to whose diagonals `first + i · step` is added: with a large `first` they are invertible and, if they are
   * symmetric, positive definite; with a large `step` their eigenvalues and singular values lie apart.
   */
  readonly diagonal?: readonly [first: number, step: number];
  readonly dtype?: DType;
}

/** One input of a case: values, or a shape to be filled from the input's {@link Domain}. */
export type InputCase = { readonly shape: readonly number[] } & Domain;

/** One call to try: generated inputs, and the arguments that follow them. */
export interface Case {
  readonly inputs: readonly InputCase[];
  readonly args?: readonly unknown[];
}

/** How a spec asks for choices: the laws answer with fast-check, which also shrinks them. */
export interface Draw {
  /** A whole number from `low` to `high`, both included; shrinks towards `low`. */
  integer(low: number, high: number): number;
  boolean(): boolean;
  pick<T>(items: readonly T[]): T;
  /** A shape of `minDims` to `maxDims` axes (0 to 3), each of size `minSize` to 4 (1). */
  shape(options?: { minDims?: number; maxDims?: number; minSize?: number }): readonly number[];
  /** Shapes that broadcast with each other. */
  broadcastable(count: number): readonly (readonly number[])[];
  /** An axis of a shape, counted from either end. */
  axis(shape: readonly number[]): number;
  permutation(n: number): readonly number[];
}

/** A row of exact expectations: what goes in literally, and what must come out literally. */
export interface Edge {
  readonly inputs: readonly NestedArray[];
  readonly args?: readonly unknown[];
  /** Dtype of all inputs, or of each. float64 if left out. */
  readonly dtype?: DType | readonly DType[];
  /** The result; a list of results for an op with several outputs. Compared exactly, NaN equal to NaN, -0 not equal to 0. */
  readonly output: NestedArray | readonly NestedArray[];
  /** The gradient of the output's sum with respect to each input; `null` where there is none. */
  readonly gradients?: readonly (NestedArray | null)[];
  /** Shape of the output, where nested arrays cannot say it (empty ones). */
  readonly shape?: readonly number[];
  /** Why this row is here. */
  readonly because: string;
}

/** A call that must fail, and the whole text it must fail with. */
export interface ErrorRow {
  /** Each a shape to be filled, a literal argument as it stands, or a value of a dtype. float32 (bool for booleans) if left out. */
  readonly inputs: readonly (
    | InputCase
    | { readonly value: NestedArray; readonly dtype?: DType }
    | { readonly literal: unknown }
  )[];
  readonly args?: readonly unknown[];
  readonly message: string;
}

/**
 * The same function, computed some other way, in float64 and without any code of the library:
 * - `element`: one element of the result from the elements it meets (NumPy's broadcasting is understood);
 * - `lane`: one element from the list of elements along the reduced axes;
 * - `whole`: the result from the inputs as nested arrays.
 * Each gets the call's other arguments last, except `lane`, whose axes are understood.
 */
export type Reference =
  | { readonly element: (...values: never) => number }
  | { readonly lane: (lane: number[]) => number }
  | { readonly whole: (...inputs: never) => NestedArray | readonly NestedArray[] };

/**
 * What is true of an op: data only, in an export of its own that bundlers drop. Read by the laws, the generators and the docs.
 */
export interface Facts {
  readonly reference: Reference;
  /** Names of the inputs, for a function that is composed of ops; an op names its own. */
  readonly inputs?: readonly string[];
  /** Does such a function take its tensors as one list? */
  readonly variadic?: boolean;
  /**
   * What a call is written with, from its tensors and its other arguments, where callers do not simply write the one behind the other: a
   * tensor among the options, say. The tensor on which a method is called is the first.
   */
  readonly arrange?: (tensors: readonly unknown[], args: readonly unknown[]) => readonly unknown[];
  /** Where values of each input are drawn from, by the input's name. */
  readonly domain?: { readonly [input: string]: Domain };
  /**
   * A call to try, drawn at random. If left out: shapes that broadcast for an `element` reference; for a `lane` reference any
   * shape, with one axis, several or all, kept or not.
   */
  readonly cases?: (draw: Draw) => Case;
  /** Calls tried every time. */
  readonly samples?: readonly Case[];
  readonly edges: readonly Edge[];
  readonly errors: readonly ErrorRow[];
  /** How far a float32 result may be from the reference, in units in the last place of the exact result (0.5 + a little: 1). */
  readonly ulps: number;
  /**
   * Does the rounding of intermediate sums grow with their terms? Then the ulps are counted at the largest magnitude that
   * occurs in inputs and output, not at each result: cancellation makes small results of large terms.
   */
  readonly sums?: boolean;
  /** Derivatives to be compared with differences? `false`, with the reason, where the function is constant or random. */
  readonly differences?: { readonly skip: string };
  /** To be run for a batch by `vmap`? `false`, with the reason, where the shape of the result depends on values. */
  readonly batches?: { readonly skip: string };
  /** Do bools stand for the numbers 0 and 1? `false`, with the reason, where they mean something else. */
  readonly bools?: { readonly skip: string };
}
