import { grad, manualSeed, type Parameter, parameter, Rng, type Tensor, tensor, zeros } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import {
  type Callback,
  Dense,
  Dropout,
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
import { rejectedBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;
const X = [
  [1, 2],
  [-1, 0.5],
  [0.25, -2],
  [3, 1],
  [0, -1],
];
const Y = [[1], [0], [2], [-1], [0.5]];
const x = tensor(X, float64);
const y = tensor(Y, float64);

/** tanh(x W + b) with fixed first values; loss: squared error, and 0.05 Σ W². */
function small(options: { readonly learningRate?: number } = {}): Sequential<[Dense<2, 1>]> {
  const layer = new Dense(2, 1, { activation: "tanh", kernelRegularizer: regularizers.l2(0.05), ...float64 });
  layer.kernel.assign([[0.5], [-0.25]]);
  layer.bias!.assign([0.1]);
  const model = new Sequential(layer);
  const { learningRate = 0.1 } = options;
  return model.compile({
    optimizer: new SGD(model.parameters(), { learningRate, momentum: 0.9 }),
    loss: "meanSquaredError",
  });
}

const values = (model: Module): number[][] => model.parameters().map((value) => Array.from(value.data as Float64Array));

/** A classifier with dropout, and data it can learn: enough work that other tasks get a turn. */
function larger(seed: number): { model: Sequential; x: Tensor; y: Tensor } {
  const rng = new Rng(seed);
  const model: Sequential = new Sequential(
    new Dense(20, 64, { activation: "relu", rng }),
    new Dropout(0.2, { rng: new Rng(seed + 1) }),
    new Dense(64, 3, { rng }),
  );
  const inputs = rng.normal([600, 20]);
  const labels = inputs.slice([null, [0, 3]]).argmax(-1);
  model.compile({
    optimizer: "adam",
    loss: (p, t) => losses.sparseCategoricalCrossEntropy(p, t, { fromLogits: true }),
    metrics: ["accuracy"],
  });
  return { model, x: inputs, y: labels };
}

/** What a callback was told, in order. */
function recorder(told: unknown[], name = ""): Callback {
  return {
    onTrainBegin: ({ epochs, steps, examples }) => void told.push(`${name}begin ${epochs} ${steps} ${examples}`),
    onEpochBegin: (epoch) => void told.push(`${name}epoch ${epoch}`),
    onBatchEnd: (step) => void told.push(`${name}step ${step}`),
    onEpochEnd: (epoch) => void told.push(`${name}end ${epoch}`),
    onTrainEnd: () => void told.push(`${name}over`),
  };
}

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

describe("other tasks", () => {
  test("get their turn: timers fire while it trains", async () => {
    const { model, x, y } = larger(1);
    const controller = new AbortController();
    let turns = 0;
    const timer = setInterval(() => {
      if (++turns === 5) controller.abort("five turns");
    }, 1);
    // Without turns for others this would not end before the test's time.
    await expect(model.fit(x, y, { epochs: 1_000_000, signal: controller.signal })).rejects.toBe("five turns");
    clearInterval(timer);
    expect(turns).toBe(5);
  });

  test("see a model that works, with the flags and the recording of everyone else", async () => {
    const { model, x, y } = larger(1);
    let looks = 0;
    let done = false;
    const training = model
      .fit(x, y, { epochs: 1_000_000, callbacks: [{ onEpochEnd: () => looks < 5 }], validationData: [x, y] })
      .then(() => {
        done = true;
      });
    const cube = (v: Tensor): Tensor<[]> => v.mul(v).mul(v).sum();
    while (!done) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      looks++;
      expect(model.namedModules().some(([, module]) => module.training)).toBe(false);
      expect(model.predict(x.slice([[0, 2]])).toArray()).toEqual(model.predict(x.slice([[0, 2]])).toArray());
      expect(grad(cube)(tensor([2])).toArray()).toEqual([12]);
    }
    await training;
    expect(looks).toBeGreaterThanOrEqual(5);
  });

  test("two fits at once give the same as one after the other", async () => {
    const train = async ({ model, x, y }: ReturnType<typeof larger>): Promise<unknown> => {
      const slow: Callback = { onBatchEnd: () => new Promise((resolve) => setTimeout(resolve, 0)) };
      const { metrics } = await model.fit(x, y, {
        epochs: 2,
        batchSize: 100,
        callbacks: [slow],
        validationData: [x, y],
      });
      return [metrics, values(model)];
    };
    const apart = [await train(larger(1)), await train(larger(2))];
    expect(await Promise.all([train(larger(1)), train(larger(2))])).toEqual(apart);
  });
});

describe("an abort", () => {
  test("ends training before the next step, and leaves a model that works", async () => {
    const { model, x, y } = larger(1);
    const controller = new AbortController();
    const told: unknown[] = [];
    setTimeout(() => controller.abort(new Error("enough")), 15);
    const message = await rejectedBy(() =>
      model.fit(x, y, {
        epochs: 1_000_000,
        signal: controller.signal,
        callbacks: [{ onTrainEnd: () => void told.push("over") }],
      }),
    );
    expect([message, told]).toEqual(["Error: enough", ["over"]]);
    expect(model.namedModules().some(([, module]) => module.training)).toBe(false);
    expect(Number.isFinite(model.evaluate(x, y).loss)).toBe(true);
    const { metrics } = await model.fit(x, y, { epochs: 10 });
    expect(metrics.loss![9]!).toBeLessThan(metrics.loss![0]!);
  });

  test("in a callback takes effect before the next step", async () => {
    const model = small();
    const controller = new AbortController();
    const told: unknown[] = [];
    await rejectedBy(() =>
      model.fit(x, y, {
        batchSize: 1,
        signal: controller.signal,
        callbacks: [
          {
            onBatchEnd: (step) => {
              told.push(step);
              if (step === 2) controller.abort();
            },
          },
        ],
      }),
    );
    expect(told).toEqual([1, 2]);
  });

  test("that came before does nothing at all", async () => {
    const model = small();
    const told: unknown[] = [];
    const signal = AbortSignal.abort("no");
    await expect(model.fit(x, y, { signal, callbacks: [recorder(told)] })).rejects.toBe("no");
    expect(told).toEqual([]);
    expect(values(model)).toEqual(values(small()));
  });
});

describe("callbacks", () => {
  test("are called in order, each for everything", async () => {
    const told: unknown[] = [];
    await small().fit(x, y, { epochs: 2, batchSize: 3, callbacks: [recorder(told, "a "), recorder(told, "b ")] });
    const both = (what: string): string[] => [`a ${what}`, `b ${what}`];
    expect(told).toEqual(
      [
        "begin 2 2 5",
        ...["epoch 1", "step 1", "step 2", "end 1"],
        ...["epoch 2", "step 1", "step 2", "end 2"],
        "over",
      ].flatMap(both),
    );
  });

  test("are told the loss so far after a batch, loss and metrics after an epoch", async () => {
    const model = small({ learningRate: 0 });
    const batches: number[] = [];
    const epochs: unknown[] = [];
    const history = await model.fit(x, y, {
      shuffle: false,
      batchSize: 2,
      validationData: [x, y],
      callbacks: [
        {
          onBatchEnd: (_, { loss }) => void batches.push(loss!),
          onEpochEnd: (_, logs) => void epochs.push({ ...logs }),
        },
      ],
    });
    // Without learning, the loss so far is that of the examples so far.
    for (const [i, n] of [2, 4, 5].entries())
      expect(batches[i]).toBeCloseTo(model.evaluate(x.slice([[0, n]]), y.slice([[0, n]])).loss!, 14);
    expect(epochs).toEqual([{ loss: history.metrics.loss![0], valLoss: history.metrics.valLoss![0] }]);
  });

  test("are waited for", async () => {
    const told: unknown[] = [];
    const later = (what: string) => async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      told.push(what);
    };
    await small().fit(x, y, {
      callbacks: [
        {
          onTrainBegin: later("begin"),
          onEpochBegin: later("epoch"),
          onBatchEnd: later("step"),
          onTrainEnd: later("over"),
        },
      ],
    });
    expect(told).toEqual(["begin", "epoch", "step", "over"]);
  });

  test("end the training by returning false, at once or later; the epoch counts, and all are told", async () => {
    const told: unknown[] = [];
    const stops: Callback[] = [{ onEpochEnd: (epoch) => epoch < 2 }, { onEpochEnd: async (epoch) => epoch < 3 }];
    for (const [i, stop] of stops.entries()) {
      const history = await small().fit(x, y, {
        epochs: 10,
        callbacks: [stop, { onEpochEnd: (epoch) => void told.push(epoch) }],
      });
      expect(history.epochs.length).toBe(i + 2);
    }
    expect(told).toEqual([1, 2, 1, 2, 3]);
  });

  test("know nothing of examples where batches do not say it", async () => {
    const told: unknown[] = [];
    const pairs: [Tensor, Tensor][] = [[x, y]];
    await small().fit(pairs, { callbacks: [{ onTrainBegin: (plan) => void told.push(plan.examples, plan.steps) }] });
    const loader = new DataLoader(new TensorDataset(x, y), { batchSize: 2, dropLast: true });
    await small().fit(loader, { callbacks: [{ onTrainBegin: (plan) => void told.push(plan.examples, plan.steps) }] });
    expect(told).toEqual([null, 1, 4, 2]);
  });

  test.each([
    "onTrainBegin",
    "onEpochBegin",
    "onBatchEnd",
    "onEpochEnd",
    "onTrainEnd",
  ] as const)("one that throws in %s ends the training with its error; all that began are told the end, flags are as before", async (method) => {
    const model = small();
    model.layers[0].train();
    const told: unknown[] = [];
    const failing: Callback = {
      [method]: () => {
        throw new Error("from the callback");
      },
    };
    const callbacks = [recorder(told, "a "), failing, recorder(told, "b ")];
    expect(await rejectedBy(() => model.fit(x, y, { callbacks }))).toBe("Error: from the callback");
    const begun = method !== "onTrainBegin";
    expect(told.filter((text) => String(text).endsWith("over"))).toEqual(begun ? ["a over", "b over"] : ["a over"]);
    expect([model.training, model.layers[0].training]).toEqual([false, true]);
    expect(model.parameters().map((value) => value.grad)).toEqual([null, null]);
  });

  test("the first error is the one reported", async () => {
    const fail = (text: string) => (): never => {
      throw new Error(text);
    };
    const callbacks = [{ onTrainEnd: fail("third") }, { onEpochEnd: fail("first"), onTrainEnd: fail("second") }];
    expect(await rejectedBy(() => small().fit(x, y, { callbacks }))).toBe("Error: first");
  });
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
  watching.train();
  watching.inner.eval();
  const now = (): boolean[] => [model.training, watching.training, watching.inner.training];
  await model.fit(x, y, {
    validationData: [x, y],
    callbacks: [{ onBatchEnd: () => expect(now()).toEqual([false, true, false]) }],
  });
  expect(flags).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(now()).toEqual([false, true, false]);
});

