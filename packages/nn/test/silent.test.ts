// Mistakes that could pass unnoticed: each gives the right value, or an error that says what to do.
import { parameter, Rng, type Tensor, tensor, zeros } from "@tapegrad/core";
import { Dense, Dropout, initializers, losses, Model, Module, metrics, Sequential, withPenalties } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const line = (slope: number): Dense<1, 1> => {
  const layer = new Dense(1, 1, { useBias: false });
  layer.kernel.assign(tensor([[slope]]));
  return layer;
};

class Chain extends Model {
  first: Dense<1, 1> = line(1);
  second?: Dense<1, 1>;
  override forward(x: Tensor): Tensor {
    const y = this.first.forward(x);
    return this.second === undefined ? y : this.second.forward(y);
  }
}

const [x, y] = [tensor([[1], [2]]), tensor([[2], [4]])];

test("a layer that is replaced or added after compile is refused, unless it is frozen", async () => {
  const refused = (path: string): string =>
    "fit: the model must have the parameters that it had when it was compiled, or frozen ones, " +
    `got "${path}", which the optimizer does not train. Call compile again, with an optimizer that has them.`;
  const model = new Chain();
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  model.first = line(5);
  await expect(model.fit(x, y)).rejects.toThrow(refused("first.kernel"));
  expect(model.first.kernel.item()).toBe(5);

  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  model.second = line(3);
  await expect(model.fit(x, y)).rejects.toThrow(refused("second.kernel"));
  model.second.freeze();
  expect((await model.fit(x, y)).epochs).toEqual([1]);
  expect(model.second.kernel.item()).toBe(3);

  model.second.freeze(false);
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await model.fit(x, y);
  expect(model.second.kernel.item()).not.toBe(3);
});

test("an optimizer that trains a part of the model only is taken at its word", async () => {
  const model = new Chain();
  model.second = line(2);
  model.compile({ optimizer: new SGD(model.second.parameters()), loss: "meanSquaredError" });
  await model.fit(x, y.mul(3));
  expect([model.first.kernel.item(), model.second.kernel.item() === 2]).toEqual([1, false]);
});

test("a state made of the model's own values in another order is taken as it was", () => {
  const model = new Sequential(line(1), line(2));
  const [a, b] = model.parameters() as Tensor[];
  model.loadStateDict({ "layers.0.kernel": b!.reshape([1, 1]), "layers.1.kernel": a! });
  expect(model.parameters().map((value) => value.item())).toEqual([2, 1]);
});

test("scores that are NaN decide nothing", () => {
  const diverged = tensor([
    [NaN, NaN],
    [0.9, 0.1],
  ]);
  expect(metrics.accuracy(diverged, tensor([0, 0]))).toBe(0.5);
  expect(metrics.accuracy(tensor([[0.9, NaN]]), tensor([1]))).toBe(0);
  expect(
    metrics.accuracy(
      diverged,
      tensor([
        [1, 0],
        [1, 0],
      ]),
    ),
  ).toBe(0.5);
  expect(thrownBy(() => metrics.confusionMatrix(diverged, tensor([0, 0])))).toBe(
    "DomainError: confusionMatrix: predictions must be scores that can be compared, got NaN at position 0.",
  );
});

test("one class is no choice", () => {
  const [p, t] = [tensor([[0.3], [0.9]]), tensor([[0], [1]])];
  const wanted = "predictions must have a last axis of at least two classes, got [2, 1].";
  expect(thrownBy(() => losses.categoricalCrossEntropy(p, t))).toBe(
    `ShapeError: categoricalCrossEntropy: ${wanted} For yes or no use binaryCrossEntropy.`,
  );
  expect(thrownBy(() => metrics.accuracy(p, t, { compare: "oneHot" }))).toBe(
    `ShapeError: accuracy: ${wanted} For yes or no pass { compare: "threshold" }.`,
  );
  expect(thrownBy(() => metrics.confusionMatrix(p, tensor([0, 1])))).toBe(
    "ShapeError: confusionMatrix: predictions must have a score for each of at least two classes, got [2, 1]. " +
      'Decide first: predictions.greater(0.5).cast("int32").flatten().',
  );
});

test("errors of integers do not wrap, and probabilities may be integers", () => {
  const int = (value: number): Tensor => tensor([value], { dtype: "int32" });
  expect(losses.meanSquaredError(int(50_000), int(0)).item()).toBe(2.5e9);
  expect(losses.meanAbsoluteError(int(2 ** 31 - 1), int(-(2 ** 31))).item()).toBe(2 ** 32);
  expect(losses.binaryCrossEntropy(int(1), int(1)).item()).toBeCloseTo(1e-7, 7);
  expect(losses.categoricalCrossEntropy(tensor([[true, false]]) as Tensor, tensor([[1, 0]])).item()).toBeCloseTo(
    1e-7,
    7,
  );
  const p = tensor([[0, 1]], { dtype: "int32" });
  expect(losses.sparseCategoricalCrossEntropy(p, tensor([1])).item()).toBeCloseTo(1e-7, 7);
});

test("in an empty batch nothing is active", () => {
  const layer = new Dense(1, 1, { activityRegularizer: "l2" });
  expect(withPenalties(layer, () => layer.forward(zeros([0, 1])).sum()).item()).toBe(0);
});

test("a summary asks for a list of sizes", () => {
  const model = new Sequential(new Dense(3, 2));
  expect(thrownBy(() => model.summary({ inputShape: 3 as never }))).toBe(
    "ShapeError: summary: inputShape must be a list of sizes, those of one example, got 3. Write [3].",
  );
  expect(thrownBy(() => model.summary({ inputShape: [2.5] }))).toContain("got [2.5].");
});

test("a kernel without inputs or outputs has nothing to draw", () => {
  for (const name of ["glorotUniform", "glorotNormal", "heUniform", "heNormal"] as const)
    for (const shape of [
      [0, 5],
      [5, 0],
      [0, 0],
    ])
      expect(initializers[name](shape, { rng: new Rng(1), dtype: "float32" }).shape).toEqual(shape);
});

test("what stands under a symbol is found", () => {
  const scale: unique symbol = Symbol("scale");
  const drop: unique symbol = Symbol();
  class Hidden extends Module {
    readonly [scale] = parameter([2]);
    readonly [drop] = new Dropout(0.5);
    forward(x: Tensor): Tensor {
      return this[drop].forward(x).mul(this[scale]);
    }
  }
  const hidden = new Hidden().eval();
  expect(hidden.namedModules().map(([path]) => path)).toEqual(["", "symbol"]);
  expect(Object.keys(hidden.stateDict())).toEqual(["scale"]);
  expect(hidden.forward(tensor([1, 2])).toArray()).toEqual([2, 4]);
});
