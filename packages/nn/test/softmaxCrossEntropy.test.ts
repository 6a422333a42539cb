import { grad, logSoftmax, oneHot, Rng, Tensor, tensor, valueAndGrad } from "@tapegrad/core";
import { arbitraries, checkGradients } from "@tapegrad/gradcheck";
import "@tapegrad/gradcheck/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanSoftmaxCrossEntropy, softmaxCrossEntropy } from "../src/losses/softmaxCrossEntropy.ts";

// Logits and labels of up to five classes, any number of leading axes.
const cases = fc
  .tuple(arbitraries.shape({ maxDims: 2 }), fc.integer({ min: 1, max: 5 }))
  .chain(([batch, classes]) =>
    fc.tuple(
      arbitraries.tensorOf({ shape: [...batch, classes], range: [-4, 4] }),
      arbitraries.tensorOf({ shape: batch, dtype: "int32", range: [0, classes - 1] }),
    ),
  );

describe("softmaxCrossEntropy", () => {
  test("is minus the log-softmax at the label", () => {
    fc.assert(
      fc.property(cases, ([logits, labels]) => {
        const classes: number = logits.shape.at(-1)!;
        const picked = logSoftmax(logits).mul(oneHot(labels, classes)).sum(-1).neg();
        expect(softmaxCrossEntropy(logits, labels)).toBeAllClose(picked);
      }),
    );
  });

  test("has the first and second derivatives that differences have", () => {
    fc.assert(
      fc.property(cases, fc.nat(), ([logits, labels], seed) => {
        const report = checkGradients(softmaxCrossEntropy, [logits, labels], { order: 2, forwardMode: true, seed });
        expect(report.ok, String(report)).toBe(true);
      }),
      { numRuns: 60, seed: Number(process.env.TAPEGRAD_SEED ?? 1) || Date.now() },
    );
  });

  test("has third derivatives: those of the second, by both cotangents", () => {
    const labels = tensor([2, 0], { dtype: "int32" });
    const gradient = (z: Tensor): Tensor => grad((x: Tensor) => softmaxCrossEntropy(x, labels).square().sum())(z);
    const hessian = (z: Tensor): Tensor => grad((x: Tensor) => gradient(x).square().sum())(z);
    const z = tensor(
      [
        [0.3, -1, 0.5],
        [2, 0.1, -0.4],
      ],
      { dtype: "float64" },
    );
    expect(hessian).toHaveCorrectGradients([z], { mode: "elements", seed: 1 });
  });

  test("neither overflows nor loses a small loss", () => {
    const logits = tensor(
      [
        [1000, 0],
        [0, 1000],
        [40, 0],
        [-1e30, 1e30],
      ],
      { dtype: "float64", requiresGrad: true },
    );
    const losses = softmaxCrossEntropy(logits, tensor([0, 0, 0, 1], { dtype: "int32" }));
    // log1p(e⁻⁴⁰) = e⁻⁴⁰ to the last digit
    expect(losses.toArray()).toEqual([0, 1000, 4.248354255291589e-18, 0]);
    (losses.sum() as Tensor<[], "float64">).backward();
    const e40 = 4.248354255291589e-18;
    expect(logits.grad!).toBeAllClose(
      [
        [0, 0],
        [-1, 1],
        [-e40, e40],
        [0, 0],
      ],
      { absolute: 1e-16 },
    );
  });
});

describe("meanSoftmaxCrossEntropy", () => {
  const float32 = (shape: readonly number[]): Tensor => new Rng(3).normal(shape, { std: 3 }) as Tensor;
  const labelsFor = ([m, n]: readonly [number, number]): Tensor => new Rng(4).integers([m], { high: n }) as Tensor;
  const sizes = [
    [1, 1],
    [4, 2],
    [7, 10],
    [100, 10],
    [30, 1000],
    [2, 70_001],
  ] as const;

  test("has the bits of the losses and their mean, one after the other", () => {
    for (const size of sizes) {
      const [z, labels] = [float32(size), labelsFor(size)];
      expect(meanSoftmaxCrossEntropy(z, labels).item()).toBe(softmaxCrossEntropy(z, labels).mean().item());
    }
  });

  test("has their gradient, for any cotangent", () => {
    for (const size of sizes) {
      const [z, labels] = [float32(size), labelsFor(size)];
      const composed = grad((x: Tensor) => softmaxCrossEntropy(x, labels).mean().mul(3))(z);
      const fused = grad((x: Tensor) => meanSoftmaxCrossEntropy(x, labels).mul(3))(z);
      for (let i = 0; i < z.size; i++)
        expect(Math.abs(fused.data[i]! - composed.data[i]!)).toBeLessThanOrEqual(2e-7 * Math.abs(composed.data[i]!));
    }
  });

  test("has the second and third derivatives that differences have", () => {
    const labels = tensor([2, 0], { dtype: "int32" });
    const gradient = (z: Tensor): Tensor => grad((x: Tensor) => meanSoftmaxCrossEntropy(x, labels).square())(z);
    const hessian = (z: Tensor): Tensor => grad((x: Tensor) => gradient(x).square().sum())(z);
    const z = tensor(
      [
        [0.3, -1, 0.5],
        [2, 0.1, -0.4],
      ],
      { dtype: "float64" },
    );
    expect(gradient).toHaveCorrectGradients([z], { mode: "elements", seed: 1 });
    expect(hessian).toHaveCorrectGradients([z], { mode: "elements", seed: 1 });
  });

  test("a loss and its gradient do not depend on the examples beside it", () => {
    for (const [m, n] of sizes) {
      const [z, labels] = [float32([m, n]), labelsFor([m, n])];
      const [losses, gradients] = [
        softmaxCrossEntropy(z, labels),
        valueAndGrad((x: Tensor) => softmaxCrossEntropy(x, labels).sum() as Tensor<[]>)(z)[1] as Tensor,
      ];
      for (const i of [0, m - 1]) {
        const alone = new Tensor([1, n], "float32", z.data.slice(i * n, (i + 1) * n)) as Tensor;
        const label = new Tensor([1], "int32", labels.data.slice(i, i + 1)) as Tensor;
        expect(softmaxCrossEntropy(alone, label).data[0]).toBe(losses.data[i]);
        const own = grad((x: Tensor) => softmaxCrossEntropy(x, label).sum() as Tensor<[]>)(alone) as Tensor;
        expect(own.data).toEqual(gradients.data.slice(i * n, (i + 1) * n));
      }
    }
  });

  test("labels are checked by the op", () => {
    expect(() => meanSoftmaxCrossEntropy(float32([1, 3]), tensor([3]))).toThrow(
      "sparseCategoricalCrossEntropy: labels must be whole numbers in 0 … 2, got 3 at position 0.",
    );
  });
});
