import { type Tensor, tensor, zeros } from "@tapegrad/core";
import { metrics } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const { accuracy, confusionMatrix } = metrics;

const scores = tensor([
  [0.7, 0.2, 0.1],
  [0.1, 0.8, 0.1],
  [0.3, 0.3, 0.4],
  [0.5, 0.5, 0],
]);

describe("accuracy", () => {
  test("against labels: the largest score decides, the first of equal ones", () => {
    expect(accuracy(scores, tensor([0, 1, 2, 0]))).toBe(1);
    expect(accuracy(scores, tensor([0, 1, 2, 1]))).toBe(0.75);
    expect(accuracy(scores, tensor([2, 2, 0, 2], { dtype: "int32" }))).toBe(0);
    expect(accuracy(scores, tensor([[0], [1], [2], [1]]))).toBe(0.75);
    expect(accuracy(tensor([0.2, 0.8]), tensor(1))).toBe(1); // one example
  });

  test("of sequences", () => {
    expect(
      accuracy(
        scores.reshape([2, 2, 3]),
        tensor([
          [0, 0],
          [2, 0],
        ]),
      ),
    ).toBe(0.75);
  });

  test("against one-hot targets", () => {
    const oneHot = tensor([0, 1, 2, 1], { dtype: "int32" }).oneHot(3);
    expect(accuracy(scores, oneHot)).toBe(0.75);
  });

  test("by threshold: one number for each example, or a list of them", () => {
    const p = tensor([0.1, 0.5, 0.51, 0.9]);
    expect(accuracy(p, tensor([0, 0, 1, 1]))).toBe(1); // 0.5 is not above 0.5
    expect(accuracy(p, tensor([0, 1, 1, 0]))).toBe(0.5);
    expect(accuracy(p.reshape([4, 1]), tensor([0, 0, 1, 1]))).toBe(1);
    expect(accuracy(p.reshape([4, 1]), tensor([[0], [0], [1], [1]]))).toBe(1);
    expect(accuracy(p, tensor([[0], [0], [1], [1]]))).toBe(1);
    expect(accuracy(p, tensor([false, false, true, true]))).toBe(1);
    expect(accuracy(tensor([-2, 3]), tensor([0, 1]), { threshold: 0 })).toBe(1);
    expect(accuracy(tensor([0.2, 0.3]), tensor([0, 1]), { threshold: 0.25 })).toBe(1);
    expect(accuracy(tensor(0.9), tensor(1))).toBe(1);
  });

  test("as it is told", () => {
    const both = tensor([
      [0.9, 0.8],
      [0.6, 0.2],
    ]);
    const targets = tensor([
      [1, 1],
      [1, 0],
    ]);
    expect(accuracy(both, targets)).toBe(1); // largest against largest
    expect(
      accuracy(
        both,
        tensor([
          [1, 0],
          [1, 0],
        ]),
        { compare: "threshold" },
      ),
    ).toBe(0.75);
    expect(
      accuracy(
        both,
        tensor([
          [1, 0],
          [1, 0],
        ]),
        { compare: "oneHot" },
      ),
    ).toBe(1);
    expect(accuracy(tensor([[3], [4]]), tensor([0, 0]), { compare: "labels" })).toBe(1);
  });

  test("of nothing is NaN", () => {
    expect(accuracy(zeros([0, 3]), zeros([0]))).toBe(Number.NaN);
  });

  test("bad input", () => {
    const call = (p: unknown, t: unknown, options = {}): string =>
      thrownBy(() => accuracy(p as Tensor, t as Tensor, options));
    expect(call(scores, zeros([3]))).toBe(
      "ShapeError: accuracy: targets must have shape [4] for predictions of shape [4, 3], got [3].",
    );
    // as many numbers, but other rows
    expect(call(scores, zeros([3, 4]))).toBe(
      "ShapeError: accuracy: targets must have shape [4, 3] for predictions of shape [4, 3], got [3, 4].",
    );
    expect(call(scores, [0, 1])).toBe(
      "TapegradError: accuracy: targets must be a tensor, got [0, 1]. Wrap it in tensor(…).",
    );
    expect(call(1, zeros([1]))).toBe("TapegradError: accuracy: predictions must be a tensor, got 1.");
    expect(call(scores, zeros([4]), { compare: "label" })).toBe(
      'DomainError: accuracy: compare must be "labels", "oneHot" or "threshold", got "label".',
    );
    expect(call(zeros([]), zeros([]), { compare: "labels" })).toBe(
      "ShapeError: accuracy: predictions must have a last axis of classes, got a scalar.",
    );
  });
});

