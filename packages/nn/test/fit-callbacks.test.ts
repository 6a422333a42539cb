import { grad, type Tensor, tensor } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import type { Callback } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { rejectedBy } from "./thrownBy.ts";
import { larger, recorder, small, values, x, y } from "./trained.ts";

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
    const model = small().eval();
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

  test("one that fails in onTrainBegin is told the end: it may have begun something", async () => {
    const told: string[] = [];
    const failing: Callback = {
      onTrainBegin: () => {
        throw new Error("half begun");
      },
      onTrainEnd: () => void told.push("over"),
    };
    expect(await rejectedBy(() => small().fit(x, y, { callbacks: [failing] }))).toBe("Error: half begun");
    expect(told).toEqual(["over"]);
  });

  test("the first error is the one reported", async () => {
    const fail = (text: string) => (): never => {
      throw new Error(text);
    };
    const callbacks = [{ onTrainEnd: fail("third") }, { onEpochEnd: fail("first"), onTrainEnd: fail("second") }];
    expect(await rejectedBy(() => small().fit(x, y, { callbacks }))).toBe("Error: first");
  });
});

describe("an abort", () => {
  test("ends training before the next step, and leaves a model that works", async () => {
    const { model, x, y } = larger(1);
    model.eval();
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

  test.each([
    ["onTrainBegin", 0],
    ["onEpochBegin", 0],
    ["onBatchEnd", 1],
    ["onEpochEnd", 2],
  ] as const)("in %s takes effect before the next step", async (hook, steps) => {
    const model = small();
    const controller = new AbortController();
    let seen = 0;
    let epochs = 0;
    const aborting: Callback = { [hook]: () => controller.abort("enough") };
    const counting: Callback = { onBatchEnd: () => void seen++, onEpochBegin: () => void epochs++ };
    const training = model.fit(x, y, {
      epochs: 3,
      batchSize: 3,
      signal: controller.signal,
      callbacks: [aborting, counting],
    });
    await expect(training).rejects.toBe("enough");
    expect([seen, epochs]).toEqual([steps, hook === "onTrainBegin" ? 0 : 1]);
    if (steps === 0) expect(values(model)).toEqual(values(small()));
    expect(model.parameters().map((value) => value.grad)).toEqual([null, null]);
  });

  test("after the last step of all counts too: whoever aborted is told", async () => {
    const controller = new AbortController();
    const callbacks = [{ onEpochEnd: () => controller.abort("late") }];
    await expect(small().fit(x, y, { callbacks, signal: controller.signal })).rejects.toBe("late");
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
    model.eval();
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
        seed: 0,
        callbacks: [slow],
        validationData: [x, y],
      });
      return [metrics, values(model)];
    };
    const apart = [await train(larger(1)), await train(larger(2))];
    expect(await Promise.all([train(larger(1)), train(larger(2))])).toEqual(apart);
  });
});
