import { inRange, flag as isFlag, oneOf, optionsOf, type Range } from "../arguments.ts";
import { type Axes, resolveAxes, resolveAxis } from "../shape/axes.ts";
import { checkShape } from "../shape/sizes.ts";
import type { TensorType } from "../tape/op.ts";

/** The inputs of a call, for arguments that are about them: an axis must be one of the first input's. */
export interface CallInputs {
  readonly types: readonly TensorType[];
  readonly names: readonly string[];
}

/**
 * One argument of an op after its inputs: its name, where callers put it, what it may be, and its default. The name is also that of the
 * attribute it becomes.
 */
export interface Argument<Name extends string = string, Value = unknown> {
  readonly name: Name;
  /** By position, or by name in the object of options that comes last. */
  readonly place: "positional" | "option";
  /** Is it a number that expressions compute with? Others are known when an expression is read. */
  readonly symbol: boolean;
  /** Does it, where nothing is given, depend on no more than the number of axes of the first input? Then it is resolved once for each. */
  readonly defaultByRank?: boolean;
  /** How an object of options is read. It comes with the options, so that programs whose ops have none do not carry it. */
  readonly readOptions?: typeof optionsOf | undefined;
  /** The attribute for what a caller gave (`undefined` if nothing). */
  resolve(where: string, given: unknown, inputs: CallInputs): Value;
}

/** The attributes that arguments become. */
export type AttrsOf<Args extends readonly Argument[]> = {
  readonly [A in Args[number] as A["name"]]: A extends Argument<string, infer Value> ? Value : never;
};

/** The attributes as an expression sees them: numbers it computes with stand for one of any algebra. */
export type ExpressionAttrsOf<Args extends readonly Argument[], E> = {
  readonly [A in Args[number] as A["name"]]: A extends Argument<string, infer Value>
    ? Value extends number
      ? E
      : Value
    : never;
};

/** A positional argument of one's own making. */
export function positional<Name extends string, Value>(
  name: Name,
  resolve: (where: string, given: unknown, inputs: CallInputs) => Value,
): Argument<Name, Value> {
  return { name, place: "positional", symbol: false, resolve };
}

/** An option of one's own making. */
export function option<Name extends string, Value>(
  name: Name,
  resolve: (where: string, given: unknown, inputs: CallInputs) => Value,
): Argument<Name, Value> {
  return { name, place: "option", symbol: false, readOptions: optionsOf, resolve };
}

/** An axis of the first input, which may be counted from the end; the attribute is counted from 0. */
export function axis(ifAbsent?: number): Argument<"axis", number> {
  const one = positional("axis", (where, given, { types, names }) =>
    resolveAxis(where, names[0]!, types[0]!.shape, given === undefined ? ifAbsent : given),
  );
  return { ...one, defaultByRank: true };
}

/** One axis of the first input, several, or all where none is given; ascending, counted from 0. */
export function axes(): Argument<"axes", readonly number[]> {
  const some = positional("axes", (where, given, { types, names }) =>
    resolveAxes(where, names[0]!, types[0]!.shape, given as Axes),
  );
  return { ...some, defaultByRank: true };
}

/** As {@link axes} where the answer is a position: one axis, or all as one. */
export function oneAxisOrAll(): Argument<"axes", readonly number[]> {
  const some = positional("axes", (where, given, { types, names }) =>
    given === undefined
      ? resolveAxes(where, names[0]!, types[0]!.shape, undefined)
      : [resolveAxis(where, names[0]!, types[0]!.shape, given)],
  );
  return { ...some, defaultByRank: true };
}

/** The sizes of a shape. */
export function sizes<Name extends string>(name: Name): Argument<Name, readonly number[]> {
  return positional(name, (where, given) => checkShape(where, given));
}

/** An option that is true or false. */
export function flag<Name extends string>(name: Name, ifAbsent = false): Argument<Name, boolean> {
  const one = option(name, (where, given) => (given === undefined ? ifAbsent : isFlag(where, name, given)));
  return { ...one, defaultByRank: true };
}

/** An option that is a number, which expressions compute with. */
export function number<Name extends string>(name: Name, ifAbsent: number, range: Range = {}): Argument<Name, number> {
  return {
    name,
    place: "option",
    symbol: true,
    defaultByRank: true,
    readOptions: optionsOf,
    resolve: (where, given) => (given === undefined ? ifAbsent : inRange(where, name, given, range)),
  };
}

/** An option that is one of some names. */
export function choice<Name extends string, const Values extends readonly [string, ...string[]]>(
  name: Name,
  values: Values,
): Argument<Name, Values[number]> {
  const one = option(name, (where, given) => (given === undefined ? values[0] : oneOf(where, name, given, values)));
  return { ...one, defaultByRank: true };
}

/** From what follows the inputs in a call to the attributes, which nobody changes. */
export type ArgumentReader = (inputs: readonly TensorType[], rest: readonly unknown[]) => object;

const noOptions: { readonly [name: string]: unknown } = Object.freeze({});

/** The reader of declared arguments. More of them than are declared are an error, as are options that nobody declared. */
export function readerOf(where: string, names: readonly string[], args: readonly Argument[]): ArgumentReader {
  const byPosition = args.filter(({ place }) => place === "positional");
  const byName = args.filter(({ place }) => place === "option");
  const known = byName.map(({ name }) => name);
  const taken = byPosition.length;
  const readOptions = byName[0]?.readOptions;
  const read: ArgumentReader = (types, rest) => {
    const inputs = { types, names };
    const attrs: { [name: string]: unknown } = {};
    for (let i = 0; i < taken; i++) {
      const argument = byPosition[i]!;
      attrs[argument.name] = argument.resolve(where, rest[i], inputs);
    }
    const given = rest[taken];
    const options = given === undefined || readOptions === undefined ? noOptions : readOptions(where, given, known);
    for (let i = 0; i < byName.length; i++) {
      const argument = byName[i]!;
      attrs[argument.name] = argument.resolve(where, options[argument.name], inputs);
    }
    return attrs;
  };
  if (!args.every(({ defaultByRank }) => defaultByRank === true)) return read;
  const defaults: (object | undefined)[] = [];
  return (types, rest) => {
    for (let i = 0; i <= taken; i++) if (rest[i] !== undefined) return read(types, rest);
    const rank = types[0]!.shape.length;
    defaults[rank] ??= Object.freeze(read(types, rest)); // many nodes will have it
    return defaults[rank];
  };
}
