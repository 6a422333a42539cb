import { DomainError, formatReceived, ShapeError, Tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import { requireTensor } from "../arguments.ts";

/** Inputs and targets, the first axis of both counting examples. */
export type Pair = readonly [x: Tensor, y: Tensor];
/** Batches that can be gone through again and again; a `DataLoader` of pairs is one, a list of pairs another. */
export interface Batches extends Iterable<Pair> {
  /** Batches in one pass. */
  readonly length: number;
}

/** Examples looked at at once where nothing is trained. */
export const evaluationBatch = 1024;

/** What `fit` and `evaluate` were given: tensors, or batches and no targets beside them. */
export function readData<Options extends object>(
  where: string,
  x: unknown,
  y: unknown,
  options: Options | undefined,
): [data: Pair | Batches, options: Options | undefined] {
  // Arrays of numbers are no list of batches.
  const isArrays = ArrayBuffer.isView(x) || (Array.isArray(x) && (Array.isArray(y) || ArrayBuffer.isView(y)));
  if (isArrays || typeof x !== "object" || x === null || !(Symbol.iterator in x))
    return [readPair(where, [x, y]), options];
  if (y instanceof Tensor)
    throw new DomainError({
      where,
      argument: "y",
      expected: "must be left out with batches, which bring their targets",
      received: "a Tensor",
    });
  return [readBatches(where, x as Iterable<unknown>), y as Options | undefined]; // checked by whoever reads options
}

/** What `validationData` is: a pair of tensors, or batches. */
export function readValidationData(where: string, data: unknown): Pair | Batches {
  // Two tensors: not a list of two batches, which are lists themselves.
  if (Array.isArray(data) && data.length === 2 && !Array.isArray(data[0])) return readPair(where, data);
  if (typeof data === "object" && data !== null && Symbol.iterator in data)
    return readBatches(where, data as Iterable<unknown>);
  const hint = "Leave it out for none.";
  const got = formatReceived(data);
  throw new ShapeError({
    where,
    argument: "the data",
    expected: "must be [x, y] of two tensors, or a DataLoader",
    received: got,
    advice: hint,
  });
}

export function isPair(data: Pair | Batches): data is Pair {
  return Array.isArray(data) && data.length === 2 && data[0] instanceof Tensor;
}

/** @throws ShapeError unless inputs and targets are tensors with equally many examples, at least one. */
function readPair(where: string, data: readonly unknown[]): Pair {
  const [x, y] = (["x", "y"] as const).map((name, i) => {
    const value = requireTensor(where, name, data[i]);
    if (value.ndim === 0)
      throw new ShapeError({
        where,
        argument: name,
        expected: "must have a first axis of examples",
        received: "a scalar",
      });
    return value;
  }) as [Tensor, Tensor];
  if (x.shape[0] !== y.shape[0])
    throw new ShapeError({
      where,
      argument: "x and y",
      expected: "must have equally many examples",
      received: `${x.shape[0]} and ${y.shape[0]}`,
    });
  if (x.shape[0] === 0)
    throw new ShapeError({ where, argument: "x and y", expected: "must have at least one example", received: "none" });
  return [x, y];
}

function readBatches(where: string, data: Iterable<unknown>): Batches {
  const { length } = data as Partial<Batches>;
  if (length === 0) throw nothing(where);
  if (!Number.isSafeInteger(length) || length! < 1) {
    const hint = "Make a list of them, or a DataLoader.";
    throw new DomainError({
      where,
      argument: "batches",
      expected: "must have a length, how many there are",
      received: formatReceived(length),
      advice: hint,
    });
  }
  if (Array.isArray(data)) for (const batch of data) readBatch(where, batch); // before anything is done with the first
  return data as Batches; // each batch is checked when it comes
}

/** @throws ShapeError unless it is a pair of tensors, with an example. */
export function readBatch(where: string, batch: unknown): Pair {
  if (!Array.isArray(batch) || batch.length !== 2 || !batch.every((item) => item instanceof Tensor)) {
    const numbers = Array.isArray(batch) && (typeof batch[0] === "number" || Array.isArray(batch[0]));
    const advice = numbers ? "Wrap arrays of numbers in tensor(…), and pass x and y." : undefined;
    const [argument, expected, received] = ["each batch", "must be a pair of tensors, [x, y]", formatReceived(batch)];
    throw new ShapeError({ where, argument, expected, received, advice });
  }
  const [x, y] = batch as [Tensor, Tensor];
  if (y.size === 0)
    throw new ShapeError({
      where,
      argument: "each batch",
      expected: "must have at least one example",
      received: "none",
    });
  // What is trained are parameters: no gradient is summed up in data that would take one.
  return [x.requiresGrad ? x.detach() : x, y.requiresGrad ? y.detach() : y];
}

/** The error of a pass without an example. */
export function nothing(where: string): DomainError {
  const hint = "What gives batches must give them again and again, as a DataLoader or a list does.";
  return new DomainError({
    where,
    expected: "there must be at least one example in each pass",
    received: "none",
    advice: hint,
  });
}

/** The data in batches and in order, to be looked at. */
export function inOrder(data: Pair | Batches, batchSize: number = evaluationBatch): Batches {
  return isPair(data) ? (new DataLoader(new TensorDataset(...data), { batchSize }) as Batches) : data; // of pairs
}
