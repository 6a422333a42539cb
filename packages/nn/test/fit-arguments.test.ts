import { type Tensor, tensor, zeros } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import { Dense, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { rejectedBy } from "./thrownBy.ts";
import { small, values, X, x, Y, y } from "./trained.ts";

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
      "DomainError: fit: seed must be a finite number or a string, got NaN.",
    );
    expect(await fails((model) => model.fit(x, y, { shuffle: 1 as never }))).toBe(
      "DomainError: fit: shuffle must be true or false, got 1.",
    );
  });

  test("options that are not known, or of no effect", async () => {
    const known = "epochs, batchSize, shuffle, seed, validationData, callbacks, signal";
    for (const [name, meant] of [
      ["epoch", "epochs"],
      ["batch_size", "batchSize"],
      ["validation_data", "validationData"],
      ["callback", "callbacks"],
    ] as const)
      expect(await fails((model) => model.fit(x, y, { [name]: 1 }))).toBe(
        `DomainError: fit: options must be among ${known}, got ${name}. Did you mean ${meant}?`,
      );
    expect(await fails((model) => model.fit(x, y, { sampleWeight: x } as never))).toBe(
      `DomainError: fit: options must be among ${known}, got sampleWeight.`,
    );
    expect(await fails((model) => model.fit(x, y, null as never))).toBe(
      "DomainError: fit: options must be an object such as { epochs: … }, got null.",
    );
    const batches: [Tensor, Tensor][] = [[x, y]];
    for (const [name, value] of [
      ["batchSize", 2],
      ["shuffle", false],
      ["seed", 1],
    ])
      expect(await fails((model) => model.fit(batches, { [name as string]: value }))).toBe(
        `DomainError: fit: ${name} must be left out with batches, which come as they are, got ${value}.`,
      );
  });

  test("callbacks and a signal", async () => {
    expect(await fails((model) => model.fit(x, y, { callbacks: {} as never }))).toBe(
      "DomainError: fit: callbacks must be a list, got an object.",
    );
    expect(await fails((model) => model.fit(x, y, { callbacks: [{}, undefined as never] }))).toBe(
      "DomainError: fit: callbacks[1] must be an object, got undefined.",
    );
    expect(await fails((model) => model.fit(x, y, { callbacks: [{ onEpochEnd: 5 as never }] }))).toBe(
      "DomainError: fit: callbacks[0].onEpochEnd must be a function, got 5.",
    );
    expect(await fails((model) => model.fit(x, y, { callbacks: [{ onEpochEnded: () => {} } as never] }))).toBe(
      "DomainError: fit: callbacks[0] must have hooks among onTrainBegin, onEpochBegin, onBatchEnd, onEpochEnd, onTrainEnd, " +
        "got onEpochEnded. Did you mean onEpochEnd?",
    );
    expect(await fails((model) => model.fit(x, y, { signal: new AbortController() as never }))).toBe(
      "DomainError: fit: signal must be an AbortSignal, got an AbortController. Pass the signal of an AbortController.",
    );
  });

  test("validation data", async () => {
    const hint = "Leave it out for none.";
    const wanted = "ShapeError: fit: validationData: the data must be [x, y] of two tensors, or a DataLoader, got";
    expect(await fails((model) => model.fit(x, y, { validationData: null as never }))).toBe(`${wanted} null. ${hint}`);
    expect(await fails((model) => model.fit(x, y, { validationData: 0.2 as never }))).toBe(`${wanted} 0.2. ${hint}`);
    expect(await fails((model) => model.fit(x, y, { validationData: [] as never }))).toBe(
      "DomainError: fit: validationData: there must be at least one example in each pass, got none. " +
        "What gives batches must give them again and again, as a DataLoader or a list does.",
    );
    expect(await fails((model) => model.fit(x, y, { validationData: [X, Y] as never }))).toMatch(
      "fit: validationData: each batch must be a pair of tensors, [x, y], got an array of 5. Wrap arrays of numbers",
    );
    // Of another shape: found by a look at one example.
    const text = "ShapeError: Sequential › layers.0 › Dense: input must have shape [..., 2], got [1, 3].";
    const wide = zeros([4, 3]);
    const pair: [Tensor, Tensor] = [wide, zeros([4, 1])];
    expect(await fails((model) => model.fit(x, y, { validationData: pair }))).toBe(text);
    const loader = new DataLoader(new TensorDataset(...pair));
    expect(await fails((model) => model.fit(x, y, { validationData: loader as never }))).toBe(text);
    expect(await fails((model) => model.fit(x, y, { validationData: [pair, pair] }))).toBe(
      text.replace("1, 3", "4, 3"),
    );
  });

  test("a metric without a value", async () => {
    for (const [value, got] of [
      [undefined, "undefined"],
      ["0.5", '"0.5"'],
      [tensor([1, 2]), "a tensor of shape [2]"],
      [Promise.resolve(1), "a Promise"],
    ]) {
      const metrics = { mine: (() => value) as never };
      expect(
        await fails((model) => model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics }).fit(x, y)),
      ).toBe(`DomainError: fit: metric "mine" must give a number or a tensor of shape [], got ${got}.`);
    }
    const metrics = ["accuracy"] as const;
    const message = await fails((model) =>
      model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics }).fit(x, y, { shuffle: false }),
    );
    expect(message).toBe(
      "DomainError: accuracy: targets must be 0 or 1 for decisions by threshold, got 2 at position 2. " +
        "It counts right decisions; numbers that are to be near others have an error instead.",
    );
  });

  test("a label that is no class, in whichever batch it is, also of the validation data", async () => {
    const options = { optimizer: "sgd", loss: "sparseCategoricalCrossEntropy" } as const;
    const make = (): Sequential => new Sequential(new Dense(2, 3, { activation: "softmax" })).compile(options);
    const hint = "The last layer needs one output for each class, and labels start at 0.";
    const text = `DomainError: sparseCategoricalCrossEntropy: labels must be whole numbers in 0 … 2, got 3 at position 4. ${hint}`;
    const [good, bad] = [tensor([0, 1, 2, 0, 0]), tensor([0, 1, 2, 0, 3])];
    for (const run of [
      (model: Sequential) => model.fit(x, bad, { batchSize: 1, shuffle: false }),
      (model: Sequential) => model.fit(x, good, { batchSize: 1, validationData: [x, bad] }),
    ]) {
      const model = make();
      const before = values(model);
      expect(await rejectedBy(() => run(model))).toBe(text);
      expect(values(model)).toEqual(before);
    }
  });

  test("arrays in place of tensors", async () => {
    const wanted = "TapegradError: fit: x must be a tensor, got";
    expect(await fails((model) => model.fit(x.toArray() as never, y.toArray() as never))).toBe(
      `${wanted} an array of 5. Wrap it in tensor(…).`,
    );
    expect(await fails((model) => model.fit(new Float32Array(10) as never, y))).toBe(
      `${wanted} a Float32Array. Wrap it in tensor(…).`,
    );
    expect(await fails((model) => model.fit(x, Y as never))).toBe(
      "TapegradError: fit: y must be a tensor, got an array of 5. Wrap it in tensor(…).",
    );
    expect(await fails((model) => model.fit(X as never))).toBe(
      "ShapeError: fit: each batch must be a pair of tensors, [x, y], got [1, 2]. " +
        "Wrap arrays of numbers in tensor(…), and pass x and y.",
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
      "TapegradError: fit: y must be a tensor, got undefined.",
    );
    expect(await fails((model) => model.fit(X as never, Y as never))).toBe(
      "TapegradError: fit: x must be a tensor, got an array of 5. Wrap it in tensor(…).",
    );
    expect(await fails((model) => model.fit({} as never))).toBe(
      "TapegradError: fit: x must be a tensor, got an object.",
    );
    expect(await fails((model) => model.fit(x, y, { validationData: [x, tensor([1])] }))).toBe(
      "ShapeError: fit: validationData: x and y must have equally many examples, got 5 and 1.",
    );
    expect(await fails((model) => model.fit(x, y, { validationData: x as never }))).toBe(
      "ShapeError: fit: validationData: the data must be [x, y] of two tensors, or a DataLoader, got a Tensor. " +
        "Leave it out for none.",
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
      "DomainError: fit: y must be left out with batches, which bring their targets, got a Tensor.",
    );
    function* once(): Generator<[Tensor, Tensor]> {
      yield [x, y];
    }
    expect(await fails((model) => model.fit(once() as never))).toBe(
      "DomainError: fit: batches must have a length, how many there are, got undefined. Make a list of them, or a DataLoader.",
    );
    expect(await fails((model) => model.fit([[zeros([0, 2]), zeros([0, 1])]]))).toBe(
      "ShapeError: fit: each batch must have at least one example, got none.",
    );
    const last: [Tensor, Tensor][] = [[x, y], [x, 5] as never];
    expect(await fails((model) => model.fit(last))).toBe(
      "ShapeError: fit: each batch must be a pair of tensors, [x, y], got an array of 2.",
    );
    const generator = Object.assign(once(), { length: 1 });
    expect(await rejectedBy(() => small().fit(generator, { epochs: 2 }))).toBe(nothing);
  });

  test("what the first step finds: the input, the targets, the loss", async () => {
    expect(await fails((model) => model.fit(zeros([5, 3]), y))).toBe(
      "ShapeError: Sequential › layers.0 › Dense: input must have shape [..., 2], got [5, 3].",
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
