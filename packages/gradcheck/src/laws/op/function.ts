import { type DType, Tensor, vjp } from "@tapegrad/core";
import { differentiableInputs, isFloat, outputsOf, type Subject } from "../../arbitraries/subject.ts";
import { Violation } from "../compare.ts";
import type { Call } from "./call.ts";

/** A call as mathematics sees it: a function of its differentiable inputs, giving its float outputs. */
export interface DifferentiableCall {
  /** Positions of the inputs that it is a function of. */
  readonly positions: readonly number[];
  /** Their values. */
  readonly at: readonly Tensor[];
  readonly f: (...at: readonly Tensor[]) => Tensor[];
  /** What it gives there; nothing if no derivative passes. */
  readonly outputs: readonly Tensor[];
}

/** @param only - The one input to look at, if it is not all. */
export function differentiable(subject: Subject, { inputs, args }: Call, only?: number): DifferentiableCall {
  const all = differentiableInputs(subject, inputs);
  const positions = only === undefined || subject.variadic ? all : all.filter((i) => i === only);
  const at = positions.map((i) => inputs[i]!);
  const f = (...values: readonly Tensor[]): Tensor[] => {
    const replaced = [...inputs];
    positions.forEach((position, k) => {
      replaced[position] = values[k]!;
    });
    return outputsOf(subject.call(replaced, args)).filter(isFloat);
  };
  return { positions, at, f, outputs: positions.length === 0 ? [] : f(...at) };
}

/** The cotangents of what `f` is a function of. */
export function pullBack({ f, at }: Pick<DifferentiableCall, "f" | "at">, cotangents: readonly Tensor[]): Tensor[] {
  const [, pullback] = vjp(f as (...at: Tensor[]) => Tensor[], ...at);
  return pullback([...cotangents]);
}

/**
 * @param pushed - `J w`: what `jvp` gives, or the pullback of the pullback, since a linear function is its own derivative.
 * @throws Violation unless `⟨u, J w⟩ = ⟨Jᵀ u, w⟩`, up to so many roundings of the terms.
 */
export function requireTransposed(
  pushed: readonly Tensor[],
  { u, w, pulledBack }: { readonly [name in "u" | "w" | "pulledBack"]: readonly Tensor[] },
  roundings: number,
): void {
  const [left, right] = [products(u, pushed), products(pulledBack, w)];
  const [a, b] = [left, right].map((terms) => terms.reduce((total, term) => total + term, 0));
  const size = [...left, ...right].reduce((total, term) => total + Math.abs(term), 1);
  if (Math.abs(a! - b!) <= roundings * size) return;
  throw new Violation(
    `what pulls back is not the transpose of what pushes forward: ⟨u, J w⟩ is ${a}, ⟨Jᵀ u, w⟩ is ${b}`,
  );
}

function products(a: readonly Tensor[], b: readonly Tensor[]): number[] {
  return a.flatMap((x, k) => Array.from(x.data, (value: number, i) => value * b[k]!.data[i]!));
}

/** `a u + b v`, each. */
export function combined(a: number, u: readonly Tensor[], b: number, v: readonly Tensor[]): Tensor[] {
  return u.map((tensor, k) => map(tensor, (value, i) => a * value + b * v[k]!.data[i]!));
}

/** The same values in another float dtype; those of other dtypes as they are. */
export function inFloat(x: Tensor, dtype: DType): Tensor {
  return isFloat(x) ? map(x, (value) => value, dtype) : x;
}

/** Element by element, without any code of the library. */
export function map(x: Tensor, element: (value: number, i: number) => number, dtype: DType = x.dtype): Tensor {
  const data = dtype === "float32" ? new Float32Array(x.size) : new Float64Array(x.size);
  for (let i = 0; i < x.size; i++) data[i] = element(x.data[i]!, i);
  return new Tensor(x.shape, dtype, data);
}
