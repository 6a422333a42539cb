import { arange, DomainError, manualSeed, ones, ShapeError, type Tensor, tensor } from "@tapegrad/core";
import { DataLoader, type DataLoaderOptions, type DataLoaderState, type Dataset, TensorDataset } from "@tapegrad/data";
import { describe, expect, test } from "vitest";

const numbers = (n: number): TensorDataset<[Tensor<[number]>]> => new TensorDataset(arange(n) as Tensor<[number]>);
const epoch = (loader: DataLoader<Tensor>): number[][] => Array.from(loader, (batch) => Array.from(batch.data));
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

describe("TensorDataset", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const y = tensor([true, false, true]);

  test("get gives the rows asked for, in that order, with their dtypes", () => {
    const [rows, labels] = new TensorDataset(x, y).get([2, 0, 2]);
    expect(rows.toArray()).toEqual([
      [5, 6],
      [1, 2],
      [5, 6],
    ]);
    expect(labels.toArray()).toEqual([true, true, true]);
    expect(labels.dtype).toBe("bool");
  });

  test("long rows are copied as short ones are", () => {
    for (const width of [1, 7, 8, 9, 100]) {
      const wide: Tensor = arange(8 * width).reshape([4, 2, width]);
      const rows = new TensorDataset(wide).get([3, 1]);
      const row = (i: number): number[] => Array.from({ length: 2 * width }, (_, j) => 2 * i * width + j);
      expect(Array.from(rows.data)).toEqual([...row(3), ...row(1)]);
      expect(rows.shape).toEqual([2, 2, width]);
    }
  });

  test("a batch has the form of the data: a list, one tensor, a tree; the compiler knows its shapes", () => {
    const pair: [Tensor<[number, 2]>, Tensor<[number], "bool">] = new TensorDataset(x, y).get([0]);
    const list: [Tensor<[number, 2]>, Tensor<[number], "bool">] = new TensorDataset([x, y]).get([0]);
    const one: Tensor<[number, 2]> = new TensorDataset(x).get([0]);
    const tree: { x: Tensor<[number, 2]>; rest: { y: Tensor<[number], "bool"> } } = new TensorDataset({
      x,
      rest: { y },
    }).get([0]);
    expect([pair[0], list[0], one, tree.x].map((rows) => rows.toArray())).toEqual(Array(4).fill([[1, 2]]));
    expect([pair[1], list[1], tree.rest.y].map((labels) => labels.toArray())).toEqual(Array(3).fill([true]));
    // @ts-expect-error: rows have 2 columns
    const wrong: Tensor<[number, 3]> = one;
    expect(wrong.shape).toEqual([1, 2]);
  });

  test("the list and the objects that were given stay their owner's: changing them changes nothing", () => {
    const list: Tensor[] = [x, y];
    const tree = { x, rest: { y } as { y: Tensor } };
    const [ofList, ofTree] = [new TensorDataset(list), new TensorDataset(tree)];
    list[1] = ones([7]);
    list.push(ones([7]));
    tree.rest.y = ones([7]);
    expect(ofList.get([1]).map((rows) => rows.toArray())).toEqual([[[3, 4]], [false]]);
    expect(ofTree.get([1]).rest.y.toArray()).toEqual([false]);
  });

  test("a batch is a copy", () => {
    const rows = new TensorDataset(x).get([0, 1, 2]);
    expect(rows.data).not.toBe(x.data);
  });

  test("errors", () => {
    const cases: readonly [() => unknown, Error][] = [
      [
        () => new TensorDataset(x, ones([4])),
        new ShapeError("TensorDataset: all tensors must have equally many examples, got 3 at [0] and 4 at [1]."),
      ],
      [
        () => new TensorDataset({ x, y: tensor(1) }),
        new ShapeError(
          "TensorDataset: each tensor must have a first axis, which counts the examples, got shape [] at y.",
        ),
      ],
      [() => new TensorDataset(), new ShapeError("TensorDataset: there must be at least one tensor, got none.")],
      [
        () => new TensorDataset(x).get([0, 3]),
        new DomainError("TensorDataset.get: indices must be whole numbers in 0 … 2, got 3."),
      ],
      [
        () => new TensorDataset(x).get([0.5]),
        new DomainError("TensorDataset.get: indices must be whole numbers in 0 … 2, got 0.5."),
      ],
      [
        () => new TensorDataset(x).get(1 as never),
        new DomainError("TensorDataset.get: indices must be a list, got 1. Write get([1])."),
      ],
      [
        () => new TensorDataset(x).get(new Array<number>(1)),
        new DomainError("TensorDataset.get: indices must be whole numbers in 0 … 2, got undefined."),
      ],
      [
        () => new TensorDataset(x).get([-1]),
        new DomainError("TensorDataset.get: indices must be whole numbers in 0 … 2, got -1."),
      ],
    ];
    for (const [call, error] of cases) expect(call, error.message).toThrow(error);
  });
});

