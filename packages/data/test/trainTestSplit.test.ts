import { arange, DomainError, manualSeed, ones, ShapeError, type Tensor } from "@tapegrad/core";
import { loadDigits, trainTestSplit } from "@tapegrad/data";
import { describe, expect, test } from "vitest";

const values = (...parts: readonly Tensor[]): number[] => parts.flatMap((part) => Array.from(part.data));
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("the parts", () => {
  test("the digits at 0.2 are 1,437 and 360, as in scikit-learn", () => {
    const { images, labels } = loadDigits();
    const { train, test } = trainTestSplit([images, labels], { testSize: 0.2, seed: 0 });
    const shapes: [Tensor<[number, 64]>, Tensor<[number], "int32">] = train;
    expect(shapes.map((part) => part.shape)).toEqual([[1437, 64], [1437]]);
    expect(test.map((part) => part.shape)).toEqual([[360, 64], [360]]);
  });

  test("sizes are those of scikit-learn 1.2: a share is rounded up, a count taken as it is", () => {
    for (const [n, testSize, train, test] of [
      [10, 0.25, 7, 3],
      [7, 0.3, 4, 3],
      [10, 4, 6, 4],
      [5, 1, 4, 1],
    ] as const) {
      const parts = trainTestSplit([arange(n)], { testSize, seed: 0 });
      expect([parts.train[0].size, parts.test[0].size]).toEqual([train, test]);
    }
    expect(trainTestSplit([arange(10)], { seed: 0 }).test[0].size).toBe(2); // 0.2 unless given
  });

  test("together they are the data, each example once, and all tensors are permuted alike", () => {
    const { train, test } = trainTestSplit([arange(23), arange(23).mul(2)], { testSize: 0.3, seed: 1 });
    expect(sorted(values(train[0], test[0]))).toEqual(upTo(23));
    expect(values(train[0], test[0])).not.toEqual(upTo(23));
    expect(values(train[1], test[1])).toEqual(values(train[0], test[0]).map((x) => 2 * x));
  });

  test("two sizes give a validation set too", () => {
    const { train, validation, test } = trainTestSplit({ x: arange(20) }, { testSize: [0.25, 3], seed: 1 });
    expect([train.x.size, validation.x.size, test.x.size]).toEqual([12, 5, 3]);
    expect(sorted(values(train.x, validation.x, test.x))).toEqual(upTo(20));
  });

  test("without shuffling they follow one another", () => {
    const { train, validation, test } = trainTestSplit([arange(6)], { testSize: [1, 2], shuffle: false });
    expect([train, validation, test].map(([x]) => values(x))).toEqual([[0, 1, 2], [3], [4, 5]]);
  });

  test("the same seed gives the same parts, another one others, and none follows manualSeed", () => {
    const order = (seed?: number): string =>
      String(values(trainTestSplit([arange(30)], seed === undefined ? {} : { seed }).train[0]));
    expect(order(1)).toBe(order(1));
    expect(order(1)).not.toBe(order(2));
    manualSeed(3);
    const first = order();
    expect(order()).not.toBe(first);
    manualSeed(3);
    expect(order()).toBe(first);
  });
});

test("errors", () => {
  const size =
    "trainTestSplit: testSize must be a share between 0 and 1 or a count from 1 on, or two of them, [validation, test], got";
  const cases: readonly [() => unknown, Error][] = [
    [() => trainTestSplit([arange(5)], { testSize: 0 }), new DomainError(`${size} 0.`)],
    [() => trainTestSplit([arange(5)], { testSize: -0.2 }), new DomainError(`${size} -0.2.`)],
    [() => trainTestSplit([arange(5)], { testSize: 1.5 }), new DomainError(`${size} 1.5.`)],
    [() => trainTestSplit([arange(5)], { testSize: Number.NaN }), new DomainError(`${size} NaN.`)],
    [() => trainTestSplit([arange(5)], { testSize: [1, 0] }), new DomainError(`${size} [1, 0].`)],
    [() => trainTestSplit([arange(5)], { testSize: [] as never }), new DomainError(`${size} [].`)],
    [
      () => trainTestSplit([arange(5)], { testSize: 5 }),
      new DomainError("trainTestSplit: at least one example must remain to train on, got 5 with testSize 5."),
    ],
    [
      () => trainTestSplit([arange(5)], { testSize: [0.5, 0.5] }),
      new DomainError("trainTestSplit: at least one example must remain to train on, got 5 with testSize [0.5, 0.5]."),
    ],
    [
      () => trainTestSplit([arange(5), ones([4])]),
      new ShapeError("trainTestSplit: all tensors must have equally many examples, got 5 at [0] and 4 at [1]."),
    ],
    [
      () => trainTestSplit([arange(5)], { test_size: 2 } as never),
      new DomainError(
        "trainTestSplit: options must be among testSize, shuffle, seed, got test_size. Did you mean testSize?",
      ),
    ],
    [
      () => trainTestSplit([arange(5)], 0.2 as never),
      new DomainError("trainTestSplit: options must be an object such as { testSize: … }, got 0.2."),
    ],
    [
      () => trainTestSplit([arange(5)], { shuffle: "no" as never }),
      new DomainError('trainTestSplit: shuffle must be true or false, got "no".'),
    ],
    [
      () => trainTestSplit([arange(5)], { seed: Number.NaN }),
      new DomainError("Rng: seed must be a finite number or a string, got NaN."),
    ],
  ];
  for (const [call, error] of cases) expect(call, error.message).toThrow(error);
});
