import { grad, matmul, type Tensor, tensor, zeros } from "@tapegrad/core";
import { describe, expect, test } from "vitest";

function counting(shape: number[], start: number): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tensor(Float64Array.from({ length: size }, (_, i) => start + i)).reshape(shape);
}

interface Case {
  readonly title: string;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly options?: { readonly transposeA: true; readonly transposeB: true };
  readonly product: unknown;
  /** For the cotangent -2, -1, 0, 1, 2, -2, -1 … in the shape of the product. */
  readonly toA: unknown;
  readonly toB: unknown;
}

// Values and gradients as PyTorch computes them in float64; all are whole numbers, so nothing is rounded.
const cases: readonly Case[] = [
  {
    title: "one matrix for a batch on the left",
    a: counting([2, 2, 3], -5),
    b: counting([3, 2], -2),
    product: [
      [
        [4, -8],
        [4, 1],
      ],
      [
        [4, 10],
        [4, 19],
      ],
    ],
    toA: [
      [
        [5, -1, -7],
        [-1, 1, 3],
      ],
      [
        [-2, -2, -2],
        [2, 0, -2],
      ],
    ],
    toB: [
      [8, 1],
      [7, -1],
      [6, -3],
    ],
  },
  {
    title: "two batches that broadcast against each other",
    a: counting([2, 1, 2, 3], -5),
    b: counting([3, 3, 1], -4),
    product: [
      [
        [[38], [11]],
        [[2], [2]],
        [[-34], [-7]],
      ],
      [
        [[-16], [-43]],
        [[2], [2]],
        [[20], [47]],
      ],
    ],
    toA: [
      [
        [
          [12, 12, 12],
          [-1, -3, -5],
        ],
      ],
      [
        [
          [-1, -3, -5],
          [-4, -3, -2],
        ],
      ],
    ],
    toB: [
      [[11], [7], [3]],
      [[7], [11], [15]],
      [[-12], [-15], [-18]],
    ],
  },
  {
    title: "both operands read transposed, one of them a batch",
    a: counting([3, 2], -2),
    b: counting([2, 1, 2, 3], -6),
    options: { transposeA: true, transposeB: true },
    product: [
      [
        [
          [4, 4],
          [-11, -2],
        ],
      ],
      [
        [
          [4, 4],
          [7, 16],
        ],
      ],
    ],
    toA: [
      [9, -3],
      [6, -3],
      [3, -3],
    ],
    toB: [
      [
        [
          [4, 0, -4],
          [1, 1, 1],
        ],
      ],
      [
        [
          [-3, -1, 1],
          [4, 0, -4],
        ],
      ],
    ],
  },
  {
    title: "a row vector before a batch",
    a: counting([3], -1),
    b: counting([2, 3, 2], -5),
    product: [
      [4, 4],
      [4, 4],
    ],
    toA: [16, 12, 8],
    toB: [
      [
        [2, 1],
        [0, 0],
        [-2, -1],
      ],
      [
        [0, -1],
        [0, 0],
        [0, 1],
      ],
    ],
  },
  {
    title: "a column vector after a batch",
    a: counting([2, 2, 3], -5),
    b: counting([3], -1),
    product: [
      [2, 2],
      [2, 2],
    ],
    toA: [
      [
        [2, 0, -2],
        [1, 0, -1],
      ],
      [
        [0, 0, 0],
        [-1, 0, 1],
      ],
    ],
    toB: [16, 14, 12],
  },
  { title: "two vectors", a: counting([3], -1), b: counting([3], 2), product: 2, toA: [-4, -6, -8], toB: [2, 0, -2] },
  {
    title: "a matrix larger than the kernel's tiles of four, with margins",
    a: counting([5, 6], -14),
    b: counting([6, 5], -10),
    product: [
      [-85, -154, -223, -292, -361],
      [5, -28, -61, -94, -127],
      [95, 98, 101, 104, 107],
      [185, 224, 263, 302, 341],
      [275, 350, 425, 500, 575],
    ],
    toA: Array.from({ length: 5 }, () => new Array<number>(6).fill(10)),
    toB: [20, 10, 0, -10, -20, -30].map((x) => [x, x / 2, 0, 0 - x / 2, 0 - x]),
  },
];

/** Zeros without a sign: the signs of zeros in a sum are not what is tested here. */
const unsigned = (x: Tensor): unknown => x.add(0).toArray();

describe("matmul", () => {
  for (const { title, a, b, options, product, toA, toB } of cases) {
    test(`${title}: the product and both derivatives`, () => {
      const multiply = (a: Tensor, b: Tensor): Tensor => matmul(a, b, options);
      const c = multiply(a, b);
      expect(unsigned(c)).toEqual(product);
      const cotangent = tensor(Float64Array.from({ length: c.size }, (_, i) => (i % 5) - 2)).reshape(c.shape as never);
      const loss = (a: Tensor, b: Tensor) => multiply(a, b).mul(cotangent).sum();
      const [da, db] = grad(loss, { argnums: [0, 1] })(a, b);
      expect(unsigned(da)).toEqual(toA);
      expect(unsigned(db)).toEqual(toB);
    });
  }

  test("an inner size of 0 gives zeros, and gradients of no elements", () => {
    for (const shape of [
      [3, 0],
      [2, 3, 0],
    ]) {
      const [da, db] = grad((a: Tensor, b: Tensor) => matmul(a, b).sum(), { argnums: [0, 1] })(
        zeros(shape) as Tensor,
        zeros([0, 2]) as Tensor,
      );
      expect(
        matmul(zeros(shape) as Tensor, zeros([0, 2]))
          .sum()
          .item(),
      ).toBe(0);
      expect([da.shape, db.shape]).toEqual([shape, [0, 2]]);
    }
    expect(matmul(zeros([0, 3]), zeros([3, 2])).shape).toEqual([0, 2]);
  });

  test("int32 products are exact and wrap modulo 2³², as in NumPy", () => {
    const a = tensor([[123456789, 2]], { dtype: "int32" });
    const b = tensor([[987654321], [3]], { dtype: "int32" });
    expect(a.matmul(b).toArray()).toEqual([[-67153019 + 6]]);
  });

  test("of bools a product is and, a sum is or", () => {
    const reach = tensor([
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ]);
    expect(reach.matmul(reach).toArray()).toEqual([
      [false, false, true],
      [false, false, false],
      [false, false, false],
    ]);
    expect(matmul(tensor([true, true]), tensor([true, true])).toArray()).toBe(true);
  });

  test("float32 sums run in float64: 1 + 2²⁴ + 1 loses neither 1", () => {
    expect(matmul(tensor([1, 2 ** 24, 1]), tensor([1, 1, 1])).item()).toBe(2 ** 24 + 2);
  });
});