describe("bad input changes nothing", () => {
  const fails = async (run: (model: Sequential<[Dense<2, 1>]>) => Promise<unknown>): Promise<string> => {
    const model = small();
    const before = JSON.stringify([values(model), model.namedModules().map(([, module]) => module.training)]);
    const message = await rejectedBy(() => run(model));
    expect(JSON.stringify([values(model), model.namedModules().map(([, module]) => module.training)])).toBe(before);
    return message;
  };

  test("options", async () => {
    expect(await fails((model) => model.fit(x, y, { epochs: 0 }))).toBe(
      "DomainError: fit: epochs must be a whole number from 1 on, got 0.",
    );
    expect(await fails((model) => model.fit(x, y, { epochs: 1.5 }))).toBe(
      "DomainError: fit: epochs must be a whole number from 1 on, got 1.5.",
    );
    expect(await fails((model) => model.fit(x, y, { batchSize: 0 }))).toBe(
      "DomainError: fit: batchSize must be a whole number from 1 on, got 0.",
    );
    expect(await fails((model) => model.fit(x, y, { seed: Number.NaN }))).toBe(
      "DomainError: Rng: seed must be a finite number or a string, got NaN.",
    );
    expect(await fails((model) => model.fit(x, y, { shuffle: 1 as never }))).toBe(
      "DomainError: DataLoader: shuffle must be true or false, got 1.",
    );
  });

  test("data", async () => {
    expect(await fails((model) => model.fit(x, y.slice([[0, 4]])))).toBe(
      "ShapeError: fit: x and y must have equally many examples, got 5 and 4.",
    );
    expect(await fails((model) => model.fit(zeros([0, 2]), zeros([0, 1])))).toBe(
      "ShapeError: fit: x and y must have at least one example, got none.",
    );
    expect(await fails((model) => model.fit(tensor(1), y))).toBe(
      "ShapeError: fit: x must have a first axis of examples, got a scalar.",
    );
    expect(await fails((model) => model.fit(x, undefined as never))).toBe(
      "ShapeError: fit: y must be a tensor, got undefined.",
    );
    expect(await fails((model) => model.fit(X as never, Y as never))).toBe(
      "ShapeError: fit: each batch must be a pair of tensors, [x, y], got [1, 2].",
    );
    expect(await fails((model) => model.fit({} as never))).toBe("ShapeError: fit: x must be a tensor, got an object.");
    expect(await fails((model) => model.fit(x, y, { validationData: [x, tensor([1])] }))).toBe(
      "ShapeError: fit: validationData: x and y must have equally many examples, got 5 and 1.",
    );
    expect(await fails((model) => model.fit(x, y, { validationData: x as never }))).toBe(
      "ShapeError: fit: validationData: the data must be tensors x and y, or a DataLoader, got a Tensor.",
    );
  });

  test("batches", async () => {
    const again = "What gives batches must give them again and again, as a DataLoader or a list does.";
    const nothing = `DomainError: fit: there must be at least one example in each pass, got none. ${again}`;
    expect(await fails((model) => model.fit([]))).toBe(nothing);
    const loader = new DataLoader(new TensorDataset(x));
    expect(await fails((model) => model.fit(loader as never))).toBe(
      "ShapeError: fit: each batch must be a pair of tensors, [x, y], got a Tensor.",
    );
    const pairs: [Tensor, Tensor][] = [[x, y]];
    expect(await fails((model) => model.fit(pairs, y as never))).toBe(
      "TapegradError: fit: batches bring their targets with them, got y as well.",
    );
    function* once(): Generator<[Tensor, Tensor]> {
      yield [x, y];
    }
    const generator = Object.assign(once(), { length: 1 });
    expect(await rejectedBy(() => small().fit(generator, { epochs: 2 }))).toBe(nothing);
  });

  test("what the first step finds: the input, the targets, the loss", async () => {
    expect(await fails((model) => model.fit(zeros([5, 3]), y))).toBe(
      "ShapeError: Dense: input must have shape [..., 2], got [5, 3].",
    );
    expect(await fails((model) => model.fit(x, y.reshape([5])))).toBe(
      "ShapeError: meanSquaredError: targets must have the shape [5, 1] of the predictions, got [5].",
    );
    const wanted = "ShapeError: fit: the loss must be a tensor of shape [], got";
    const optimizer = "sgd";
    expect(await fails((model) => model.compile({ optimizer, loss: (p, t) => p.sub(t) as never }).fit(x, y))).toBe(
      `${wanted} shape [5, 1]. End it with .mean() or .sum().`,
    );
    expect(await fails((model) => model.compile({ optimizer, loss: () => 3 as never }).fit(x, y))).toBe(
      `${wanted} 3. End it with .mean() or .sum().`,
    );
    const hint = "The last layer needs one output for each class, and labels start at 0.";
    expect(
      await fails((model) =>
        model
          .compile({ optimizer, loss: "sparseCategoricalCrossEntropy" })
          .fit(x, tensor([0, 0, 1, 0, 0]), { shuffle: false }),
      ),
    ).toBe(
      `DomainError: sparseCategoricalCrossEntropy: labels must be whole numbers in 0 … 0, got 1 at position 2. ${hint}`,
    );
  });
});

