import { manualSeed, Rng, type Tensor, tensor, zeros } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import { Dense, Dropout, losses, Model, Module, regularizers, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;

/** y = 2 x, so that everything can be computed by hand. */
function doubling(): Sequential {
  const model: Sequential = new Sequential(
    new Dense(1, 1, { kernelInitializer: () => tensor([[2]]) as Tensor, ...float64 }),
    new Dropout(0.5),
  );
  return model.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    metrics: { bias: (p, t) => p.sub(t).mean().item(), largest: (p) => p.max() as Tensor<[]> },
  });
}

const column = (values: number[]): Tensor =>
  tensor(
    values.map((value) => [value]),
    float64,
  );

describe("evaluate", () => {
  test("gives loss and metrics over all examples", () => {
    const logs = doubling().evaluate(column([1, 2, 3]), column([2, 3, 3]));
    // errors 0, 1, 3
    expect(logs).toEqual({ loss: 10 / 3, bias: 4 / 3, largest: 6 });
  });

  test("uneven batches count by their sizes, and metrics see everything at once", () => {
    const [x, y] = [column([1, 2, 3, 4, 5]), column([2, 3, 3, 0, 0])];
    const whole = doubling().evaluate(x, y); // errors 0, 1, 3, 8, 10
    expect(whole).toEqual({ loss: 174 / 5, bias: 22 / 5, largest: 10 });
    for (const batchSize of [1, 2, 3, 4]) {
      const logs = doubling().evaluate(new DataLoader(new TensorDataset(x, y), { batchSize }) as never);
      expect(logs.loss).toBeCloseTo(174 / 5, 13);
      expect([logs.bias, logs.largest]).toEqual([22 / 5, 10]);
    }
  });

  test("is the same for more examples than are looked at at once", () => {
    const rng = new Rng(1);
    const [x, y]: [Tensor, Tensor] = [rng.normal([2500, 1], float64), rng.normal([2500, 1], float64)];
    const exact = x.mul(2).sub(y).square().mean().item();
    expect(doubling().evaluate(x, y).loss).toBeCloseTo(exact, 12);
  });

  test("includes penalties, each once however many batches there are", () => {
    const layer = new Dense(1, 1, {
      kernelInitializer: "ones",
      kernelRegularizer: regularizers.l2(10),
      activityRegularizer: regularizers.l1(1),
      ...float64,
    });
    const model = new Model(layer).compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const [x, y] = [column([1, 2, 3]), column([1, 2, 3])];
    expect(model.evaluate(x, y).loss).toBe(10 + 2);
    const loader = new DataLoader(new TensorDataset(x, y), { batchSize: 2 });
    expect(model.evaluate(loader).loss).toBeCloseTo(12, 14);
  });

  test("runs the model in use, and leaves flags, gradients and generators as they were", () => {
    manualSeed(0);
    const model = doubling();
    const [dense, dropout] = model.layers as [Dense, Dropout];
    model.eval();
    dropout.train();
    const flags = (): boolean[] => [model.training, dense.training, dropout.training];
    const before = flags();
    expect(model.evaluate(column([1, 2, 3]), column([2, 4, 6])).loss).toBe(0);
    expect(flags()).toEqual(before);
    expect(() => model.evaluate(zeros([2, 2]), zeros([2, 1]))).toThrow();
    expect(() => model.predict(zeros([2, 2]))).toThrow();
    expect(flags()).toEqual(before);
    expect(dense.kernel.grad).toBe(null);
  });

  test("bad input", () => {
    const model = doubling();
    const x = column([1]);
    expect(thrownBy(() => model.evaluate(x, column([1, 2])))).toBe(
      "ShapeError: evaluate: x and y must have equally many examples, got 1 and 2.",
    );
    expect(thrownBy(() => model.evaluate(x, undefined as never))).toBe(
      "TapegradError: evaluate: y must be a tensor, got undefined.",
    );
    expect(thrownBy(() => model.evaluate([] as never))).toBe(
      "DomainError: evaluate: there must be at least one example in each pass, got none. " +
        "What gives batches must give them again and again, as a DataLoader or a list does.",
    );
    expect(thrownBy(() => model.evaluate([[x, 1]] as never))).toBe(
      "ShapeError: evaluate: each batch must be a pair of tensors, [x, y], got an array of 2.",
    );
  });
});

