import type { Data } from "../../tensor/dtype.ts";
import type { Operation } from "../algebra.ts";
import { type Expression, isCondition, nodesOf } from "./expression.ts";
import { numbers } from "./numbers.ts";
import { wholeNumbers } from "./whole.ts";

/**
 * How values are computed: as float64, as float64 of which each result of an operation is rounded to float32, as int32 that wrap, or as
 * float64 of which the result is 1 where it is not 0. What is the same for all elements is float64 in the first two, rounded once.
 */
export type Arithmetic = "real" | "single" | "whole" | "bits";

/**
 * A loop over `count` elements: writes the results of an expression to `outs` from `start` on. An input is a list of numbers, where its
 * first element lies, and how far apart its elements are; what follows are lists of one number each, and the attributes.
 *
 * The arguments are `(start, count, …outs, …[data, start, step] of each input, …uniforms, attrs)`, one after the other: a loop over few
 * elements should not cost more in arrays than in arithmetic.
 */
export type Loop = (...args: readonly unknown[]) => void;

/** What a loop is made of. */
export interface LoopParts {
  readonly roots: readonly Expression[];
  /** Names of the inputs that have a value for each element. */
  readonly inputs: readonly string[];
  /** Names of the inputs that have one value for all. Every other uniform name is an attribute. */
  readonly uniforms: readonly string[];
  readonly arithmetic: Arithmetic;
}

/** JavaScript for the operations that need no call; the others are methods of `numbers`, the algebra on plain numbers. */
const inline: { readonly [O in Operation]?: (a: string, b: string, c: string) => string } = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  neg: (x) => `-${x}`,
  chain: (u, s) => `${u} === 0 ? 0 : ${u} * ${s}`,
  square: (x) => `${x} * ${x}`,
  abs: (x) => `Math.abs(${x})`,
  sqrt: (x) => `Math.sqrt(${x})`,
  minimum: (a, b) => `Math.min(${a}, ${b})`,
  maximum: (a, b) => `Math.max(${a}, ${b})`,
  exp: (x) => `Math.exp(${x})`,
  log: (x) => `Math.log(${x})`,
  tanh: (x) => `Math.tanh(${x})`,
  cosh: (x) => `Math.cosh(${x})`,
  equal: (a, b) => `${a} === ${b}`,
  notEqual: (a, b) => `${a} !== ${b}`,
  less: (a, b) => `${a} < ${b}`,
  lessEqual: (a, b) => `${a} <= ${b}`,
  and: (a, b) => `${a} && ${b}`,
  or: (a, b) => `${a} || ${b}`,
  not: (a) => `!${a}`,
  select: (condition, a, b) => `${condition} ? ${a} : ${b}`,
};

/** The same for int32, where sums and products are other ones. */
const inlineWhole: typeof inline = {
  ...inline,
  add: (a, b) => `(${a} + ${b}) | 0`,
  sub: (a, b) => `(${a} - ${b}) | 0`,
  mul: (a, b) => `Math.imul(${a}, ${b})`,
  chain: (a, b) => `Math.imul(${a}, ${b})`,
  square: (x) => `Math.imul(${x}, ${x})`,
  neg: (x) => `-${x} | 0`,
  abs: (x) => `Math.abs(${x}) | 0`,
};

/** Set once the engine has refused to make a function of a text, as a page's security policy may have it. */
let refused = false;

/**
 * The loop for some expressions, written as JavaScript so that the engine compiles each by itself: a shared loop that calls a function
 * for every element takes two to ten times as long. Where no code may be made of text, the graph is interpreted: the same bits, slowly.
 */
export function makeLoop(parts: LoopParts): Loop {
  return codeOr(
    () => compiledLoop(parts),
    () => interpretedLoop(parts),
  );
}

/** What `compile` makes of a text, or `interpret` without one, where the engine refuses to make code. */
export function codeOr<T>(compile: () => T, interpret: () => T): T {
  if (!refused) {
    try {
      return compile();
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      refused = true;
    }
  }
  return interpret();
}

/** The operation of a node as JavaScript, from the texts of its operands. */
export function operationText({ operation, operands }: Expression, arithmetic: Arithmetic, names: Names): string {
  const texts = operands.map((operand) => names.get(operand)!);
  const [a, b, c] = texts;
  const table = arithmetic === "whole" ? inlineWhole : inline;
  return table[operation as Operation]?.(a!, b!, c!) ?? `numbers.${operation}(${texts.join(", ")})`;
}

/** What nodes are called in a text. */
type Names = Pick<ReadonlyMap<Expression, string>, "get">;