describe("a Model", () => {
  test("wraps any Module", async () => {
    const layer = new Dense(2, 1, float64);
    const model = new Model(layer, { name: "wrapped" });
    expect([model.name, model.displayName, model.parameters()]).toEqual(["wrapped", "wrapped", layer.parameters()]);
    model.compile({ optimizer: new SGD(model.parameters(), { learningRate: 0.1 }), loss: "meanSquaredError" });
    const { metrics } = await model.fit(x, y, { epochs: 5 });
    expect(metrics.loss![4]!).toBeLessThan(metrics.loss![0]!);
    expect(model.predict(x).toArray()).toEqual(layer.forward(x).toArray());
  });

  test("is extended by a class with a forward of its own", async () => {
    class Quadratic extends Model {
      readonly weight: Parameter = parameter([0, 0, 0], { ...float64, name: "weight" });
      override forward(t: Tensor): Tensor {
        const [a, b, c] = [0, 1, 2].map((i) => this.weight.slice([i]));
        return t.mul(t).mul(a!).add(t.mul(b!)).add(c!);
      }
    }
    const model = new Quadratic();
    expect(model.namedParameters().map(([name]) => name)).toEqual(["weight"]);
    const t = tensor([-1, 0, 1, 2], float64);
    model.compile({ optimizer: new SGD(model.parameters(), { learningRate: 0.1 }), loss: "meanSquaredError" });
    await model.fit(t, t.mul(t).mul(2).sub(1), { epochs: 2000, batchSize: 4 });
    // 2 t² − 1 passes through all points
    for (const [i, wanted] of [2, 0, -1].entries()) expect(Math.abs(model.weight.data[i]! - wanted)).toBeLessThan(1e-6);
  });

  test("without either says so", () => {
    class Empty extends Model {}
    expect(() => new Empty().forward(x)).toThrow(
      "empty: a class that extends Model must have a method forward, got none.",
    );
    expect(() => new Model([new Dense(1, 1)] as never)).toThrow(
      "Model: module must be a Module, got an array of 1. Put layers into new Sequential(...layers).",
    );
  });
});
