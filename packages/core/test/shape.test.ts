import { describe, expect, test } from "vitest";
import { reducedShape, resolveAxes, resolveAxis } from "../src/shape/axes.ts";
import { broadcastShapes, broadcastStrides, broadcastsTo, repeatedAxes } from "../src/shape/broadcast.ts";
import { formatReceived } from "../src/shape/format.ts";
import { copyRanges, isBlock, planSlice } from "../src/shape/ranges.ts";
import { checkShape, sameShape, sizeOf, stridesOf } from "../src/shape/sizes.ts";
import type { SliceRange } from "../src/shape/types.ts";
import { allocate } from "../src/tensor/dtype.ts";
import { thrownBy } from "./thrownBy.ts";

describe("sizes", () => {
  test("the number of elements is the product of the sizes, 1 for a scalar, 0 where a size is 0", () => {
    expect([sizeOf([]), sizeOf([2, 3, 4]), sizeOf([5, 0]), sizeOf([1e200, 1e200, 0])]).toEqual([1, 24, 0, 0]);
  });

  test("strides are row-major", () => {
    expect([stridesOf([2, 3, 4]), stridesOf([7]), stridesOf([])]).toEqual([[12, 4, 1], [1], []]);
  });

  test("shapes are the same if all their sizes are", () => {
    expect([sameShape([2, 3], [2, 3]), sameShape([2, 3], [3, 2]), sameShape([2], [2, 1]), sameShape([], [])]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("checkShape copies", () => {
    const asked = [2, 3];
    const sizes = checkShape("f", asked);
    asked[0] = 9;
    expect(sizes).toEqual([2, 3]);
  });

  test("a buffer without a name for it says what it was to hold", () => {
    const must = "ShapeError: tensor: a tensor must take at most 4294967296 bytes, got";
    expect(thrownBy(() => allocate("float64", 2 ** 40))).toBe(
      `${must} 1099511627776 elements of float64, 8796093022208 bytes.`,
    );
    expect(thrownBy(() => allocate("bool", Infinity))).toBe(`${must} Infinity elements of bool.`);
    expect(thrownBy(() => allocate("bool", Number.NaN))).toBe(`${must} NaN elements of bool.`);
  });
});

describe("axes", () => {
  test("count from the end if negative", () => {
    expect([0, 1, -1, -2].map((axis) => resolveAxis("f", "x", [4, 5], axis))).toEqual([0, 1, 1, 0]);
    for (const axis of [2, -3, 0.5, Number.NaN, "0", undefined])
      expect(thrownBy(() => resolveAxis("f", "x", [4, 5], axis))).toContain(
        "ShapeError: f: axis must be in -2 … 1 for x of shape [4, 5], got",
      );
    expect(thrownBy(() => resolveAxis("f", "x", [], 0))).toBe(
      "ShapeError: f: x is a scalar and has no axis, got axis 0.",
    );
  });

  test("several come in ascending order, each once; none given means all", () => {
    expect(resolveAxes("f", "x", [2, 3, 4], [-1, 0])).toEqual([0, 2]);
    expect(resolveAxes("f", "x", [2, 3, 4], undefined)).toEqual([0, 1, 2]);
    expect(resolveAxes("f", "x", [2, 3, 4], 1)).toEqual([1]);
    expect(thrownBy(() => resolveAxes("f", "x", [2, 3], [0, -2]))).toBe(
      "ShapeError: f: each axis may be named once, got [0, -2].",
    );
  });

  test("a hole in a list is no axis", () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    const [inner, first] = [[0, , 1] as number[], new Array<number>(2)];
    first[1] = 0;
    const lists = [inner, first];
    for (const axes of lists)
      expect(thrownBy(() => resolveAxes("f", "x", [2, 3, 4], axes))).toBe(
        "ShapeError: f: axis must be in -3 … 2 for x of shape [2, 3, 4], got undefined.",
      );
  });

  test("a reduced axis is left out, or kept with size 1", () => {
    expect([reducedShape([2, 3, 4], [0, 2], false), reducedShape([2, 3, 4], [0, 2], true)]).toEqual([[3], [1, 3, 1]]);
  });
});

describe("broadcasting", () => {
  test("axes pair up from the last", () => {
    expect(broadcastShapes("f", [2, 1, 3], [4, 1])).toEqual([2, 4, 3]);
    expect(broadcastShapes("f", [0], [1])).toEqual([0]);
    expect(thrownBy(() => broadcastShapes("f", [2, 3], [2, 4]))).toBe(
      "ShapeError: f: shapes must broadcast, got [2, 3] and [2, 4]: axis -1 has 3 and 4.",
    );
    expect(broadcastStrides([3, 1], [2, 3, 4])).toEqual([0, 1, 0]);
    expect(repeatedAxes([3, 1], [2, 3, 4])).toEqual([0, 2]);
  });

  test("to a shape: sizes equal or 1, and no more axes than that shape has, even axes of size 1", () => {
    expect(broadcastsTo([3, 1], [2, 3, 4])).toBe(true);
    expect(broadcastsTo([3, 2], [2, 3, 4])).toBe(false);
    expect(broadcastsTo([1, 3], [3])).toBe(false);
    expect(broadcastsTo([1], [])).toBe(false);
    expect(broadcastsTo([1, 1, 1], [1])).toBe(false);
    expect(broadcastsTo([], [2])).toBe(true);
  });
});

describe("ranges", () => {
  const plan = (shape: number[], ...ranges: unknown[]) => planSlice("f", "x of shape", shape, ranges as SliceRange[]);

  test("mean what Python's slices mean", () => {
    // range(10)[a:b:c], as CPython prints it.
    const cases: [SliceRange, number, number, number][] = [
      [[2, 5], 2, 3, 1],
      [[-3, null], 7, 3, 1],
      [[null, null, -1], 9, 10, -1],
      [[8, 2, -2], 8, 3, -2],
      [[5, 2], 5, 0, 1],
      [[-100, 100], 0, 10, 1],
      [[null, null, 4], 0, 3, 4],
    ];
    for (const [range, offset, size, step] of cases)
      expect([range, plan([10], range)]).toEqual([range, { shape: [size], strides: [step], offset }]);
    expect(plan([4, 5], 1, null)).toEqual({ shape: [5], strides: [1], offset: 5 });
    expect(plan([4, 5], -1)).toEqual({ shape: [5], strides: [1], offset: 15 });
  });

  test("have two or three entries, each a whole number", () => {
    const must = "DomainError: f: each range must be a whole number, [start, stop], [start, stop, step] or null, got";
    expect(thrownBy(() => plan([5], [0, 4, 1, 1]))).toBe(`${must} [0, 4, 1, 1] for axis 0.`);
    expect(thrownBy(() => plan([5], [0, 4, 1, undefined]))).toBe(`${must} [0, 4, 1, undefined] for axis 0.`);
    expect(thrownBy(() => plan([5], [0]))).toBe(`${must} [0] for axis 0.`);
    expect(thrownBy(() => plan([5], []))).toBe(`${must} [] for axis 0.`);
    expect(thrownBy(() => plan([5], [0, 1.5]))).toBe(`${must} [0, 1.5] for axis 0.`);
    expect(thrownBy(() => plan([5], [0, "4"]))).toBe(`${must} [0, "4"] for axis 0.`);
    expect(thrownBy(() => plan([5, 5], null, "1:3"))).toBe(`${must} "1:3" for axis 1.`);
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    expect(thrownBy(() => plan([5, 5], ...[, [0, 2]]))).toBe(`${must} undefined for axis 0.`);
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
    expect(thrownBy(() => plan([5], [, 2]))).toBe(`${must} [, 2] for axis 0.`);
    expect(thrownBy(() => plan([5], [0, 4, 0]))).toBe(
      "DomainError: f: the step of a range must not be 0, got [0, 4, 0] for axis 0.",
    );
  });

  test("are at most as many as axes, and indices lie in them", () => {
    expect(thrownBy(() => plan([5], 0, 0))).toBe(
      "ShapeError: f: ranges must have at most 1 entries for x of shape [5], got 2.",
    );
    expect(thrownBy(() => plan([5], 5))).toBe(
      "ShapeError: f: index must be in -5 … 4 along axis 0 of x of shape [5], got 5.",
    );
    expect(thrownBy(() => plan([0], 0))).toBe(
      "ShapeError: f: there is no element along axis 0 of x of shape [0], got index 0.",
    );
    expect(thrownBy(() => planSlice("f", "x of shape", [5], 2 as never))).toBe(
      "ShapeError: f: ranges must be a list with an entry for each leading axis, got 2. Write [2].",
    );
  });

  test("a copy of them stays as it is when the list, or a range in it, changes", () => {
    const inner: [number, number] = [0, 2];
    const ranges: SliceRange[] = [inner, 3, null];
    const copy = copyRanges(ranges);
    inner[1] = 9;
    ranges[1] = 7;
    ranges.push(1);
    expect(copy).toEqual([[0, 2], 3, null]);
    expect(copyRanges(5 as never)).toBe(5);
  });

  test("a view is a block if its elements are neighbours, in order", () => {
    expect(isBlock(plan([4, 5], [1, 3]))).toBe(true);
    expect(isBlock(plan([4, 5], null, [1, 3]))).toBe(false);
    expect(isBlock(plan([4, 5], 2, [1, 3]))).toBe(true);
    expect(isBlock(plan([4], [null, null, -1]))).toBe(false);
  });
});

test("what was received is written as a program would write it, or by what it is", () => {
  function* none(): Generator<number> {}
  class Point {}
  const cases: [unknown, string][] = [
    [-0, "-0"],
    ['a "b"', '"a \\"b\\""'],
    ["x".repeat(100), JSON.stringify("x".repeat(100))],
    ["x".repeat(5000), `"${"x".repeat(57)}...", 5000 characters`],
    [5n, "5n"],
    [Symbol("s"), "Symbol(s)"],
    [[1, "a", null], '[1, "a", null]'],
    [[[1]], "an array of 1"],
    [Array(9).fill(0), "an array of 9"],
    [{}, "an object"],
    [Object.create(null), "an object"],
    [new Point(), "a Point"],
    [new Error("e"), "an Error"],
    [new Uint8Array(1), "a Uint8Array"],
    [new Int8Array(1), "an Int8Array"],
    [none(), "a Generator"],
    [new (class {})(), "an object"],
    [Promise.resolve(), "a Promise"],
    [Math.sin, "the function sin"],
    [
      (
        () => () =>
          1
      )(),
      "a function",
    ],
  ];
  for (const [value, text] of cases) expect(formatReceived(value)).toBe(text);
});
