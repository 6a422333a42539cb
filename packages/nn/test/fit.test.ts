import { manualSeed, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import {
  type Callback,
  Dense,
  Dropout,
  type FitOptions,
  type History,
  losses,
  Model,
  Module,
  regularizers,
  Sequential,
  withPenalties,
} from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { float64, larger, small, values, X, x, Y, y } from "./trained.ts";

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

  test("goes on in the order of the call before: n calls of one epoch are one call of n epochs", async () => {
    for (const seed of [undefined, 3, "a"]) {
      const trained = async (calls: readonly number[]): Promise<unknown> => {
        manualSeed(5);
        const model = small();
        const options = seed === undefined ? { batchSize: 2 } : { batchSize: 2, seed };
        for (const epochs of calls) await model.fit(x, y, { ...options, epochs });
        return values(model);
      };
      const once = await trained([4]);
      expect(await trained([1, 1, 1, 1])).toEqual(once);
      expect(await trained([3, 1])).toEqual(once);
    }
  });

  test("in an order that manualSeed, a seed, and compile begin anew", async () => {
    const column = tensor(
      Array.from({ length: 30 }, (_, i) => [i]),
      float64,
    );
    let seen: number[] = [];
    class Watching extends Module {
      readonly weight = parameter(1, float64);
      forward(batch: Tensor): Tensor {
        seen.push(...Array.from(batch.data as Float64Array));
        return batch.mul(this.weight);
      }
    }
    const compile = (): Model => new Model(new Watching()).compile({ optimizer: "sgd", loss: "meanSquaredError" });
    let model = compile();
    const order = async (options: FitOptions = {}): Promise<number[]> => {
      seen = [];
      await model.fit(column, column, options);
      return seen;
    };
    manualSeed(1);
    const [first, second] = [await order(), await order()];
    expect(second).not.toEqual(first);
    manualSeed(1);
    expect([await order(), await order()]).toEqual([first, second]);
    manualSeed(2);
    expect(await order()).not.toEqual(first);
    const [a, b] = [await order({ seed: 7 }), await order({ seed: 7 })];
    expect(b).not.toEqual(a);
    expect(await order({ seed: 8 })).not.toEqual(a);
    expect(await order({ seed: 7 })).toEqual(a);
    // As a DataLoader of that seed goes through them.
    const loader = new DataLoader(new TensorDataset(column, column), { shuffle: true, seed: 7 });
    for (const expected of [a, b]) expect([...loader].flatMap(([batch]) => [...batch.data])).toEqual(expected);
    manualSeed(1);
    model = compile();
    expect(await order()).toEqual(first);
    expect(await order({ shuffle: false })).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(await order()).toEqual(second); // what was not shuffled has no part in it
  });

  test("an epoch that was broken off is begun again in its order", async () => {
    const orders: number[][] = [];
    class Watching extends Module {
      readonly weight = parameter(1, float64);
      forward(batch: Tensor): Tensor {
        orders.at(-1)!.push(...Array.from(batch.data as Float64Array));
        return batch.mul(this.weight);
      }
    }
    const model = new Model(new Watching()).compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const column = tensor([[0], [1], [2], [3], [4], [5]], float64);
    const fail: Callback = {
      onBatchEnd: () => {
        throw new Error("broken off");
      },
    };
    for (const callbacks of [[fail], [], []]) {
      orders.push([]);
      await model.fit(column, column, { batchSize: 2, callbacks }).catch(() => {});
    }
    const [broken, again, next] = orders;
    expect(broken!.length).toBe(2);
    expect(again!.slice(0, 2)).toEqual(broken);
    expect(next).not.toEqual(again);
  });

  test("sums up no gradients in what the optimizer does not train, nor in the data", async () => {
    const layer = new Dense(2, 1, float64);
    const model = new Model(layer);
    model.compile({ optimizer: new SGD([layer.bias!], { learningRate: 0.1 }), loss: "meanSquaredError" });
    const kernel = layer.kernel.toArray();
    const [data, targets] = [
      tensor(X, { ...float64, requiresGrad: true }),
      tensor(Y, { ...float64, requiresGrad: true }),
    ];
    const left: unknown[] = [];
    await model.fit([[data, targets]] as const, {
      epochs: 3,
      callbacks: [{ onTrainEnd: () => void left.push(layer.kernel.grad, layer.bias!.grad) }],
    });
    expect([...left, data.grad, targets.grad]).toEqual([null, null, null, null]);
    expect(layer.kernel.toArray()).toEqual(kernel);
    expect(layer.bias!.item()).not.toBe(0);
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

describe("a loop written by hand", () => {
  test("trains as it is: a Module is in training when it is made, and Dropout drops", () => {
    const rng = new Rng(7);
    const model = new Sequential(new Dense(1, 200, { kernelInitializer: "ones" }), new Dropout(0.5, { rng }));
    const one = tensor([[1]]);
    const drawn = new Rng(7);
    const expected = Array.from({ length: 200 }, () => (drawn.next() < 0.5 ? 0 : 2));
    expect(model.forward(one).toArray()).toEqual([expected]);
    expect(model.predict(one).toArray()).toEqual([expected.map(() => 1)]);
    expect(model.forward(one).toArray()).not.toEqual(model.predict(one).toArray()); // in training again
    expect(model.eval().forward(one).toArray()).toEqual([expected.map(() => 1)]);
  });

  test("is what fit does", async () => {
    const train = async (by: "hand" | "fit"): Promise<unknown> => {
      manualSeed(4);
      const model = new Sequential(new Dense(2, 8, float64), new Dropout(0.5), new Dense(8, 1, float64));
      const optimizer = new SGD(model.parameters(), { learningRate: 0.1 });
      if (by === "fit") {
        await model.compile({ optimizer, loss: "meanSquaredError" }).fit([[x, y]], { epochs: 5 });
      } else {
        for (let step = 0; step < 5; step++) {
          optimizer.zeroGrad();
          losses.meanSquaredError(model.forward(x) as Tensor, y).backward();
          optimizer.step();
        }
      }
      return values(model);
    };
    expect(await train("hand")).toEqual(await train("fit"));
  });
});
