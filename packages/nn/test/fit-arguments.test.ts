import { type Tensor, tensor, zeros } from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import type { Dense, Sequential } from "@tapegrad/nn";
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
