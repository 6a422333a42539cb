import { TapegradError } from "../../errors.ts";
import { sameShape } from "../../shape/sizes.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { isPlainObject } from "../../tree/route.ts";

/** The arguments of a call: its tensors, and everything else. */
export interface Flat {
  readonly tensors: readonly Tensor[];
  /** What is no tensor, in order, and the keys and lengths of the trees that hold them. */
  readonly rest: readonly unknown[];
}

const nothing: readonly unknown[] = Object.freeze([]);

/** Deeper than any model; far less deep than what overflows the stack. */
const maxDepth = 1000;

function tooDeep(argument: string, where = "jit"): TapegradError {
  return new TapegradError({
    where,
    argument,
    expected: `must not contain itself, and be nested at most ${maxDepth} deep`,
    received: "a tree that goes on",
  });
}

/** The tensors among arguments, and what else there is. */
export function flattenArguments(args: readonly unknown[], where = "jit"): Flat {
  let plain = true;
  for (let i = 0; i < args.length; i++) if (!(args[i] instanceof Tensor)) plain = false;
  if (plain) return { tensors: args as readonly Tensor[], rest: nothing };
  const tensors: Tensor[] = [];
  const rest: unknown[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > maxDepth) throw tooDeep("an argument", where);
    if (value instanceof Tensor) {
      tensors.push(value);
      rest.push(Tensor);
    } else if (Array.isArray(value)) {
      rest.push(Array, value.length);
      for (const item of value as readonly unknown[]) visit(item, depth + 1);
    } else if (isPlainObject(value)) {
      rest.push(Object);
      for (const key of Object.keys(value)) {
        rest.push(key);
        visit(value[key], depth + 1);
      }
    } else rest.push(value);
  };
  for (const arg of args) visit(arg, 0);
  return { tensors, rest };
}

/** The same arguments with other tensors, in order. */
export function withTensors(args: readonly unknown[], tensors: readonly Tensor[]): unknown[] {
  let next = 0;
  const visit = (value: unknown): unknown => {
    if (value instanceof Tensor) return tensors[next++];
    if (Array.isArray(value)) return value.map(visit);
    if (isPlainObject(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, visit(value[key])]));
    return value;
  };
  return args.map(visit);
}

/** What is known of a tensor before a call, as far as the program depends on it. */
interface Expected {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly requiresGrad: boolean;
  /** A Parameter is not an argument like others: the program is compiled for this one. */
  readonly parameter: Tensor | null;
}

/** For which arguments a program was compiled. */
export class Signature {
  private readonly tensors: readonly Expected[];
  private readonly rest: readonly unknown[];
  private readonly gradients: boolean;

  /** @param gradients - Are derivatives recorded? */
  constructor({ tensors, rest }: Flat, gradients: boolean) {
    this.tensors = tensors.map((x) => ({
      shape: x.shape,
      dtype: x.dtype,
      requiresGrad: x.requiresGrad,
      parameter: x.version === null ? null : x,
    }));
    this.rest = rest;
    this.gradients = gradients;
  }

  matches({ tensors, rest }: Flat, gradients: boolean): boolean {
    if (tensors.length !== this.tensors.length || rest.length !== this.rest.length || gradients !== this.gradients)
      return false;
    for (let i = 0; i < tensors.length; i++) {
      const [x, expected] = [tensors[i]!, this.tensors[i]!];
      if (x.dtype !== expected.dtype || x.requiresGrad !== expected.requiresGrad) return false;
      if (x.shape !== expected.shape && !sameShape(x.shape, expected.shape)) return false;
      if (expected.parameter !== (x.version === null ? null : x)) return false;
    }
    for (let i = 0; i < rest.length; i++) if (!Object.is(rest[i], this.rest[i])) return false;
    return true;
  }
}

/** What a function returned, and how the like is made of other tensors. */
export interface Shape<Y> {
  /** The tensors in it, each once. */
  readonly tensors: readonly Tensor[];
  /** `make(i)` gives what stands in the place of tensor `i`. */
  readonly rebuild: (make: (i: number) => Tensor) => Y;
  /** The keys and lengths of the tree, and which tensor stands where. */
  readonly structure: readonly unknown[];
}

/** @throws TapegradError if there is something in it that is neither a tensor nor nothing: a compiled function would return it for ever. */
export function shapeOf<Y>(value: Y, refuse: (received: string) => TapegradError): Shape<Y> {
  if (value instanceof Tensor) return { tensors: [value], rebuild: (make) => make(0) as Y, structure: [0] };
  if (value === undefined || value === null) return { tensors: [], rebuild: () => value, structure: [value] };
  const positions = new Map<Tensor, number>();
  const structure: unknown[] = [];
  const visit = (item: unknown, depth: number): ((made: readonly Tensor[]) => unknown) => {
    if (depth > maxDepth) throw tooDeep("what the function returns");
    if (item instanceof Tensor) {
      const at = positions.get(item) ?? positions.size;
      positions.set(item, at);
      structure.push(at);
      return (made) => made[at];
    }
    if (item === undefined || item === null) {
      structure.push(item);
      return () => item;
    }
    if (Array.isArray(item)) {
      structure.push(Array, item.length);
      const parts = item.map((part) => visit(part, depth + 1));
      return (made) => parts.map((part) => part(made));
    }
    if (isPlainObject(item)) {
      const keys = Object.keys(item);
      structure.push(Object, ...keys, Object);
      const parts = keys.map((key) => [key, visit(item[key], depth + 1)] as const);
      return (made) => Object.fromEntries(parts.map(([key, part]) => [key, part(made)]));
    }
    throw refuse(`one that returns a ${typeof item}`);
  };
  const build = visit(value, 0);
  const tensors = [...positions.keys()];
  return { tensors, rebuild: (make) => build(tensors.map((_, i) => make(i))) as Y, structure }; // the same tree, rebuilt
}
