import {
  cholesky,
  DomainError,
  det,
  eigh,
  grad,
  inverse,
  jit,
  lstsq,
  matmul,
  matrixTranspose,
  mul,
  pinv,
  qr,
  Rng,
  slogdet,
  solve,
  sub,
  svd,
  type Tensor,
  tensor,
  triangularSolve,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const epsilon = 2 ** -52;
const rng = new Rng(9);
const random = (...shape: number[]): Tensor => rng.normal(shape, { dtype: "float64" }) as Tensor;
const matrix = (m: number, n: number, element: (i: number, j: number) => number): Tensor =>
  tensor(Float64Array.from({ length: m * n }, (_, i) => element(Math.floor(i / n), i % n))).reshape([m, n]) as Tensor;
const identity = (n: number): Tensor => matrix(n, n, (i, j) => (i === j ? 1 : 0));
const transposed = (x: Tensor): Tensor => matrixTranspose(x) as Tensor;

function largest(x: Tensor): number {
  return x.data.reduce((most: number, value: number) => Math.max(most, Math.abs(value)), 0);
}

/** Largest difference of two tensors, in units of ε times the largest element of the second or of `scale`. */
function distance(x: Tensor, y: Tensor, scale = largest(y)): number {
  expect(x.shape).toEqual(y.shape);
  return x.size === 0 ? 0 : largest(sub(x, y) as Tensor) / (epsilon * (scale || 1));
}

/** How far columns are from orthonormal. */
function skewness(q: Tensor): number {
  return distance(matmul(q, q, { transposeA: true }) as Tensor, identity(q.shape.at(-1)!), 1);
}

const hilbert = (n: number): Tensor => matrix(n, n, (i, j) => 1 / (i + j + 1));

/** Matrices on which algorithms fail that are not careful. */
const matrices: { readonly [name: string]: Tensor } = {
  "tall, 30 × 7": random(30, 7),
  "wide, 7 × 30": random(7, 30),
  "square, 40 × 40": random(40, 40),
  "1 × 1": random(1, 1),
  "a column": random(9, 1),
  "a row": random(1, 9),
  "of rank 3, 12 × 8": matmul(random(12, 3), random(3, 8)) as Tensor,
  "of rank 3, 8 × 12": matmul(random(8, 3), random(3, 12)) as Tensor,
  zeros: zeros([5, 3], { dtype: "float64" }) as Tensor,
  "with a column of zeros": matrix(5, 4, (i, j) => (j === 1 ? 0 : Math.cos(3 * i + j * j))),
  "of equal columns": matrix(6, 4, (i) => i + 1),
  identity: identity(6),
  "Hilbert's of 12 rows, condition 10¹⁶": hilbert(12),
  "of huge elements": mul(random(6, 4), 1e250) as Tensor,
  "of tiny elements": mul(random(4, 6), 1e-250) as Tensor,
  "of rows from 1 to 10⁻³⁰": matrix(6, 6, (i, j) => Math.cos(i * 7 + j * j + 1) * 10 ** (-6 * i)),
  "no rows, 0 × 3": zeros([0, 3], { dtype: "float64" }) as Tensor,
  "no columns, 3 × 0": zeros([3, 0], { dtype: "float64" }) as Tensor,
  "nothing, 0 × 0": zeros([0, 0], { dtype: "float64" }) as Tensor,
};

describe.each(Object.entries(matrices))("a matrix %s", (_, a) => {
  const [m, n] = a.shape as [number, number];
  const k = Math.min(m, n);
  // A factorization in floating point is exact for a matrix that is off by some ε for each of the steps that an element takes.
  const steps = 4 * Math.max(m, n) + 4;

  test("is the product of its q, orthonormal, and its r, a triangle whose diagonal is not negative", () => {
    const { q, r } = qr(a);
    expect([q.shape, r.shape]).toEqual([
      [m, k],
      [k, n],
    ]);
    expect(distance(matmul(q, r), a)).toBeLessThan(steps);
    expect(skewness(q)).toBeLessThan(steps);
    for (let i = 0; i < k; i++)
      for (let j = 0; j <= i; j++)
        expect(j < i ? r.data[i * n + j] === 0 : r.data[i * n + i]! >= 0, `r[${i}][${j}]`).toBe(true);
  });

  test("is the product of its u and vh, orthonormal, and its s, descending", () => {
    const { u, s, vh } = svd(a);
    expect([u.shape, s.shape, vh.shape]).toEqual([[m, k], [k], [k, n]]);
    expect(distance(matmul(mul(u, s), vh), a)).toBeLessThan(steps);
    expect(skewness(u)).toBeLessThan(steps);
    expect(skewness(transposed(vh))).toBeLessThan(steps);
    const values = s.toArray() as number[];
    expect(values.every((value, i) => value >= (values[i + 1] ?? 0))).toBe(true);
    for (let j = 0; j < k; j++) {
      const column = Array.from({ length: m }, (_, i) => u.data[i * k + j]!);
      expect(Math.max(...column)).toBeGreaterThanOrEqual(-Math.min(...column) * (1 - 1e-12));
    }
  });

  test("with its transpose has eigenvalues and orthonormal eigenvectors", () => {
    const product = matmul(transposed(a), mul(a, 1 / (largest(a) || 1))) as Tensor;
    const { values, vectors } = eigh(product);
    expect(distance(matmul(mul(vectors, values), transposed(vectors)), product)).toBeLessThan(steps);
    expect(skewness(vectors)).toBeLessThan(steps);
    const list = values.toArray() as number[];
    expect(list.every((value, i) => i === 0 || value >= list[i - 1]!)).toBe(true);
  });

  test("has a pseudoinverse that satisfies the conditions of Moore and Penrose", () => {
    const p = pinv(a) as Tensor;
    // Errors of a product with the pseudoinverse grow with the condition, of what counts as 1 / 0 they do not.
    const { s } = svd(a);
    const kept = (s.toArray() as number[]).filter((value) => value > Math.max(m, n) * epsilon * (s.data[0] ?? 0));
    const condition = kept.length === 0 ? 1 : kept[0]! / kept.at(-1)!;
    const [ap, pa] = [matmul(a, p) as Tensor, matmul(p, a) as Tensor];
    expect(distance(matmul(ap, a), a)).toBeLessThan(steps * condition);
    expect(distance(matmul(pa, p), p)).toBeLessThan(steps * condition);
    expect(distance(ap, transposed(ap), 1)).toBeLessThan(steps * condition);
    expect(distance(pa, transposed(pa), 1)).toBeLessThan(steps * condition);
  });
});

describe("systems", () => {
  test.each([1, 2, 5, 30])("of %i equations are solved with a residual of some ε", (n) => {
    const [a, b] = [random(n, n), random(n, 3)];
    const x = solve(a, b) as Tensor;
    expect(distance(matmul(a, x), b, n * largest(a) * largest(x))).toBeLessThan(10);
    expect(distance(matmul(a, inverse(a)), identity(n), n * largest(a) * largest(inverse(a)))).toBeLessThan(10);
    const l = cholesky(matmul(a, transposed(a))) as Tensor;
    expect(distance(matmul(l, transposed(l)), matmul(a, transposed(a)) as Tensor)).toBeLessThan(n + 4);
    const y = triangularSolve(l, b) as Tensor;
    expect(distance(matmul(l, y), b, n * largest(l) * largest(y))).toBeLessThan(10);
  });

  test("with Hilbert's matrix of 10 rows, condition 10¹³, have a residual of some ε, too", () => {
    const [a, b] = [hilbert(10), random(10)];
    const x = solve(a, b) as Tensor;
    expect(distance(matmul(a, x), b, 10 * largest(a) * largest(x))).toBeLessThan(10);
  });

  test("that have no solution have one whose residual is orthogonal to all columns, also if columns are equal", () => {
    for (const a of [random(9, 4), matmul(random(9, 2), random(2, 4)) as Tensor]) {
      const b = random(9);
      const rest = sub(matmul(a, lstsq(a, b)), b) as Tensor;
      expect(largest(matmul(transposed(a), rest) as Tensor)).toBeLessThan(100 * epsilon * 9 * largest(a) * largest(b));
    }
  });

  test("in empty batches and of no equations have empty solutions", () => {
    const none = (...shape: number[]): Tensor => zeros(shape, { dtype: "float64" }) as Tensor;
    expect(solve(none(0, 3, 3), none(0, 3, 2)).shape).toEqual([0, 3, 2]);
    expect(solve(none(0, 0), none(0, 2)).shape).toEqual([0, 2]);
    expect(solve(none(0, 0), none(0)).shape).toEqual([0]);
    expect(triangularSolve(none(2, 0, 0), none(0)).shape).toEqual([2, 0]);
    expect(inverse(none(2, 0, 0)).shape).toEqual([2, 0, 0]);
    expect(cholesky(none(0, 0)).shape).toEqual([0, 0]);
    expect(lstsq(none(0, 2), none(0)).toArray()).toEqual([0, 0]);
    expect(det(none(2, 0, 0)).toArray()).toEqual([1, 1]);
    expect(slogdet(none(0, 0)).logabsdet.toArray()).toBe(0);
    expect(slogdet(none(0, 0)).sign.toArray()).toBe(1);
    expect(svd(none(2, 0, 3)).vh.shape).toEqual([2, 0, 3]);
    expect(eigh(none(0, 3, 3)).values.shape).toEqual([0, 3]);
  });

  test("in a batch have the bits that each has alone", () => {
    const a = random(4, 3, 3);
    const functions: ((x: Tensor) => Tensor)[] = [
      inverse,
      det,
      pinv,
      (x: Tensor) => eigh(x).vectors,
      (x: Tensor) => svd(x).vh,
      (x: Tensor) => qr(x).r,
    ];
    for (const f of functions)
      expect(f(a).toArray()).toEqual([0, 1, 2, 3].map((i) => f(a.slice([i]) as Tensor).toArray()));
  });
});

describe("determinants", () => {
  test("of a product are the product of determinants", () => {
    const [a, b] = [random(6, 6), random(6, 6)];
    const both = det(a).item() * det(b).item();
    expect(Math.abs(det(matmul(a, b)).item() - both) / Math.abs(both)).toBeLessThan(1e-12);
  });

  test("have logarithms whose gradient is the transposed inverse", () => {
    const a = random(5, 5);
    const gradient = grad((x: Tensor) => slogdet(x).logabsdet as Tensor)(a);
    expect(distance(gradient, transposed(inverse(a) as Tensor))).toBeLessThan(4);
  });

  test("have a sign and logarithm where they overflow", () => {
    const { sign, logabsdet } = slogdet(mul(identity(400), -1e10) as Tensor);
    expect([sign.item(), logabsdet.item()]).toEqual([1, expect.closeTo(400 * Math.log(1e10), 8)]);
  });

  // |A| = Σ ± a₀ᵢ a₁ⱼ a₂ₖ: each derivative of a product of elements is written down.
  test.each([
    0, 1, 2, 3,
  ])("of a 3 × 3 matrix of rank %i have the first three derivatives that expansion gives", (rank) => {
    const a =
      rank === 0
        ? (zeros([3, 3], { dtype: "float64" }) as Tensor)
        : (matmul(random(3, rank), random(rank, 3)) as Tensor);
    const expanded = (x: Tensor): Tensor => {
      const at = (i: number, j: number): Tensor => x.slice([i, j]) as Tensor;
      const term = (j: number, k: number, l: number): Tensor => mul(mul(at(0, j), at(1, k)), at(2, l)) as Tensor;
      const plus = term(0, 1, 2)
        .add(term(1, 2, 0))
        .add(term(2, 0, 1));
      return plus
        .sub(term(0, 2, 1))
        .sub(term(1, 0, 2))
        .sub(term(2, 1, 0)) as Tensor;
    };
    const [v, w] = [random(3, 3), random(3, 3)];
    const derivatives = (f: (x: Tensor) => Tensor): Tensor[] => {
      const first = grad(f);
      const second = grad((x: Tensor) => mul(first(x), v).sum());
      const third = grad((x: Tensor) => mul(second(x), w).sum());
      return [first(a), second(a), third(a)];
    };
    const wanted = derivatives(expanded);
    derivatives((x) => det(x) as Tensor).forEach((one, order) => {
      expect(distance(one, wanted[order]!, 1), `derivative ${order + 1}`).toBeLessThan(500);
    });
  });
});

describe("derivatives that do not exist", () => {
  test("are refused where eigenvalues are repeated and the vectors count", () => {
    const a = tensor(
      [
        [
          [1, 0],
          [0, 2],
        ],
        [
          [3, 0],
          [0, 3],
        ],
      ],
      { dtype: "float64" },
    );
    expect(grad((x: Tensor) => eigh(x).values.sum())(a as Tensor).toArray()).toEqual([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ]);
    const error = thrownBy(() => grad((x: Tensor) => mul(eigh(x).vectors, random(2, 2)).sum())(a as Tensor));
    expect(error).toBe(
      "DomainError: eigh: eigenvalues must differ where the derivative of eigenvectors is asked for, got equal ones at [1] of a.",
    );
  });

  test("are refused where rounding alone makes eigenvalues differ", () => {
    const { q } = qr(random(5, 5));
    const a = matmul(mul(q, tensor([1, 2, 2, 3, 4], { dtype: "float64" })), transposed(q as Tensor)) as Tensor;
    expect(() => grad((x: Tensor) => mul(eigh(x).vectors, random(5, 5)).sum())(a)).toThrow(DomainError);
  });

  test("are refused where singular values are repeated and the vectors count", () => {
    const a = identity(2);
    expect(grad((x: Tensor) => svd(x).s.sum())(a).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(thrownBy(() => grad((x: Tensor) => mul(svd(x).u, random(2, 2)).sum())(a))).toBe(
      "DomainError: svd: singular values must differ where the derivative of singular vectors is asked for, got equal ones.",
    );
  });

  test("are refused where a singular value of a tall or wide matrix is 0 and the vectors count", () => {
    const message =
      "DomainError: svd: singular values must not be 0 where the derivative of singular vectors of a matrix that is not square is asked for, got 0.";
    const a = matrix(3, 2, (i, j) => (i === 0 && j === 0 ? 1 : 0));
    expect(thrownBy(() => grad((x: Tensor) => mul(svd(x).u, random(3, 2)).sum())(a))).toBe(message);
    expect(thrownBy(() => grad((x: Tensor) => mul(svd(x).vh, random(2, 3)).sum())(transposed(a)))).toBe(message);
  });

  test("of the logarithm of a determinant that is 0 are refused", () => {
    expect(() => grad((x: Tensor) => slogdet(x).logabsdet.sum())(zeros([2, 2]) as Tensor)).toThrow(DomainError);
  });

  test("of the factors of a matrix whose columns depend on each other are refused", () => {
    const dependent = grad((x: Tensor) => qr(x).q.sum());
    expect(thrownBy(() => dependent(matrix(3, 2, (i) => i + 1)))).toBe(
      "DomainError: qr: the first 2 columns of a must be independent of each other where a derivative is asked for, got column 1, which is not.",
    );
    expect(() => dependent(matmul(random(2, 4, 2), random(2, 3)) as Tensor)).toThrow("got column 2 at [0] of a");
  });
});

test("a compiled program refuses a singular matrix that comes later", () => {
  const f = jit((x: Tensor) => inverse(x).sum());
  for (let i = 0; i < 3; i++) f(identity(2));
  expect(() => f(zeros([2, 2], { dtype: "float64" }) as Tensor)).toThrow(DomainError);
  expect(f(identity(2)).item()).toBe(2);
});