describe("predict", () => {
  test("gives what forward gives in use, without a tape", () => {
    const model = doubling();
    model.train();
    const y = model.predict(column([1, 2]));
    expect([y.toArray(), y.requiresGrad, y.node]).toEqual([[[2], [4]], false, null]);
    expect(model.layers.every((layer: unknown) => (layer as Module).training)).toBe(true);
  });

  test("in batches gives the same as all at once, to the bit", () => {
    const rng = new Rng(3);
    const model = new Sequential(
      new Dense(7, 20, { activation: "tanh", rng }),
      new Dense(20, 3, { activation: "softmax", rng }),
    );
    const x = rng.normal([103, 7]);
    const whole = model.forward(x).toArray();
    for (const batchSize of [1, 7, 50, 102, 103, 104, 1024])
      expect(model.predict(x, { batchSize }).toArray()).toEqual(whole);
    expect(model.predict(x).toArray()).toEqual(whole);
  });

  test("takes one example, or none", () => {
    const model = doubling();
    expect(model.predict(tensor([3], float64)).toArray()).toEqual([6]);
    expect(model.predict(zeros([0, 1])).shape).toEqual([0, 1]);
  });

  test("takes one example whose numbers are more than batchSize as one", () => {
    const model = new Sequential(new Dense(3, 2, { activation: "softmax", rng: new Rng(1), ...float64 }));
    const batch = tensor(
      [
        [1, 2, 3],
        [-1, 0, 1],
      ],
      float64,
    );
    const whole = model.predict(batch).toArray() as number[][];
    for (const batchSize of [1, 2, 3])
      expect(model.predict(tensor([1, 2, 3], float64), { batchSize }).toArray()).toEqual(whole[0]);
  });

  test("looks at no more than batchSize examples at once", () => {
    const sizes: number[] = [];
    class Watching extends Module {
      forward(x: Tensor): Tensor {
        sizes.push(x.shape[0]!);
        return x;
      }
    }
    new Model(new Watching()).predict(zeros([10, 2]), { batchSize: 4 });
    new Model(new Watching()).predict(zeros([2000, 1]));
    expect(sizes).toEqual([4, 4, 2, 1024, 976]);
  });

  test("bad input", () => {
    expect(thrownBy(() => doubling().predict(column([1]), { batchSize: 0 }))).toBe(
      "DomainError: predict: batchSize must be a whole number from 1 on, got 0.",
    );
    expect(thrownBy(() => doubling().predict(column([1]), { batchsize: 5 } as never))).toBe(
      "DomainError: predict: options must be among batchSize, got batchsize. Did you mean batchSize?",
    );
    expect(thrownBy(() => doubling().predict([[1]] as never))).toBe(
      "TapegradError: predict: x must be a tensor, got an array of 1. Wrap it in tensor(…).",
    );
  });
});

test("the loss of a classifier is that of its logits, whatever the batches", () => {
  const rng = new Rng(5);
  const model = new Sequential(new Dense(4, 3, { rng, ...float64 }));
  model.compile({
    optimizer: "adam",
    loss: (p, t) => losses.sparseCategoricalCrossEntropy(p, t, { fromLogits: true }),
    metrics: ["accuracy"],
  });
  const x: Tensor = rng.normal([11, 4], float64);
  const y: Tensor = rng.integers([11], { high: 3 });
  const logits = model.predict(x).toArray() as number[][];
  const labels = y.toArray() as number[];
  // by hand
  const terms = logits.map((row, i) => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[labels[i]!]!);
  const right = logits.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
  const logs = model.evaluate(new DataLoader(new TensorDataset(x, y), { batchSize: 4 }));
  expect(logs.loss).toBeCloseTo(terms.reduce((sum, term) => sum + term, 0) / 11, 14);
  expect(logs.accuracy).toBe(right / 11);
});

describe("a loss that sums over examples", () => {
  const model = new Model(
    new Dense(1, 1, { kernelInitializer: "zeros", biasRegularizer: () => tensor(0.5) as Tensor<[]>, ...float64 }),
  );
  model.compile({
    optimizer: "sgd",
    loss: (p, t) => losses.meanSquaredError(p, t, { reduction: "sum" }),
  });
  const [x, y] = [zeros([1500, 1], float64), zeros([1500, 1], float64).add(1)];

  test("is summed over batches, whatever their size; a penalty counts once", () => {
    for (const batchSize of [1, 500, 1000, 1024, 1500]) {
      expect(model.evaluate(x, y, { batchSize }).loss).toBeCloseTo(1500.5, 9);
      const loader = new DataLoader(new TensorDataset(x as Tensor, y as Tensor), { batchSize });
      expect(model.evaluate(loader).loss).toBeCloseTo(1500.5, 9);
    }
  });
});
