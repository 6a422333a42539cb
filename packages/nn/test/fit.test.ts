import { manualSeed, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import { Dense, type History, losses, Model, Module, regularizers, Sequential, withPenalties } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { float64, larger, small, values, x, y } from "./trained.ts";

describe("training", () => {
  test("is PyTorch's, step by step: batches of 2, 2 and 1, momentum, a penalty, validation after each epoch", async () => {
    const model = small();
    const history = await model.fit(x, y, { epochs: 3, batchSize: 2, shuffle: false, validationData: [x, y] });
    // torch.optim.SGD(lr=0.1, momentum=0.9), PyTorch 1.13 in float64
    const expected = {
      loss: [1.4743440479078347, 1.0998430037273248, 1.1125443281639324],
      valLoss: [1.097097896372428, 1.1053751149688464, 1.1445712914742947],
    };
    expect(history.epochs).toEqual([1, 2, 3]);
    expect(Object.keys(history.metrics)).toEqual(["loss", "valLoss"]);
    for (const name of ["loss", "valLoss"] as const)
      for (const [i, value] of expected[name].entries())
        expect(Math.abs(history.metrics[name]![i]! - value)).toBeLessThan(1e-14);
    const [kernel, bias] = values(model);
    expect(Math.abs(kernel![0]! - 0.5890484866547472)).toBeLessThan(1e-14);
    expect(Math.abs(kernel![1]! + 0.44776956012715274)).toBeLessThan(1e-14);
    expect(Math.abs(bias![0]! - 1.4921333740157299)).toBeLessThan(1e-14);
  });

  test("takes a DataLoader, or a list of pairs, and is the same", async () => {
    const run = async (fit: (model: Sequential<[Dense<2, 1>]>) => Promise<History>): Promise<unknown> => {
      const model = small();
      const { metrics } = await fit(model);
      return [metrics, values(model)];
    };
    const expected = await run((model) => model.fit(x, y, { epochs: 2, batchSize: 2, shuffle: false }));
    const loader = new DataLoader(new TensorDataset(x, y), { batchSize: 2 });
    expect(await run((model) => model.fit(loader, { epochs: 2 }))).toEqual(expected);
    const list = [...loader];
    expect(await run((model) => model.fit(list, { epochs: 2 }))).toEqual(expected);
    const shuffled = new DataLoader(new TensorDataset(x, y), { batchSize: 2, shuffle: true, seed: 5 });
    expect(await run((model) => model.fit(shuffled, { epochs: 2 }))).toEqual(
      await run((model) => model.fit(x, y, { epochs: 2, batchSize: 2, seed: 5 })),
    );
  });

  test("a list of two batches is no pair", async () => {
    const model = small();
    const batches = [0, 2].map(
      (start) => [x.slice([[start, start + 2]]), y.slice([[start, start + 2]])] as [Tensor, Tensor],
    );
    const steps: number[] = [];
    await model.fit(batches, { callbacks: [{ onBatchEnd: (step) => void steps.push(step) }] });
    expect(steps).toEqual([1, 2]);
  });

  test("learns: the loss falls, and accuracy is that of the epoch's predictions", async () => {
    const { model, x, y } = larger(1);
    const history = await model.fit(x, y, { epochs: 15, batchSize: 50, validationData: [x, y] });
    const { loss, accuracy, valLoss, valAccuracy } = history.metrics;
    expect(Object.keys(history.metrics)).toEqual(["loss", "accuracy", "valLoss", "valAccuracy"]);
    expect(loss![14]!).toBeLessThan(0.5 * loss![0]!);
    expect(accuracy![14]!).toBeGreaterThan(0.8);
    expect(valAccuracy![14]!).toBeGreaterThan(0.9);
    expect(model.evaluate(x, y)).toEqual({ loss: valLoss![14], accuracy: valAccuracy![14] });
  });

  test("by the same seeds is the same to the bit; by another order is not", async () => {
    const run = async (seed: number | string, epochs = 3): Promise<unknown> => {
      manualSeed(Math.floor(Math.random() * 1e6)); // the default generator has no part in it
      const { model, x, y } = larger(7);
      const { metrics } = await model.fit(x, y, { epochs, batchSize: 64, seed });
      return [metrics, values(model)];
    };
    expect(await run(0)).toEqual(await run(0));
    expect(await run("a", 1)).not.toEqual(await run("b", 1));
  });

  test("reshuffles every epoch, and shows every example once in each", async () => {
    const seen: number[][] = [[], []];
    let epoch = 0;
    class Watching extends Module {
      readonly weight = parameter(1, float64);
      forward(batch: Tensor): Tensor {
        seen[epoch]!.push(...Array.from(batch.data as Float64Array));
        return batch.mul(this.weight);
      }
    }
    const model = new Model(new Watching()).compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const column = tensor(
      Array.from({ length: 40 }, (_, i) => [i]),
      float64,
    );
    await model.fit(column, column, { epochs: 2, callbacks: [{ onEpochEnd: () => void epoch++ }] });
    expect(seen[0]).not.toEqual(seen[1]);
    for (const order of seen) expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  test("leaves no gradient behind, and does not add to one that was there", async () => {
    const [a, b] = [small(), small()];
    b.layers[0].kernel.grad = tensor([[1e6], [1e6]], float64);
    await a.fit(x, y);
    await b.fit(x, y);
    expect(values(b)).toEqual(values(a));
    expect(b.parameters().map((value) => value.grad)).toEqual([null, null]);
  });

  test("leaves frozen parameters as they are", async () => {
    const model = small();
    model.layers[0].kernel.freeze();
    await model.fit(x, y, { epochs: 2 });
    const [kernel, bias] = values(model);
    expect(kernel).toEqual([0.5, -0.25]);
    expect(bias).not.toEqual([0.1]);
  });

  test("can go on where it ended", async () => {
    const [once, twice] = [small(), small()];
    await once.fit(x, y, { epochs: 4, shuffle: false, batchSize: 2 });
    await twice.fit(x, y, { epochs: 2, shuffle: false, batchSize: 2 });
    await twice.fit(x, y, { epochs: 2, shuffle: false, batchSize: 2 });
    expect(values(twice)).toEqual(values(once));
  });
});

test("at fixed parameters the size-weighted mean of an epoch's mini-batch gradients is the full gradient", () => {
  const rng = new Rng(2);
  const model = new Sequential(
    new Dense(5, 20, { activation: "tanh", kernelRegularizer: regularizers.l2(0.01), rng, ...float64 }),
    new Dense(20, 3, { activityRegularizer: regularizers.l2(0.1), rng, ...float64 }),
  );
  const n = 103;
  const inputs: Tensor = rng.normal([n, 5], float64);
  const labels: Tensor = rng.integers([n], { high: 3 });
  const gradientOf = (x: Tensor, y: Tensor): number[] => {
    for (const value of model.parameters()) value.grad = null;
    withPenalties(model, () =>
      losses.sparseCategoricalCrossEntropy(model.forward(x) as Tensor, y, { fromLogits: true }),
    ).backward();
    return model.parameters().flatMap((value) => Array.from(value.grad!.data as Float64Array));
  };
  const full = gradientOf(inputs, labels);
  expect(full.length).toBe(183);
  const loader = new DataLoader(new TensorDataset(inputs, labels), { batchSize: 10, shuffle: true, seed: 3 });
  const mean = full.map(() => 0);
  for (const [x, y] of loader) {
    const gradient = gradientOf(x, y);
    for (const [i, value] of gradient.entries()) mean[i]! += (value * y.size) / n;
  }
  for (const [i, value] of full.entries()) expect(Math.abs(mean[i]! - value)).toBeLessThan(1e-12);
});

test("flags are those of training within a step, and as each was everywhere else", async () => {
  const flags: boolean[][] = [];
  class Watching extends Module {
    readonly inner = new Dense(2, 1, float64);
    forward(batch: Tensor): Tensor {
      flags.push([this.training, this.inner.training]);
      return this.inner.forward(batch);
    }
  }
  const watching = new Watching();
  const model = new Model(watching).compile({ optimizer: "sgd", loss: "meanSquaredError" });
  model.eval();
  watching.train();
  watching.inner.eval();
  const now = (): boolean[] => [model.training, watching.training, watching.inner.training];
  await model.fit(x, y, {
    validationData: [x, y],
    callbacks: [{ onBatchEnd: () => expect(now()).toEqual([false, true, false]) }],
  });
  expect(flags).toEqual([
    [false, false], // one example of the validation data, before anything is trained
    [true, true],
    [false, false],
  ]);
  expect(now()).toEqual([false, true, false]);
});
