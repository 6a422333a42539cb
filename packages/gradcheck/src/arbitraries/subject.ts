import { type Node, type Op, opOf, Rng, record, Tensor, treeFlatten } from "@tapegrad/core";
import type { Domain, Facts, KnownOp } from "../facts.ts";

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** An op as the laws see it: called with a list of tensors and its other arguments, giving a list of tensors. */
export interface Subject {
  readonly name: string;
  readonly facts: Facts;
  /** `undefined` for a function composed of other ops. */
  readonly op: Op | undefined;
  /** Names of the inputs; a variadic op has one name for all. */
  readonly inputNames: readonly string[];
  readonly variadic: boolean;
  /** Is there a derivative rule for any input? */
  readonly differentiable: boolean;
  /** What a call is written with: its tensors, or what stands for them, and its other arguments, where callers put them. */
  written(inputs: readonly unknown[], args: readonly unknown[]): readonly unknown[];
  /** The function; gives what it gives, whatever its form. */
  call(inputs: readonly unknown[], args: readonly unknown[]): unknown;
  /** The same as a method of Tensor; `null` for what is none. */
  readonly callMethod: ((inputs: readonly Tensor[], args: readonly unknown[]) => unknown) | null;
}

export function subjectOf({ name, method, call, facts }: KnownOp): Subject {
  const op = opOf(call);
  const f = call as AnyFunction; // called positionally from here on
  const variadic = op?.variadic ?? facts.variadic ?? false;
  const { arrange = variadic ? listFirst : tensorsFirst } = facts;
  return {
    name,
    facts,
    op,
    inputNames: op?.inputNames ?? facts.inputs ?? Object.keys(facts.domain ?? { x: {} }),
    variadic,
    differentiable: op?.differentiable ?? true,
    written: arrange,
    call: (inputs, args) => f(...arrange(inputs, fresh(args))),
    callMethod: isMethod(method)
      ? ([first, ...others], args) => {
          const own = Reflect.get(Tensor.prototype, method) as AnyFunction; // the law fails here if there is none
          if (facts.arrange !== undefined) {
            const written = [...arrange([first, ...others], fresh(args))];
            written.splice(written.indexOf(first), 1);
            return own.call(first, ...written);
          }
          return variadic ? own.call(first, others, ...fresh(args)) : own.call(first, ...others, ...fresh(args));
        }
      : null,
  };
}

type Arrange = NonNullable<Facts["arrange"]>;
const tensorsFirst: Arrange = (tensors, args) => [...tensors, ...args];
const listFirst: Arrange = (tensors, args) => [tensors, ...args];

/** Facts of what has no method say so: with no name, or "none". */
function isMethod(method: string): boolean {
  return method !== "" && method !== "none";
}

/** The tensors of what an op gives: one, a list, or an object of them. */
export function outputsOf(result: unknown): Tensor[] {
  return treeFlatten(result).map(({ tensor }) => tensor);
}

export function isFloat(x: Tensor): boolean {
  return x.dtype === "float32" || x.dtype === "float64";
}

/** Positions of the inputs that have a derivative rule, and a dtype that has derivatives. */
export function differentiableInputs({ op, variadic }: Subject, inputs: readonly Tensor[]): number[] {
  return inputs
    .map((_, i) => i)
    .filter((i) => isFloat(inputs[i]!) && (op === undefined || op.rules[variadic ? 0 : i] !== null));
}

/** The domain of input `i` in general. */
export function domainOf({ facts, inputNames, variadic }: Subject, i: number): Domain {
  return facts.domain?.[inputNames[variadic ? 0 : i] ?? ""] ?? {};
}

/** The name of input `i`, as errors write it. */
export function nameOf({ inputNames, variadic }: Subject, i: number): string {
  return variadic ? `${inputNames[0]}[${i}]` : (inputNames[i] ?? `input ${i}`);
}

/** The nodes that a call writes, and what it gives. */
export function nodesOf(call: () => unknown): { readonly outputs: readonly Tensor[]; readonly nodes: readonly Node[] } {
  const { value, tape } = record(() => outputsOf(call()));
  return { outputs: value, nodes: tape.nodes };
}

/** Does anything in there draw random numbers? */
export function isRandom(value: unknown): boolean {
  if (value instanceof Rng) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isRandom);
}

/** The same arguments with generators that start where these stand: so that calling twice gives the same twice. */
export function fresh(args: readonly unknown[]): unknown[] {
  const visit = (value: unknown): unknown => {
    if (value instanceof Rng) return Rng.from(value.state());
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
  };
  return args.map(visit);
}
