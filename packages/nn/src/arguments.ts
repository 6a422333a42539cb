import { DomainError, formatReceived, TapegradError, Tensor } from "@tapegrad/core";

// What an argument may be, checked and said in one way. Types refuse most of these calls already; a program in JavaScript, a
// value out of JSON and a misspelt option get here. Each check returns what it checked.

/** @throws TapegradError unless it is a tensor. */
export function requireTensor(where: string, argument: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  const hint = Array.isArray(value) || ArrayBuffer.isView(value) ? " Wrap it in tensor(…)." : "";
  throw new TapegradError(`${where}: ${argument} must be a tensor, got ${formatReceived(value)}.${hint}`);
}

/** @throws DomainError unless it is a whole number from 1 on. */
export function requireWhole(where: string, argument: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number; // just checked
  throw new DomainError(`${where}: ${argument} must be a whole number from 1 on, got ${formatReceived(value)}.`);
}

/** @throws DomainError unless it is true or false. */
export function requireFlag(where: string, argument: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new DomainError(`${where}: ${argument} must be true or false, got ${formatReceived(value)}.`);
}

/**
 * The options of a call, once it is known that there is none among them that the call does not know: a misspelt option would
 * otherwise be no option at all, without a word.
 *
 * @throws DomainError if they are no plain object, or one is unknown; with the one that was probably meant.
 */
export function optionsOf<T extends object>(where: string, options: T, known: readonly (keyof T & string)[]): T;
export function optionsOf(where: string, options: unknown, known: readonly string[]): unknown {
  if (typeof options !== "object" || options === null || !isPlain(options)) {
    const example = `an object such as { ${known[0]}: … }`;
    throw new DomainError(`${where}: options must be ${example}, got ${formatReceived(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw new DomainError(`${where}: options must be among ${known.join(", ")}, got ${name}.${hint}`);
  }
  return options;
}

/** Made by `{ … }`, or without a prototype; of whichever realm. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * What an option means that is a name or the thing itself: the table's entry of that name.
 *
 * @param otherwise - What it may be instead of a name, as the error says it.
 * @throws DomainError listing the names there are, with the one that was probably meant.
 */
export function byName<T>(where: string, table: Readonly<Record<string, T>>, option: unknown, otherwise: string): T {
  if (typeof option === "string" && Object.hasOwn(table, option)) return table[option]!;
  const names = Object.keys(table);
  const meant = typeof option === "string" ? nearest(option, names) : undefined;
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const known = names.map((name) => `"${name}"`).join(", ");
  throw new DomainError(`${where} must be ${otherwise} or one of ${known}, got ${formatReceived(option)}.${hint}`);
}

/** What other libraries call it, and what people write for short. */
const otherNames: { readonly [name: string]: string } = {
  bce: "binaryCrossEntropy",
  cce: "categoricalCrossEntropy",
  mae: "meanAbsoluteError",
  mse: "meanSquaredError",
  acc: "accuracy",
  crossentropy: "categoricalCrossEntropy",
  l1loss: "meanAbsoluteError",
  mseloss: "meanSquaredError",
  xavier: "glorotUniform",
  kaiming: "heUniform",
  xavieruniform: "glorotUniform",
  xaviernormal: "glorotNormal",
  kaiminguniform: "heUniform",
  kaimingnormal: "heNormal",
  identity: "linear",
  none: "linear",
  logistic: "sigmoid",
  lr: "learningRate",
  bias: "useBias",
  rate: "p",
  validation: "validationData",
  nepochs: "epochs",
  bs: "batchSize",
};

/**
 * The known name that was probably meant: the same in other letter case or with underscores, another library's name for it, or the
 * one that the fewest changes of a letter lead to, at most one for each three letters.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const written = plain(name);
  const same = known.find((other) => plain(other) === written);
  if (same !== undefined) return same;
  const other = Object.hasOwn(otherNames, written) ? otherNames[written]! : undefined;
  if (other !== undefined && known.includes(other)) return other;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const other of known) {
    const changes = editDistance(written, plain(other));
    // Every letter of a short name can be changed into another name; then nothing is left of what was written.
    if (changes < fewest && changes < Math.max(name.length, other.length) - 1) [best, fewest] = [other, changes];
  }
  if (best !== undefined) return best;
  // "kernelInit" is the beginning of one name only, "Data" the end of one.
  const parts = known.filter((other) => {
    const whole = plain(other);
    const starts = written.length >= 3 && (whole.startsWith(written) || whole.endsWith(written));
    return starts || (whole.length >= 3 && (written.startsWith(whole) || written.endsWith(whole)));
  });
  return parts.length === 1 ? parts[0] : undefined;
}

/** Letters inserted, deleted, replaced or exchanged with their neighbour, to make `b` of `a`. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
