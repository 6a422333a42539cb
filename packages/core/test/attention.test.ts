import {
  dropout,
  grad,
  matmul,
  Rng,
  scaledDotProductAttention,
  softmax,
  sum,
  type Tensor,
  tensor,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";

describe("attention", () => {
  const f64 = { dtype: "float64" } as const;
  const rows = (x: Tensor): unknown[] => x.toArray() as unknown[]; // of a matrix

  test("queries that come in blocks get the bits they get together", () => {
    // 4.5 million scores are more than are held at once; with a derivative to come they are not divided.
    const [queries, keys] = [3000, 1500];
    const rng = new Rng(3);
    const q = rng.normal([queries, 2]);
    const [k, v] = [rng.normal([keys, 2]), rng.normal([keys, 2])];
    const mask = rng.bernoulli([queries, keys], 0.7);
    for (const options of [{}, { isCausal: true }, { mask }, { mask: rng.normal([keys]) }]) {
      const inBlocks = scaledDotProductAttention(q, k, v, options);
      q.requiresGrad = true;
      const together = scaledDotProductAttention(q, k, v, options);
      q.requiresGrad = false;
      expect(inBlocks.data).toEqual(together.data);
    }
  });

  test("a query that may look at nothing poisons no derivative, of first or second order", () => {
    const q = tensor(
      [
        [1, 0],
        [0, 1],
      ],
      f64,
    );
    const k = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      f64,
    );
    const masks = [
      tensor([
        [true, true],
        [false, false],
      ]),
      tensor(
        [
          [0, 0],
          [-Infinity, -Infinity],
        ],
        f64,
      ),
    ];
    for (const mask of masks) {
      const f = (x: Tensor): Tensor => sum(scaledDotProductAttention(x, k, k, { mask }));
      const first = grad(f)(q);
      const second = grad((x: Tensor) => sum(grad(f)(x)))(q);
      // The second query alone: as if it were not there.
      expect(rows(first)[1]).toEqual([0, 0]);
      expect(rows(second)[1]).toEqual([0, 0]);
      const alone = (x: Tensor): Tensor => sum(scaledDotProductAttention(x, k, k));
      const q0 = tensor([[1, 0]], f64);
      expect(rows(first)[0]).toEqual(rows(grad(alone)(q0))[0]);
      expect(rows(second)[0]).toEqual(rows(grad((x: Tensor) => sum(grad(alone)(x)))(q0))[0]);
    }
  });

  test("dropout drops weights, in the order of scores, and divides the others", () => {
    const rng = new Rng(5);
    const [q, k, v] = [rng.normal([2, 3, 4], f64), rng.normal([2, 5, 4], f64), rng.normal([2, 5, 2], f64)];
    const weights = softmax(matmul(q.mul(0.5), k, { transposeB: true }));
    const wanted = matmul(dropout(weights, { p: 0.4, rng: new Rng(8) }), v);
    const got = scaledDotProductAttention(q, k, v, { dropout: 0.4, rng: new Rng(8) });
    expect(got.toArray()).toEqual(wanted.toArray());
  });
});
