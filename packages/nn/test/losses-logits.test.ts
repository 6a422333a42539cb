import { grad, noGrad, parameter, Rng, record, sigmoid, softmax, type Tensor, tensor } from "@tapegrad/core";
import { Dense, losses, Model, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { distance } from "./distance.ts";
import { thrownBy } from "./thrownBy.ts";

// Losses on probabilities: what they are computed from, and what they refuse.

const { binaryCrossEntropy, categoricalCrossEntropy, sparseCategoricalCrossEntropy } = losses;
const float64 = { dtype: "float64" } as const;

type Loss = (z: Tensor) => Tensor<[]>;
const gradient = (f: Loss, z: Tensor): number[] => Array.from(grad(f)(z).data as Float64Array);

describe("a network that is sure and wrong goes on learning: the gradient is p − t, from the logits", () => {
  // 1 − σ(−40) = 1 / (1 + e⁻⁴⁰)
  test("sigmoid", () => {
    const f: Loss = (z) => binaryCrossEntropy(sigmoid(z), tensor([1, 0, 1, 0], float64), { reduction: "sum" });
    const z = tensor([-40, 40, 800, -800], float64);
    expect(f(parameter(z)).item()).toBeCloseTo(80, 12);
    expect(distance(tensor(gradient(f, z), float64), [-1, 1, 0, 0])).toBeLessThan(1e-15);
  });

  test("sigmoid under a loss of classes: −log σ(z) of the right one", () => {
    const z = tensor([[-40, 3]], float64);
    const sparse: Loss = (x) => sparseCategoricalCrossEntropy(sigmoid(x), tensor([0]));
    const oneHot: Loss = (x) => categoricalCrossEntropy(sigmoid(x), tensor([[1, 0]]));
    for (const f of [sparse, oneHot]) {
      expect(f(parameter(z)).item()).toBeCloseTo(40, 12);
      expect(distance(tensor(gradient(f, z), float64), [-1, 0])).toBeLessThan(1e-15);
    }
  });

  test("softmax", () => {
    const z = tensor([[0, 50, 0]], float64);
    const sparse: Loss = (x) => sparseCategoricalCrossEntropy(softmax(x), tensor([0]));
    const oneHot: Loss = (x) => categoricalCrossEntropy(softmax(x), tensor([[1, 0, 0]]));
    const mixed: Loss = (x) => categoricalCrossEntropy(softmax(x), tensor([[0.5, 0.5, 0]], float64));
    for (const f of [sparse, oneHot]) {
      expect(f(parameter(z)).item()).toBeCloseTo(50, 12);
      expect(distance(tensor(gradient(f, z), float64), [-1, 1, 0])).toBeLessThan(1e-15);
    }
    expect(distance(tensor(gradient(mixed, z), float64), [-0.5, 0.5, 0])).toBeLessThan(1e-15);
  });

  test("softmax under a loss of yes and no: −log(1 − p) from the logits of the others", () => {
    // p = softmax [0, 50], t = [1, 0]: −log p₀ − log(1 − p₁) = 2 (50 + log(1 + e⁻⁵⁰)); ∂/∂z = 2 [−1, 1] / (1 + e⁻⁵⁰)
    const f: Loss = (x) => binaryCrossEntropy(softmax(x), tensor([[1, 0]]), { reduction: "sum" });
    const z = tensor([[0, 50]], float64);
    expect(f(parameter(z)).item()).toBeCloseTo(100, 12);
    expect(distance(tensor(gradient(f, z), float64), [-2, 2])).toBeLessThan(1e-15);
    // Three classes, nothing extreme: as the probabilities say.
    const three = tensor([[0.5, -1, 2]], float64);
    const g: Loss = (x) => binaryCrossEntropy(softmax(x), tensor([[1, 0, 0.25]], float64));
    const [a, b, c] = [0.5, -1, 2].map((v) => Math.exp(v) / (Math.exp(0.5) + Math.exp(-1) + Math.exp(2)));
    const expected = -(Math.log(a!) + Math.log(1 - b!) + 0.25 * Math.log(c!) + 0.75 * Math.log(1 - c!)) / 3;
    expect(g(parameter(three)).item()).toBeCloseTo(expected, 14);
    // One class: p is 1, whatever z.
    expect(binaryCrossEntropy(softmax(parameter([[3]])), tensor([[1]])).item()).toBe(0);
  });

  test("in a model, by fit: the layer's activation and the loss by name", async () => {
    for (const [activation, outputs, loss, target] of [
      ["softmax", 2, "sparseCategoricalCrossEntropy", tensor([0])],
      ["softmax", 2, "categoricalCrossEntropy", tensor([[1, 0]])],
      ["sigmoid", 2, "binaryCrossEntropy", tensor([[1, 0]])],
    ] as const) {
      const kernelInitializer = (): Tensor => tensor([[-20, 20]]) as Tensor;
      const model = new Sequential(new Dense(1, outputs, { activation, kernelInitializer }));
      model.compile({ optimizer: new SGD(model.parameters(), { learningRate: 1 }), loss });
      await model.fit(tensor([[1]]), target as Tensor, { epochs: 100 });
      expect(model.predict(tensor([[1]])).data[0]).toBeGreaterThan(0.5);
    }
  });
});

describe("where the logits are not known, probabilities are clipped at 1e-7", () => {
  const f = (make: (z: Tensor) => Tensor): number => {
    const z = parameter([[-40, -50]], float64);
    return binaryCrossEntropy(make(z), tensor([[1, 1]])).item();
  };
  const clipped = -Math.log(1e-7); // for a target of 0 it is −log(1 − (1 − 1e-7)), which rounding makes 1e-10 more

  test("without a tape, and after any further op", () => {
    expect(f(sigmoid)).toBeCloseTo(45, 12);
    expect(noGrad(() => f(sigmoid))).toBeCloseTo(clipped, 12);
    expect(f((z) => sigmoid(z).detach())).toBeCloseTo(clipped, 12);
    expect(f((z) => sigmoid(z).reshape([2, 1]).reshape([1, 2]))).toBeCloseTo(clipped, 12);
    expect(f((z) => sigmoid(z).mul(1))).toBeCloseTo(clipped, 12);
  });

  test("of a softmax along another axis, or of one that was used up", () => {
    const z = parameter(
      [
        [50, 0],
        [0, 50],
      ],
      float64,
    );
    const loss = (axis: number): number => sparseCategoricalCrossEntropy(softmax(z, axis), tensor([1, 0])).item();
    expect([loss(1), loss(-1)]).toEqual([50, 50]);
    expect(loss(0)).toBeCloseTo(clipped, 12);
    const p = sigmoid(z);
    p.sum().backward(); // the tape lets go of what it knew
    expect(
      binaryCrossEntropy(
        p,
        tensor([
          [0, 1],
          [1, 0],
        ]),
      ).item(),
    ).toBeCloseTo((clipped + Math.LN2) / 2, 9);
  });

  test("if the logits were overwritten since", () => {
    const z = parameter([[-40]], float64);
    const p = sigmoid(z);
    z.assign([[3]]);
    expect(binaryCrossEntropy(p, tensor([[1]])).item()).toBeCloseTo(clipped, 12);
  });

  test("and else the value is the same, to rounding", () => {
    const rng = new Rng(11);
    const z: Tensor = rng.normal([50, 4], { std: 3, ...float64 });
    const labels: Tensor = rng.integers([50], { high: 4 });
    const soft = softmax(rng.normal([50, 4], float64) as Tensor);
    const yes = labels.oneHot(4);
    const all: Loss[] = [
      (x) => binaryCrossEntropy(sigmoid(x), yes),
      (x) => binaryCrossEntropy(softmax(x), yes),
      (x) => categoricalCrossEntropy(softmax(x), soft),
      (x) => categoricalCrossEntropy(sigmoid(x), soft),
      (x) => sparseCategoricalCrossEntropy(softmax(x), labels),
      (x) => sparseCategoricalCrossEntropy(sigmoid(x), labels),
    ];
    for (const loss of all) {
      const onTape = loss(parameter(z)).item();
      expect(Math.abs(noGrad(() => loss(parameter(z))).item() - onTape)).toBeLessThan(1e-13 * onTape);
      expect(record(() => loss(z)).value.item()).toBe(onTape);
    }
  });

  test("evaluate clips, and fit does not: as documented", async () => {
    const layer = new Dense(1, 1, {
      activation: "sigmoid",
      kernelInitializer: () => tensor([[-30]]) as Tensor,
      ...float64,
    });
    layer.kernel.freeze();
    const model = new Model(layer).compile({
      optimizer: new SGD([layer.bias!], { learningRate: 0 }),
      loss: "binaryCrossEntropy",
    });
    const [x, y] = [tensor([[1]], float64), tensor([[1]])];
    expect(model.evaluate(x, y).loss).toBeCloseTo(clipped, 12);
    expect((await model.fit(x, y)).metrics.loss![0]).toBeCloseTo(30, 12);
  });
});

describe("what cannot be infinite is not NaN", () => {
  const f64 = (values: number[]): Tensor => tensor(values, float64);

  test("infinite logits that are right cost nothing, and those that are wrong cost ∞", () => {
    const loss = (z: number[], t: number[]): number => binaryCrossEntropy(f64(z), f64(t), { fromLogits: true }).item();
    expect(loss([Infinity, -Infinity], [1, 0])).toBe(0);
    expect(loss([Infinity, 0], [1, 1])).toBeCloseTo(Math.LN2 / 2, 15);
    expect(loss([Infinity], [0])).toBe(Infinity);
    expect(loss([-Infinity], [0.5])).toBe(Infinity);
    expect(
      gradient((z) => binaryCrossEntropy(z, f64([1, 0, 1]), { fromLogits: true }), f64([Infinity, -Infinity, 0])),
    ).toEqual([0, 0, -0.5 / 3]);
  });

  test("a class that cannot be and is not meant costs nothing", () => {
    const loss = (z: number[], t: number[]): number =>
      categoricalCrossEntropy(f64(z), f64(t), { fromLogits: true }).item();
    expect(loss([-Infinity, 0], [0, 1])).toBe(0);
    expect(loss([-Infinity, 0, 1], [0, 1, 0])).toBeCloseTo(Math.log1p(Math.E), 15);
    expect(loss([Infinity, 0], [1, 0])).toBe(0);
    expect(loss([-Infinity, 0], [1, 0])).toBe(Infinity);
    const q = Math.E / (1 + Math.E);
    const masked: Loss = (z) => categoricalCrossEntropy(z, f64([0, 1, 0]), { fromLogits: true });
    expect(distance(tensor(gradient(masked, f64([-Infinity, 0, 1])), float64), [0, -q, q])).toBeLessThan(1e-15);
  });

  test("nor with labels, in value and gradient", () => {
    const loss = (z: number[], label: number): number =>
      sparseCategoricalCrossEntropy(tensor([z], float64), tensor([label]), { fromLogits: true }).item();
    expect(loss([Infinity, 0], 0)).toBe(0);
    expect(loss([Infinity, Infinity, 0], 1)).toBeCloseTo(Math.LN2, 15);
    expect(loss([Infinity, 0], 1)).toBe(Infinity);
    expect(loss([-Infinity, 0], 0)).toBe(Infinity);
    const sure: Loss = (z) => sparseCategoricalCrossEntropy(z, tensor([0]), { fromLogits: true });
    expect(gradient(sure, tensor([[Infinity, 0]], float64))).toEqual([0, 0]);
  });
});

describe("softmaxCrossEntropy shifts by the largest logit, wherever it is", () => {
  test.each([
    [[0, 1000], 1, 0, [0, 0]],
    [[0, 1000], 0, 1000, [-1, 1]],
    [[-1000, 0, 1000], 2, 0, [0, 0, 0]],
    [[1000, -1000, 0], 0, 0, [0, 0, 0]],
    [[-2000, -1000], 1, 0, [0, 0]],
  ])("%j, label %i", (z, label, expected, slope) => {
    const loss: Loss = (x) => sparseCategoricalCrossEntropy(x, tensor([label]), { fromLogits: true });
    expect(loss(tensor([z], float64)).item()).toBe(expected);
    expect(distance(tensor(gradient(loss, tensor([z], float64)), float64), slope)).toBe(0);
  });
});

describe("what is no probability is refused", () => {
  const hint = "For logits pass { fromLogits: true }, or end the model with a sigmoid or softmax.";
  const text = (name: string, what: string, got: string): string =>
    `DomainError: ${name}: ${what} must be probabilities, in 0 … 1, got ${got}`;

  test("logits as predictions", () => {
    expect(thrownBy(() => binaryCrossEntropy(tensor([0.5, 2.5]), tensor([1, 0])))).toBe(
      `${text("binaryCrossEntropy", "predictions", "2.5 at position 1")}. ${hint}`,
    );
    expect(thrownBy(() => categoricalCrossEntropy(tensor([[-0.5, 0.5]]), tensor([[1, 0]])))).toBe(
      `${text("categoricalCrossEntropy", "predictions", "-0.5 at position 0")}. ${hint}`,
    );
    expect(thrownBy(() => sparseCategoricalCrossEntropy(tensor([[1, Infinity]]), tensor([1])))).toBe(
      `${text("sparseCategoricalCrossEntropy", "predictions", "Infinity at position 1")}. ${hint}`,
    );
  });

  test("labels, or −1 and 1, as targets", () => {
    const what = "For class labels use sparseCategoricalCrossEntropy, for numbers meanSquaredError.";
    expect(thrownBy(() => binaryCrossEntropy(tensor([0.5, 0.5]), tensor([1, -1])))).toBe(
      `${text("binaryCrossEntropy", "targets", "-1 at position 1")}. ${what}`,
    );
    expect(thrownBy(() => categoricalCrossEntropy(tensor([[0.5, 0.5]]), tensor([[0, 3]])))).toBe(
      `${text("categoricalCrossEntropy", "targets", "3 at position 1")}. ${what}`,
    );
  });

  test("rounding errors and NaN are passed on", () => {
    expect(binaryCrossEntropy(tensor([1 + 1e-6, -1e-6], float64), tensor([1, 0])).item()).toBeCloseTo(1e-7, 14);
    expect(binaryCrossEntropy(tensor([NaN]), tensor([1])).item()).toBe(NaN);
  });

  test("options that are none", () => {
    const call = (options: object): string => thrownBy(() => binaryCrossEntropy(tensor([0.5]), tensor([1]), options));
    expect(call({ from_logits: true })).toBe(
      "DomainError: binaryCrossEntropy: options must be among reduction, fromLogits, got from_logits. Did you mean fromLogits?",
    );
    expect(call({ fromLogits: 1 })).toBe("DomainError: binaryCrossEntropy: fromLogits must be true or false, got 1.");
    expect(call({ reduction: "none" })).toBe(
      'DomainError: binaryCrossEntropy: reduction must be "mean" or "sum", got "none".',
    );
    expect(thrownBy(() => losses.meanSquaredError(tensor([1]), tensor([1]), { fromLogits: true } as never))).toBe(
      "DomainError: meanSquaredError: options must be among reduction, got fromLogits.",
    );
  });
});

test("targets that are varied too have the derivative of the loss", () => {
  // ∂/∂t of −t log p − (1 − t) log(1 − p) is −z.
  const z = tensor([0.5, -2], float64);
  const f = (t: Tensor): Tensor<[]> => binaryCrossEntropy(sigmoid(parameter(z)), t, { reduction: "sum" });
  expect(distance(grad(f)(tensor([0.25, 1], float64)), [-0.5, 2])).toBeLessThan(1e-15);
});
