import {
  DomainError,
  defaultGenerator,
  flag,
  formatReceived,
  optionsOf,
  Rng,
  type RngState,
  whole,
} from "@tapegrad/core";
import type { Dataset } from "./dataset.ts";

/** Options of {@link DataLoader}. */
export interface DataLoaderOptions {
  /** Examples in a batch, from 1 on; default 32. */
  readonly batchSize?: number;
  /** A new order each epoch? Default false: the order of the dataset. */
  readonly shuffle?: boolean;
  /** Of the order. Without one it comes from the default generator: see `manualSeed`. */
  readonly seed?: number | string;
  /** Leave out the last batch of an epoch if it is smaller? Default false. */
  readonly dropLast?: boolean;
  /** Draw each example of an epoch from all, whatever was drawn before? Default false: every example exactly once. */
  readonly replacement?: boolean;
}

const optionNames = ["batchSize", "shuffle", "seed", "dropLast", "replacement"];

/** Where a {@link DataLoader} is: plain numbers, fit for JSON. */
export interface DataLoaderState {
  /** The epoch that is running, or comes next; 0 is the first. */
  readonly epoch: number;
  /** How many of its examples have been given. */
  readonly position: number;
  /** The generator as it was when that epoch began; `null` where nothing is random. */
  readonly generator: RngState | null;
}

/** One pass over the data. */
interface Epoch {
  readonly number: number;
  readonly generator: RngState | null;
  /** Numbers of the examples, in the order in which they are given. */
  readonly order: readonly number[];
  /** How many have been given. */
  position: number;
}

/**
 * Goes through a dataset in mini-batches, every example exactly once an epoch.
 *
 * Each iteration is one epoch, with an order of its own that is drawn when the iteration begins; so two iterations at once do
 * not disturb each other. Leaving one early gives up the rest of its epoch. The same seed gives the same batches.
 *
 * @param dataset - At least one example.
 * @param options - See {@link DataLoaderOptions}.
 * @throws {@link DomainError} if the dataset is empty or an option is out of range.
 *
 * @example
 * ```ts
 * const data = new TensorDataset(arange(5), arange(5).mul(10));
 * const loader = new DataLoader(data, { batchSize: 2 });
 * loader.length; // => 3
 * [...loader].map(([x]) => x.toArray()); // => [[0, 1], [2, 3], [4]]
 * const shuffled = new DataLoader(data, { batchSize: 5, shuffle: true, seed: 0 });
 * for (const [x, y] of shuffled) y.sub(x.mul(10)).toArray(); // => [0, 0, 0, 0, 0]
 * ```
 */
export class DataLoader<out Batch> implements Iterable<Batch> {
  readonly dataset: Dataset<Batch>;
  readonly batchSize: number;
  /** Batches in an epoch. */
  readonly length: number;
  private readonly replacement: boolean;
  /** `null` where nothing is random. */
  private rng: Rng | null;
  /** The number of the epoch that the next iteration begins. */
  private nextEpoch = 0;
  /** The epoch begun last, or loaded: what `state()` speaks of. */
  private current: Epoch | null = null;
  /** Was the current epoch loaded, so that the next iteration goes on with it? */
  private resumes = false;

