import type { DerivativeCode, DerivativeFile } from "../sources/derivatives.ts";
import { isFunction, resultsOf, type Syntax } from "../sources/syntax.ts";
import type { OpProperties } from "./properties.ts";

/** The ways in which derivatives are wrong. */
export const kinds = [
  "sign",
  "factor",
  "dropped term",
  "dropped guard",
  "missed sum",
  "neighbour",
  "swapped operands",
  "ignored cotangent",
  "ignored attribute",
  "wrong axis",
  "wrong comparison",
  "wrong constant",
  "wrong order",
  "stopped gradient",
] as const;
export type Kind = (typeof kinds)[number];

/** Another expression in the place of one. */
export interface Fault {
  readonly kind: Kind;
  /** What it is in the copy of the sources: with the functions of `runtime.ts`. */
  readonly code: string;
  /** What it means, to be read. */
  readonly shown: string;
}

/** An expression of a derivative, and what is around it. */
export interface Place {
  readonly node: Syntax;
  /** The nodes that it is in, within the function, the nearest last. */
  readonly around: readonly Syntax[];
  readonly code: DerivativeCode;
  readonly file: DerivativeFile;
  /** All ops, by name. */
  readonly ops: ReadonlyMap<string, OpProperties>;
}

/** The name, in the copy of the sources, of an input that a rule did not ask for, or of its output or node. */
export function standIn(name: string): string {
  return `__other_${name}`;
}
export const standIns: RegExp = /\b__other_\w+/g;

export function fault(kind: Kind, code: string, shown = code): Fault {
  return { kind, code, shown };
}

export function textOf({ text }: DerivativeFile, node: Syntax): string {
  return text.slice(node.start, node.end);
}

/** Is it all that a rule or a slope gives? */
export function isWhole({ node, code }: Place): boolean {
  return code.kind !== "function" && isFunction(code.fn) && resultsOf(code.fn).includes(node);
}
