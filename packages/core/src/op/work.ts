import type { StridedCopy } from "../kernels/wasm/copy.ts";
import type { LaneLayout } from "../shape/lanes.ts";
import type { TensorType } from "../tape/op.ts";
import type { LaneProgram } from "./lanes.ts";
import type { Expression } from "./readers/expression.ts";

/** One expression for each element of the result, or for each element of what is overwritten. */
export interface ElementsWork {
  readonly kind: "elements";
  readonly roots: readonly Expression[];
  /** What the expressions call the op's inputs, in order; those behind the last are scalars that all elements share. */
  readonly inputs: readonly string[];
  /** Names of those scalars, in the order of the inputs behind. */
  readonly uniforms: readonly string[];
  /** Is every operation rounded to the dtype, or the result alone? */
  readonly mode: "rounded once" | "rounded throughout";
  /** Which input each root overwrites; `null` where the one root is the output. */
  readonly overwritten: readonly number[] | null;
}

/** A product of matrices, or one for each of a stack: `batch` lists where in A and B they begin, counted in elements. */
export interface ProductWork {
  readonly kind: "product";
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly batch: readonly { readonly a: number; readonly b: number }[];
}

/** A program over lanes, and which buffers it works on. */
export interface LaneWork {
  readonly program: LaneProgram;
  /** Positions of its operands in `[...inputs, ...saved]`, those with a value for each element first. */
  readonly reads: readonly number[];
  /** Positions of what it writes in `[...outputs, ...saved]`. */
  readonly writes: readonly number[];
  /** How the lanes of elements of a shape lie; `null` if their axes must be brought together first. */
  layout(shape: readonly number[], attrs: unknown): LaneLayout | null;
}

/** Programs over the lanes of an op's buffers, one after the other. */
export interface LanesWork {
  readonly kind: "lanes";
  readonly steps: readonly LaneWork[];
}

/** A copy of some elements of the one input, in another order: see `copyStrided`. */
export interface CopyWork extends StridedCopy {
  readonly kind: "copy";
}

/** The work of an op for certain inputs and attributes; `null` where no code is emitted for these. */
export type WorkRule = (inputs: readonly TensorType[], attrs: unknown) => Work | null;

/** What an op computes, in the terms that code is emitted from. */
export type Work = ElementsWork | ProductWork | LanesWork | CopyWork;
