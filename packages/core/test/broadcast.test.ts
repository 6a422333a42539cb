import { add, broadcastTo, grad, sub, sumTo, type Tensor, tensor, zeros } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

/** 0, 1, 2 … times `step`, plus `start`, in a shape. */
function counting(shape: number[], start = 0, step = 1): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tensor(Float64Array.from({ length: size }, (_, i) => start + step * i)).reshape(shape);
}

describe("broadcasting", () => {
  // NumPy's results for 0, 1, 2 … minus 1, 11, 21 …
  const cases: [a: number[], b: number[], result: unknown][] = [
    [
      [3, 1],
      [1, 4],
      [
        [-1, -11, -21, -31],
        [0, -10, -20, -30],
        [1, -9, -19, -29],
      ],
    ],
    [
      [2, 1, 3],
      [4, 1],
      [
        [
          [-1, 0, 1],
          [-11, -10, -9],
          [-21, -20, -19],
          [-31, -30, -29],
        ],
        [
          [2, 3, 4],
          [-8, -7, -6],
          [-18, -17, -16],
          [-28, -27, -26],
        ],
      ],
    ],
    [
      [5, 1, 1],
      [1, 2, 1],
      [
        [[-1], [-11]],
        [[0], [-10]],
        [[1], [-9]],
        [[2], [-8]],
        [[3], [-7]],
      ],
    ],
    [[1, 1, 1], [2], [[[-1, -11]]]],
    [
      [2, 1, 2, 1],
      [3, 1, 2],
      [
        [
          [
            [-1, -11],
            [0, -10],
          ],
          [
            [-21, -31],
            [-20, -30],
          ],
          [
            [-41, -51],
            [-40, -50],
          ],
        ],
        [
          [
            [1, -9],
            [2, -8],
          ],
          [
            [-19, -29],
            [-18, -28],
          ],
          [
            [-39, -49],
            [-38, -48],
          ],
        ],
      ],
    ],
    [
      [],
      [2, 2],
      [
        [-1, -11],
        [-21, -31],
      ],
    ],
    [
      [2, 2],
      [],
      [
        [-1, 0],
        [1, 2],
      ],
    ],
    [[1], [1, 1, 1], [[[-1]]]],
  ];
  for (const [a, b, result] of cases) {
    test(`[${a}] with [${b}] is what NumPy gives`, () => {
      expect(sub(counting(a), counting(b, 1, 10)).toArray()).toEqual(result);
    });
  }

  test("an axis of no elements stays one: [0, 3] with [1, 3], [1] with [0], [3, 1, 0] with [4, 1], [1, 0] with [2, 1]", () => {
    const shapes: [number[], number[], number[]][] = [
      [
        [0, 3],
        [1, 3],
        [0, 3],
      ],
      [[1], [0], [0]],
      [[2, 0], [], [2, 0]],
      [
        [3, 1, 0],
        [4, 1],
        [3, 4, 0],
      ],
      [
        [1, 0],
        [2, 1],
        [2, 0],
      ],
    ];
    for (const [a, b, result] of shapes) {
      expect(add(zeros(a) as Tensor, zeros(b) as Tensor).shape).toEqual(result);
      expect(add(zeros(b) as Tensor, zeros(a) as Tensor).shape).toEqual(result);
      // And the gradient of nothing is 0 wherever it was repeated no times.
      const gradient = grad((x: Tensor) => add(x, zeros(a) as Tensor).sum())(zeros(b) as Tensor);
      expect([gradient.shape, new Set(gradient.data).has(1)]).toEqual([b, false]);
    }
  });

  test("sizes that differ are refused, with the axis counted from the end", () => {
    const both = (a: number[], b: number[]): string => thrownBy(() => add(zeros(a) as Tensor, zeros(b) as Tensor));
    expect(both([2, 3], [4])).toBe("ShapeError: add: shapes must broadcast, got [2, 3] and [4]: axis -1 has 3 and 4.");
    expect(both([2, 3], [3, 3])).toBe(
      "ShapeError: add: shapes must broadcast, got [2, 3] and [3, 3]: axis -2 has 2 and 3.",
    );
    expect(both([0], [3])).toBe("ShapeError: add: shapes must broadcast, got [0] and [3]: axis -1 has 0 and 3.");
    expect(both([5, 2, 1, 3], [4, 1, 3])).toBe(
      "ShapeError: add: shapes must broadcast, got [5, 2, 1, 3] and [4, 1, 3]: axis -3 has 2 and 4.",
    );
  });

  test("sumTo is the transpose of broadcastTo: Σ broadcastTo(x)·y = Σ x·sumTo(y)", () => {
    const pairs: [from: number[], to: number[]][] = [
      [
        [3, 1],
        [2, 3, 4],
      ],
      [[], [2, 3]],
      [
        [1, 1],
        [5, 1, 7],
      ],
      [
        [2, 1, 2],
        [2, 3, 2],
      ],
      [[4], [4]],
    ];
    for (const [from, to] of pairs) {
      const [x, y] = [counting(from, -2), counting(to, 1, 3)];
      const left = (broadcastTo(x, to as never) as Tensor).mul(y).sum().item();
      expect(left).toBe(x.mul(sumTo(y, from)).sum().item());
      expect(left).not.toBe(0);
    }
  });
});