  constructor(dataset: Dataset<Batch>, options: DataLoaderOptions = {}) {
    optionsOf("DataLoader", options, optionNames);
    const { batchSize = 32, shuffle = false, seed, dropLast = false, replacement = false } = options;
    whole("DataLoader", "batchSize", batchSize, { min: 1 });
    for (const [name, value] of Object.entries({ shuffle, dropLast, replacement })) flag("DataLoader", name, value);
    const length = checkDataset(dataset);
    if (dropLast && batchSize > length) {
      const expected = `must be at most the number of examples, ${length}, with dropLast`;
      throw new DomainError({ where: "DataLoader", argument: "batchSize", expected, received: `${batchSize}` });
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.length = dropLast ? Math.floor(length / batchSize) : Math.ceil(length / batchSize);
    this.replacement = replacement;
    this.rng = shuffle || replacement ? new Rng(seed === undefined ? defaultGenerator().next() : seed) : null;
  }

  /** Begins an epoch: the order of its examples is drawn now. */
  [Symbol.iterator](): Generator<Batch, undefined, undefined> {
    const epoch = this.resumes ? this.current! : this.begin();
    this.resumes = false;
    return this.batches(epoch);
  }

  /**
   * Where the iteration that began last is, to go on from there another time. Between epochs, where the next one will begin.
   *
   * @example
   * ```ts
   * const options = { batchSize: 2, shuffle: true, seed: 7 };
   * const data = new TensorDataset(arange(6));
   * const loader = new DataLoader(data, options);
   * const batches = loader[Symbol.iterator]();
   * batches.next();
   * const resumed = new DataLoader(data, options);
   * resumed.loadState(loader.state());
   * [...resumed].join() === [...batches].join(); // => true
   * ```
   */
  state(): DataLoaderState {
    const { current } = this;
    if (current === null || current.position >= this.end)
      return { epoch: this.nextEpoch, position: 0, generator: this.rng?.state() ?? null };
    // A copy: whoever changes a state changes nothing in here.
    return { epoch: current.number, position: current.position, generator: copyOf(current.generator) };
  }

  /**
   * The next iteration goes on where the loader was whose `state()` this is, with the rest of its epoch. The dataset and the
   * options must be the same; iterations that are under way are not affected.
   *
   * @throws {@link DomainError} if it is not such a state. Nothing has changed then.
   */
  loadState(state: DataLoaderState): void {
    const where = "DataLoader.loadState";
    if (typeof state !== "object" || state === null) {
      const [expected, received] = ["must be what state() returned", formatReceived(state)];
      throw new DomainError({ where, argument: "state", expected, received });
    }
    const epoch = whole(where, "state.epoch", state.epoch, { min: 0 });
    const position = whole(where, "state.position", state.position, { min: 0, max: this.end - 1 });
    const { generator } = state;
    if ((generator === null) !== (this.rng === null)) {
      const expected = `must be ${this.rng === null ? "null, since nothing is shuffled" : "that of a loader that shuffles"}`;
      throw new DomainError({ where, argument: "state.generator", expected, received: formatReceived(generator) });
    }
    if (generator !== null) this.rng = Rng.from(generator);
    this.nextEpoch = epoch;
    this.current = this.begin();
    this.current.position = position;
    this.resumes = true;
  }

  /** Examples given in one epoch. */
  private get end(): number {
    return Math.min(this.length * this.batchSize, this.dataset.length);
  }

  private begin(): Epoch {
    const generator = this.rng?.state() ?? null;
    this.current = { number: this.nextEpoch++, generator, order: this.drawOrder(), position: 0 };
    return this.current;
  }

  private drawOrder(): number[] {
    const n = this.dataset.length;
    if (this.rng === null) return Array.from({ length: n }, (_, i) => i);
    return Array.from(this.replacement ? this.rng.integers([n], { high: n }).data : this.rng.permutation(n).data);
  }

  private *batches(epoch: Epoch): Generator<Batch, undefined, undefined> {
    while (epoch.position < this.end) {
      const end = Math.min(epoch.position + this.batchSize, this.end);
      const batch = this.dataset.get(epoch.order.slice(epoch.position, end));
      // Only now: examples that could not be got have not been given.
      epoch.position = end;
      yield batch;
    }
  }
}

/** How many examples it has. */
function checkDataset(dataset: unknown): number {
  const given = typeof dataset === "object" && dataset !== null ? (dataset as Partial<Dataset<unknown>>) : {};
  const [where, argument] = ["DataLoader", "dataset"];
  if (!Number.isSafeInteger(given.length) || given.length! < 1) {
    const received = formatReceived(given.length);
    throw new DomainError({ where, argument, expected: "must have at least one example", received });
  }
  if (typeof given.get !== "function") {
    const expected = "must have a method get(indices)";
    const advice = "Make one of tensors: new TensorDataset(x, y).";
    throw new DomainError({ where, argument, expected, received: formatReceived(dataset), advice });
  }
  return given.length!;
}

function copyOf(generator: RngState | null): RngState | null {
  return generator === null ? null : { ...generator };
}