/** As {@link makeLoop}, from a text. @throws EvalError where that is not allowed. */
export function compiledLoop({ roots, inputs, uniforms, arithmetic }: LoopParts): Loop {
  const before: string[] = [];
  const within: string[] = [];
  const names = new Map<Expression, string>();
  const single = arithmetic === "single";
  /** What a node that differs from element to element, or a result, takes. */
  const taken = (node: Expression): string =>
    single && node.uniform && !isCondition(node) ? `Math.fround(${names.get(node)!})` : names.get(node)!;
  for (const node of nodesOf(roots)) {
    const { operation } = node;
    if (operation === "constant") {
      names.set(node, numberText(node.value));
      continue;
    }
    const name = `t${node.id}`;
    names.set(node, name);
    if (node.uniform) before.push(`const ${name} = ${text(node)};`);
    else within.push(`const ${name} = ${single && !isCondition(node) ? `Math.fround(${text(node)})` : text(node)};`);
    function text({ name: given }: Expression): string {
      if (operation === "input") return `x${inputs.indexOf(given)}[p${inputs.indexOf(given)}]`;
      if (operation === "uniform")
        return uniforms.includes(given) ? `u${uniforms.indexOf(given)}[0]` : `attrs[${JSON.stringify(given)}]`;
      return operationText(node, arithmetic, { get: node.uniform ? (operand) => names.get(operand) : taken });
    }
  }
  const stores = roots.map((root, k) => `y${k}[i] = ${stored(taken(root), arithmetic)};`);
  const parameters = [
    "start",
    "count",
    ...roots.map((_, k) => `y${k}`),
    ...inputs.flatMap((_, k) => [`x${k}`, `p${k}`, `s${k}`]),
    ...uniforms.map((_, k) => `u${k}`),
    "attrs",
  ];
  const steps = inputs.map((_, k) => `p${k} += s${k}`);
  const source = `return (${parameters.join(", ")}) => {
  ${before.join("\n  ")}
  for (let i = start, end = start + count; i < end; ${["i++", ...steps].join(", ")}) {
    ${[...within, ...stores].join("\n    ")}
  }
};`;
  // The text holds numbers, names made here, and attribute names as JSON strings: nothing a caller wrote is run.
  return new Function("numbers", source)(arithmetic === "whole" ? wholeNumbers : numbers) as Loop;
}

/** A number as an operand in a text. */
export function numberText(value: number): string {
  return Object.is(value, -0) || value < 0 ? `(${Object.is(value, -0) ? "-0" : value})` : String(value);
}

function stored(name: string, arithmetic: Arithmetic): string {
  return arithmetic === "bits" ? `${name} ? 1 : 0` : name;
}

type Operate = (...operands: readonly unknown[]) => number;

/** Numbers as float32; conditions stay. */
function rounding(value: unknown): unknown {
  return typeof value === "number" ? Math.fround(value) : value;
}

/** As {@link makeLoop}, without making code. */
export function interpretedLoop({ roots, inputs, uniforms, arithmetic }: LoopParts): Loop {
  const algebra = (arithmetic === "whole" ? wholeNumbers : numbers) as unknown as Record<string, Operate>;
  const nodes = nodesOf(roots);
  const place = new Map(nodes.map((node, k) => [node, k]));
  const operandsOf = nodes.map(({ operands }) => operands.map((operand) => place.get(operand)!));
  const values: unknown[] = nodes.map(({ value }) => value);
  return (start, count, ...rest) => {
    const outs = rest.slice(0, roots.length) as Data[];
    const lists = rest.slice(roots.length);
    const attrs = rest.at(-1) as Record<string, number>;
    for (let i = 0; i < (count as number); i++) {
      for (const [k, { operation, name, uniform }] of nodes.entries()) {
        if (operation === "constant") continue;
        if (operation === "input") {
          const [data, from, step] = lists.slice(3 * inputs.indexOf(name)) as [Data, number, number];
          values[k] = data[from + i * step]!;
        } else if (operation === "uniform") {
          const at = uniforms.indexOf(name);
          values[k] = at < 0 ? attrs[name]! : (lists[3 * inputs.length + at] as Data)[0]!;
        } else {
          const rounded = arithmetic === "single" && !uniform;
          const operands = operandsOf[k]!.map((operand) => (rounded ? rounding(values[operand]) : values[operand]));
          values[k] = rounded ? rounding(algebra[operation]!(...operands)) : algebra[operation]!(...operands);
        }
      }
      for (const [k, root] of roots.entries()) {
        const value = values[place.get(root)!];
        outs[k]![(start as number) + i] = arithmetic === "bits" ? (value ? 1 : 0) : (value as number);
      }
    }
  };
}
