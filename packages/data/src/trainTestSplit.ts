import {
  DomainError,
  defaultGenerator,
  flag,
  formatReceived,
  optionsOf,
  Rng,
  type Tree,
  treeMap,
} from "@tapegrad/core";
import type { BatchOf } from "./batch.ts";
import { countExamples, takeRows } from "./rows.ts";

/** Options of {@link trainTestSplit}. */
export interface SplitOptions {
  /** Permute the examples first? Default true. Without, the test set is the end of the data. */
  readonly shuffle?: boolean;
  /** Of the permutation. Without one it comes from the default generator: see `manualSeed`. */
  readonly seed?: number | string;
}

/**
 * Divides data into what is trained on and what is tested with, by one permutation for all its tensors.
 *
 * @param data - Tensors of shapes `[n, ...]` with one `n`: a list or any other tree, whose form the parts have too.
 * @param options - `testSize`: a share between 0 and 1, rounded up to whole examples, or a count from 1 on; default 0.2. Two of
 * them, `[validation, test]`, give a validation set as well. `seed`, `shuffle`: see {@link SplitOptions}.
 * @returns `{ train, test }`, or `{ train, validation, test }`; copies.
 * @throws {@link ShapeError} if the tensors have different numbers of examples.
 * @throws {@link DomainError} if a size is none, or leaves nothing to train on.
 *
 * @example
 * ```ts
 * const { train, test } = trainTestSplit([eye(10), arange(10)], { testSize: 0.2, seed: 0 });
 * train[0].shape; // => [8, 10]
 * test[1].shape; // => [2]
 * trainTestSplit([arange(5)], { testSize: [1, 1], shuffle: false }).validation[0].toArray(); // => [3]
 * ```
 * @see scikit-learn's `train_test_split`, whose rounding this is.
 */
export function trainTestSplit<const T extends Tree>(
  data: T,
  options: SplitOptions & { readonly testSize: readonly [validation: number, test: number] },
): { train: BatchOf<T>; validation: BatchOf<T>; test: BatchOf<T> };
export function trainTestSplit<const T extends Tree>(
  data: T,
  options?: SplitOptions & { readonly testSize?: number },
): { train: BatchOf<T>; test: BatchOf<T> };
export function trainTestSplit(
  data: Tree,
  options: SplitOptions & { readonly testSize?: number | readonly [number, number] } = {},
): { train: unknown; validation?: unknown; test: unknown } {
  const where = "trainTestSplit";
  optionsOf(where, options, ["testSize", "shuffle", "seed"]);
  const { testSize = 0.2, seed, shuffle = true } = options;
  flag(where, "shuffle", shuffle);
  const n = countExamples(where, data);
  const sizes: readonly unknown[] = Array.isArray(testSize) ? Array.from(testSize) : [testSize]; // holes become undefined
  if (sizes.length < 1 || sizes.length > 2 || !sizes.every(isSize)) {
    const expected = "must be a share between 0 and 1 or a count from 1 on, or two of them, [validation, test]";
    throw new DomainError({ where, argument: "testSize", expected, received: formatReceived(testSize) });
  }
  const counts = sizes.map((size) => (size < 1 ? Math.ceil(n * size) : size));
  const trainCount = n - counts.reduce((sum, count) => sum + count, 0);
  if (trainCount < 1) {
    const received = `${n} with testSize ${formatReceived(testSize)}`;
    throw new DomainError({ where, expected: "at least one example must remain to train on", received });
  }
  const rng = seed === undefined ? defaultGenerator() : new Rng(seed); // a wrong seed is an error even where nothing is shuffled
  const order = shuffle ? Array.from(rng.permutation(n).data) : Array.from({ length: n }, (_, i) => i);
  const part = (start: number, count: number): unknown => {
    const indices = order.slice(start, start + count);
    return treeMap<unknown>((x) => takeRows(x, indices), data);
  };
  const train = part(0, trainCount);
  if (counts.length === 1) return { train, test: part(trainCount, counts[0]!) };
  return { train, validation: part(trainCount, counts[0]!), test: part(trainCount + counts[0]!, counts[1]!) };
}

function isSize(size: unknown): size is number {
  return typeof size === "number" && size > 0 && (size < 1 || Number.isInteger(size));
}