describe("accuracy of what is no decision is an error", () => {
  const hint = "It counts right decisions; numbers that are to be near others have an error instead.";
  const wanted = "DomainError: accuracy: targets must be";

  test("the targets of a regression", () => {
    expect(thrownBy(() => accuracy(tensor([[0.5], [2]]), tensor([[0.25], [2]])))).toBe(
      `${wanted} 0 or 1 for decisions by threshold, got 0.25 at position 0. ${hint}`,
    );
    expect(thrownBy(() => accuracy(scores, scores.mul(10)))).toBe(
      `${wanted} probabilities of classes, in 0 … 1, got 7 at position 0. ${hint}`,
    );
  });

  test("labels that are no class", () => {
    const text = (got: string): string =>
      `${wanted} whole numbers in 0 … 2, the classes of the predictions, got ${got}. ${hint}`;
    expect(thrownBy(() => accuracy(scores, tensor([0, 1, 2, 3])))).toBe(text("3 at position 3"));
    expect(thrownBy(() => accuracy(scores, tensor([0, -1, 2, 0])))).toBe(text("-1 at position 1"));
    expect(thrownBy(() => accuracy(scores, tensor([0.5, 1, 2, 0])))).toBe(text("0.5 at position 0"));
  });

  test("logits without a threshold", () => {
    expect(thrownBy(() => accuracy(tensor([2, 0.5]), tensor([1, 0])))).toBe(
      "DomainError: accuracy: predictions must be probabilities, in 0 … 1, where no threshold is given, got 2 at position 0. " +
        "For logits pass { threshold: 0 }, for other numbers theirs.",
    );
    expect(accuracy(tensor([2, 0.5]), tensor([1, 0]), { threshold: 0.5 })).toBe(1);
    expect(thrownBy(() => accuracy(tensor([2]), tensor([1]), { threshold: Number.NaN }))).toBe(
      "DomainError: accuracy: threshold must be a finite number, got NaN.",
    );
  });

  test("NaN decides nothing", () => {
    expect(accuracy(tensor([NaN, NaN]), tensor([1, 0]))).toBe(0);
  });

  test("an option that is none", () => {
    expect(thrownBy(() => accuracy(scores, tensor([0, 1, 2, 0]), { treshold: 0 } as never))).toBe(
      "DomainError: accuracy: options must be among compare, threshold, got treshold. Did you mean threshold?",
    );
  });
});

describe("confusionMatrix", () => {
  // confusion_matrix([2, 0, 2, 2, 0, 1, 1, 3], [0, 0, 2, 2, 0, 2, 1, 1]) of scikit-learn 1.2.1
  const labels = tensor([2, 0, 2, 2, 0, 1, 1, 3]);
  const predicted = tensor([0, 0, 2, 2, 0, 2, 1, 1]);
  const counts = [
    [2, 0, 0, 0],
    [0, 1, 1, 0],
    [1, 0, 2, 0],
    [0, 1, 0, 0],
  ];

  test("of decided labels is scikit-learn's: rows are the truth", () => {
    const matrix = confusionMatrix(predicted, labels);
    expect([matrix.dtype, matrix.toArray()]).toEqual(["int32", counts]);
  });

  test("of scores", () => {
    const oneHot = predicted.cast("int32").oneHot(5);
    const wide = counts.map((row) => [...row, 0]);
    expect(confusionMatrix(oneHot, labels).toArray()).toEqual([...wide, [0, 0, 0, 0, 0]]);
  });

  test("with more classes than occur", () => {
    expect(confusionMatrix(tensor([1]), tensor([0]), { classes: 3 }).toArray()).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(confusionMatrix(zeros([0, 2]), zeros([0])).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("bad input", () => {
    const call = (p: Tensor, t: Tensor, options = {}): string => thrownBy(() => confusionMatrix(p, t, options));
    expect(call(zeros([3]), zeros([4]))).toBe(
      "ShapeError: confusionMatrix: predictions must be [n, classes] or [n] and labels [n], got [3] and [4].",
    );
    expect(call(zeros([3, 2]), zeros([3, 1]))).toBe(
      "ShapeError: confusionMatrix: predictions must be [n, classes] or [n] and labels [n], got [3, 2] and [3, 1].",
    );
    expect(call(zeros([2, 2]), tensor([0, 2]))).toBe(
      "DomainError: confusionMatrix: labels must be whole numbers in 0 … 1, got 2 at position 1.",
    );
    expect(call(tensor([0, 5]), tensor([0, 2]), { classes: 3 })).toBe(
      "DomainError: confusionMatrix: predictions must be whole numbers in 0 … 2, got 5 at position 1.",
    );
    expect(call(tensor([0.5]), tensor([0]))).toBe(
      "DomainError: confusionMatrix: predictions must be whole numbers from 0 on, got 0.5 at position 0.",
    );
    expect(call(tensor([0]), tensor([Number.NaN]))).toBe(
      "DomainError: confusionMatrix: labels must be whole numbers from 0 on, got NaN at position 0.",
    );
    expect(call(tensor([0]), tensor([0]), { classes: 2.5 })).toBe(
      "DomainError: confusionMatrix: classes must be a whole number from 1 on, got 2.5.",
    );
    expect(call([0] as never, tensor([0]))).toBe(
      "TapegradError: confusionMatrix: predictions must be a tensor, got [0]. Wrap it in tensor(…).",
    );
  });

  test("of labels too large to be classes says so, before it makes a matrix of them", () => {
    const hint = "Number the classes from 0 on, without gaps.";
    const most =
      "DomainError: confusionMatrix: there must be at most 10000 classes, for a matrix of that size squared, got";
    expect(thrownBy(() => confusionMatrix(tensor([0]), tensor([100_000])))).toBe(`${most} 100001. ${hint}`);
    expect(thrownBy(() => confusionMatrix(tensor([3e9]), tensor([0])))).toBe(`${most} 3000000001. ${hint}`);
    expect(thrownBy(() => confusionMatrix(tensor([0]), tensor([0]), { classes: 2 ** 40 }))).toBe(
      `${most} ${2 ** 40}. ${hint}`,
    );
  });
});
