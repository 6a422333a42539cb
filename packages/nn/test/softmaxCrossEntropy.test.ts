import { grad, logSoftmax, oneHot, type Tensor, tensor } from "@tapegrad/core";
import { arbitraries, checkGradients } from "@tapegrad/gradcheck";
import "@tapegrad/gradcheck/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softmaxCrossEntropy } from "../src/losses/softmaxCrossEntropy.ts";

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
