import {
  DomainError,
  flag,
  formatReceived,
  nearest,
  optionsOf as optionsOfCall,
  TapegradError,
  Tensor,
  whole,
} from "@tapegrad/core";

// What an argument may be: core's checks, as layers and training need them. Each returns what it checked.

/** @throws TapegradError unless it is a tensor. */
export function requireTensor(where: string, argument: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  const advice = Array.isArray(value) || ArrayBuffer.isView(value) ? "Wrap it in tensor(…)." : undefined;
  const [expected, received] = ["must be a tensor", formatReceived(value)];
  throw new TapegradError({ where, argument, expected, received, advice });
}

/** @throws DomainError unless it is a whole number from 1 on. */
export function requireWhole(where: string, argument: string, value: unknown): number {
  return whole(where, argument, value, { min: 1 });
}

/** @throws DomainError unless it is true or false. */
export function requireFlag(where: string, argument: string, value: unknown): boolean {
  return flag(where, argument, value);
}

/**
 * The options of a call, once it is known that there is none among them that the call does not know.
 *
 * @throws DomainError if they are no plain object, or one is unknown; with the one that was probably meant.
 */
export function optionsOf<T extends object>(where: string, options: T, known: readonly (keyof T & string)[]): T {
  return optionsOfCall(where, options, known) as T; // the same, or none where none were given
}

/**
 * What an option means that is a name or the thing itself: the table's entry of that name.
 *
 * @param otherwise - What it may be instead of a name, as the error says it.
 * @throws DomainError listing the names there are, with the one that was probably meant.
 */
export function byName<T>(
  where: string,
  argument: string,
  table: Readonly<Record<string, T>>,
  option: unknown,
  otherwise: string,
): T {
  if (typeof option === "string" && Object.hasOwn(table, option)) return table[option]!;
  const names = Object.keys(table);
  const meant = typeof option === "string" ? meantBy(option, names) : undefined;
  const advice = meant === undefined ? undefined : `Did you mean "${meant}"?`;
  const expected = `must be ${otherwise} or one of ${names.map((name) => `"${name}"`).join(", ")}`;
  throw new DomainError({ where, argument, expected, received: formatReceived(option), advice });
}

/** What other libraries call it, and what people write for short; without underscores, in small letters. */
const otherNames: { readonly [name: string]: string } = {
  bce: "binaryCrossEntropy",
  cce: "categoricalCrossEntropy",
  mae: "meanAbsoluteError",
  mse: "meanSquaredError",
  crossentropy: "categoricalCrossEntropy",
  l1loss: "meanAbsoluteError",
  mseloss: "meanSquaredError",
  xavier: "glorotUniform",
  xavieruniform: "glorotUniform",
  xaviernormal: "glorotNormal",
  kaiming: "heUniform",
  kaiminguniform: "heUniform",
  kaimingnormal: "heNormal",
  identity: "linear",
  logistic: "sigmoid",
};

function meantBy(name: string, known: readonly string[]): string | undefined {
  const written = name.replace(/[_\-\s]/g, "").toLowerCase();
  const other = Object.hasOwn(otherNames, written) ? otherNames[written]! : undefined;
  return other !== undefined && known.includes(other) ? other : nearest(name, known);
}