describe("an epoch", () => {
  test("without shuffling: the order of the data, the last batch short, length the number of batches", () => {
    const loader = new DataLoader(numbers(7), { batchSize: 3 });
    expect(loader.length).toBe(3);
    expect(epoch(loader)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(epoch(loader)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  test("dropLast leaves out the short batch, and nothing where there is none", () => {
    expect(epoch(new DataLoader(numbers(7), { batchSize: 3, dropLast: true }))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    const even = new DataLoader(numbers(6), { batchSize: 3, dropLast: true });
    expect([even.length, epoch(even)]).toEqual([
      2,
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ]);
  });

  test("the default batch has 32 examples; one larger than the data holds all", () => {
    expect(epoch(new DataLoader(numbers(70))).map((batch) => batch.length)).toEqual([32, 32, 6]);
    expect(epoch(new DataLoader(numbers(3), { batchSize: 100 }))).toEqual([[0, 1, 2]]);
  });

  test("shuffled, every example comes exactly once, in another order each epoch", () => {
    const loader = new DataLoader(numbers(50), { batchSize: 8, shuffle: true, seed: 1 });
    const epochs = [1, 2, 3].map(() => epoch(loader).flat());
    for (const order of epochs) expect(sorted(order)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(new Set(epochs.map(String)).size).toBe(3);
  });

  test("every position is equally likely for every example", () => {
    const loader = new DataLoader(numbers(3), { batchSize: 3, shuffle: true, seed: "fair" });
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = epoch(loader).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // χ² of six equal cells: above 20.5 once in a thousand, and this seed is fixed.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(6);
    expect(chiSquare).toBeLessThan(20.5);
  });

  test("inputs and labels stay together", () => {
    const data = new TensorDataset(arange(20), arange(20).mul(3));
    for (const [x, y] of new DataLoader(data, { batchSize: 6, shuffle: true, seed: 3 }))
      expect(y.toArray()).toEqual(x.mul(3).toArray());
  });

  test("the same seed gives the same batches, another one others", () => {
    const order = (seed: number | string): string =>
      String(epoch(new DataLoader(numbers(30), { shuffle: true, seed })));
    expect(order(5)).toBe(order(5));
    expect(order(5)).not.toBe(order(6));
  });

  test("without a seed the order follows manualSeed", () => {
    const order = (): string => String(epoch(new DataLoader(numbers(30), { shuffle: true })));
    manualSeed(8);
    const first = [order(), order()];
    manualSeed(8);
    expect([order(), order()]).toEqual(first);
    expect(first[0]).not.toBe(first[1]);
  });

  test("with replacement: as many examples, some of them more than once", () => {
    const loader = new DataLoader(numbers(40), { batchSize: 16, replacement: true, seed: 2 });
    const drawn = epoch(loader);
    expect(drawn.map((batch) => batch.length)).toEqual([16, 16, 8]);
    const distinct = new Set(drawn.flat()).size;
    // On average 40 (1 − (1 − 1/40)⁴⁰) = 25.5 different ones.
    expect(distinct).toBeGreaterThan(18);
    expect(distinct).toBeLessThan(33);
    expect(epoch(loader)).not.toEqual(drawn);
  });

  test("two iterations at once do not disturb each other: each is an epoch of its own", () => {
    const options = { batchSize: 3, shuffle: true, seed: 4 };
    const reference = new DataLoader(numbers(9), options);
    const expected = [epoch(reference), epoch(reference)];
    const loader = new DataLoader(numbers(9), options);
    const [a, b] = [loader[Symbol.iterator](), loader[Symbol.iterator]()];
    const got: number[][][] = [[], []];
    for (let i = 0; i < 3; i++) {
      got[1]!.push(Array.from(b.next().value!.data));
      got[0]!.push(Array.from(a.next().value!.data));
    }
    expect(got).toEqual(expected);
  });

  test("any Dataset will do", () => {
    const squares: Dataset<number[]> = { length: 4, get: (indices) => indices.map((i) => i * i) };
    expect([...new DataLoader(squares, { batchSize: 3 })]).toEqual([[0, 1, 4], [9]]);
  });
});

describe("state", () => {
  const variants: readonly DataLoaderOptions[] = [
    { batchSize: 3 },
    { batchSize: 3, shuffle: true, seed: 9 },
    { batchSize: 3, shuffle: true, seed: 9, dropLast: true },
    { batchSize: 3, replacement: true, seed: 9 },
  ];

  for (const options of variants) {
    for (const stop of [0, 1, 2, 3, 4, 5, 7]) {
      test(`${JSON.stringify(options)}: after ${stop} batches, through JSON, the rest is the same`, () => {
        const whole = new DataLoader(numbers(10), options);
        const expected = [epoch(whole), epoch(whole), epoch(whole)].flat().slice(stop);

        const loader = new DataLoader(numbers(10), options);
        const left = takeBatches(loader, stop);
        expect(left).toBe(stop);
        const state = JSON.parse(JSON.stringify(loader.state())) as DataLoaderState;
        const resumed = new DataLoader(numbers(10), { ...options, seed: "another" });
        resumed.loadState(state);
        expect(resumed.state()).toEqual(state);
        const rest: number[][] = [];
        for (let i = 0; i < 3; i++) rest.push(...epoch(resumed)); // at most three epochs are left
        rest.length = expected.length;
        expect(rest).toEqual(expected);
      });
    }
  }

  /** Takes some batches and no more: the last iteration is left in its middle. */
  function takeBatches(loader: DataLoader<Tensor>, count: number): number {
    let taken = 0;
    while (taken < count) {
      for (const _ of loader) {
        taken++;
        if (taken === count) break;
      }
    }
    return taken;
  }

  test("it says epoch and examples given, and speaks of the iteration begun last", () => {
    const loader = new DataLoader(numbers(5), { batchSize: 2 });
    expect(loader.state()).toEqual({ epoch: 0, position: 0, generator: null });
    const first = loader[Symbol.iterator]();
    first.next();
    expect(loader.state()).toEqual({ epoch: 0, position: 2, generator: null });
    first.next();
    first.next();
    expect(loader.state()).toEqual({ epoch: 1, position: 0, generator: null });
    const second = loader[Symbol.iterator]();
    second.next();
    expect(loader.state()).toEqual({ epoch: 1, position: 2, generator: null });
  });

  test("a loop that is left gives up its epoch; the next one begins another", () => {
    const loader = new DataLoader(numbers(5), { batchSize: 2 });
    for (const _ of loader) break;
    expect(epoch(loader)).toEqual([[0, 1], [2, 3], [4]]);
    expect(loader.state().epoch).toBe(2);
  });

  test("it shares nothing with the inside, in either direction", () => {
    const options = { batchSize: 2, shuffle: true, seed: 5 };
    const expected = epoch(new DataLoader(numbers(8), options));
    const loader = new DataLoader(numbers(8), options);
    const batches = loader[Symbol.iterator]();
    batches.next();
    const [state, before] = [loader.state(), loader.state()];
    Object.assign(state, { epoch: 9, position: 7 });
    Object.assign(state.generator!, { c: 1, s0: 0, s1: 0, s2: 0 });
    expect(loader.state()).toEqual(before);

    const resumed = new DataLoader(numbers(8), { ...options, seed: 6 });
    const given = loader.state();
    resumed.loadState(given);
    Object.assign(given.generator!, { c: 1, s0: 0, s1: 0, s2: 0 });
    expect(resumed.state()).toEqual(before);
    expect(epoch(resumed)).toEqual(expected.slice(1));
  });

  test("examples that could not be got have not been given: the same ones are asked for again", () => {
    const asked: (readonly number[])[] = [];
    let broken = false;
    const data: Dataset<readonly number[]> = {
      length: 5,
      get: (indices) => {
        asked.push(indices);
        if (broken) throw new Error("disk");
        return indices;
      },
    };
    const loader = new DataLoader(data, { batchSize: 2 });
    const batches = loader[Symbol.iterator]();
    batches.next();
    broken = true;
    expect(() => batches.next()).toThrow("disk");
    expect(loader.state()).toEqual({ epoch: 0, position: 2, generator: null });
    broken = false;
    const resumed = new DataLoader(data, { batchSize: 2 });
    resumed.loadState(loader.state());
    expect([...resumed]).toEqual([[2, 3], [4]]);
    expect(asked).toEqual([[0, 1], [2, 3], [2, 3], [4]]);

    broken = true;
    const fresh = new DataLoader(data, { batchSize: 2, shuffle: true, seed: 1 });
    expect(() => [...fresh]).toThrow("disk");
    expect(fresh.state().position).toBe(0);
  });

  test("one that does not fit is an error and changes nothing", () => {
    const plain = new DataLoader(numbers(5), { batchSize: 2 });
    const shuffled = new DataLoader(numbers(5), { batchSize: 2, shuffle: true, seed: 0 });
    const state = shuffled.state();
    const cases: readonly [DataLoader<Tensor>, unknown, string][] = [
      [plain, undefined, "DataLoader.loadState: state must be what state() returned, got undefined."],
      [
        plain,
        { epoch: -1, position: 0, generator: null },
        "DataLoader.loadState: state.epoch must be a whole number from 0 on, got -1.",
      ],
      [
        plain,
        { epoch: 0, position: 5, generator: null },
        "DataLoader.loadState: state.position must be a whole number in 0 … 4, got 5.",
      ],
      [plain, state, "DataLoader.loadState: state.generator must be null, since nothing is shuffled, got an object."],
      [
        shuffled,
        plain.state(),
        "DataLoader.loadState: state.generator must be that of a loader that shuffles, got null.",
      ],
      [
        shuffled,
        { ...state, generator: { c: 1 } },
        "Rng.from: state must be what Rng.state() returned, got an object.",
      ],
    ];
    for (const [loader, given, message] of cases) {
      const before = loader.state();
      expect(() => loader.loadState(given as DataLoaderState), message).toThrow(new DomainError(message));
      expect(loader.state()).toEqual(before);
    }
  });
});

test("errors of the constructor", () => {
  const size = "DataLoader: batchSize must be a whole number from 1 on, got";
  const cases: readonly [Dataset<unknown>, DataLoaderOptions, string][] = [
    [numbers(5), { batchSize: 0 }, `${size} 0.`],
    [numbers(5), { batchSize: -2 }, `${size} -2.`],
    [numbers(5), { batchSize: 2.5 }, `${size} 2.5.`],
    [numbers(5), { batchSize: Number.NaN }, `${size} NaN.`],
    [numbers(0), {}, "DataLoader: dataset must have at least one example, got 0."],
    [{} as never, {}, "DataLoader: dataset must have at least one example, got undefined."],
    [undefined as never, {}, "DataLoader: dataset must have at least one example, got undefined."],
    [
      [1, 2] as never,
      {},
      "DataLoader: dataset must have a method get(indices), got [1, 2]. Make one of tensors: new TensorDataset(x, y).",
    ],
    [
      numbers(5),
      { batch_size: 2 } as never,
      "DataLoader: options must be among batchSize, shuffle, seed, dropLast, replacement, got batch_size. Did you mean batchSize?",
    ],
    [numbers(5), { batchSize: null } as never, `${size} null.`],
    [numbers(5), { shuffle: true, seed: null } as never, "Rng: seed must be a finite number or a string, got null."],
    [numbers(5), 2 as never, "DataLoader: options must be an object such as { batchSize: … }, got 2."],
    [numbers(5), { dropLast: 1 as never }, "DataLoader: dropLast must be true or false, got 1."],
    [numbers(5), { shuffle: "yes" as never }, 'DataLoader: shuffle must be true or false, got "yes".'],
    [
      numbers(5),
      { batchSize: 6, dropLast: true },
      "DataLoader: batchSize must be at most the number of examples, 5, with dropLast, got 6.",
    ],
    [numbers(5), { shuffle: true, seed: Number.NaN }, "Rng: seed must be a finite number or a string, got NaN."],
  ];
  for (const [dataset, options, message] of cases)
    expect(() => new DataLoader(dataset, options), message).toThrow(new DomainError(message));
});
