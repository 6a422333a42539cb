import { parameter, type Tensor, tensor } from "@tapegrad/core";
import { type CompileOptions, Dense, losses, Sequential } from "@tapegrad/nn";
import { Adam, type Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

/** Logits, or whatever the loss takes: the predictions are the inputs themselves. */
function identity(outputs: number): Sequential<[Dense]> {
  const eye = Array.from({ length: outputs }, (_, i) => Array.from({ length: outputs }, (_, j) => (i === j ? 1 : 0)));
  return new Sequential(new Dense(outputs, outputs, { kernelInitializer: () => tensor(eye) as Tensor }));
}

describe("names", () => {
  test("of optimizers: with their defaults, for all parameters", async () => {
    // One step from the same values with the same gradient is the same as that of the optimizer made by hand.
    const step = async (optimizer: (model: Sequential<[Dense]>) => CompileOptions["optimizer"]): Promise<unknown> => {
      const model = identity(2);
      model.compile({ optimizer: optimizer(model), loss: "meanSquaredError" });
      await model.fit(tensor([[1, 2]]), tensor([[0, 0]]));
      return model.parameters().map((value) => value.toArray());
    };
    const made: [string, (model: Sequential<[Dense]>) => Optimizer][] = [
      ["sgd", (model) => new SGD(model.parameters())],
      ["adam", (model) => new Adam(model.parameters())],
      ["rmsprop", (model) => new RMSProp(model.parameters())],
    ];
    for (const [name, make] of made) expect(await step(() => name as "sgd")).toEqual(await step(make));
  });

  test.each([
    ["meanSquaredError", [[0.25, 0.5]], [[1, 0]], losses.meanSquaredError],
    ["meanAbsoluteError", [[0.25, 0.5]], [[1, 0]], losses.meanAbsoluteError],
    ["binaryCrossEntropy", [[0.25, 0.5]], [[1, 0]], losses.binaryCrossEntropy],
    ["categoricalCrossEntropy", [[0.25, 0.75]], [[1, 0]], losses.categoricalCrossEntropy],
    ["sparseCategoricalCrossEntropy", [[0.25, 0.75]], [1], losses.sparseCategoricalCrossEntropy],
  ] as const)("of losses: %s", (name, x, y, loss) => {
    const model = identity(2).compile({ optimizer: "sgd", loss: name });
    const [inputs, targets]: [Tensor, Tensor] = [tensor(x as never), tensor(y as never)];
    expect(model.evaluate(inputs, targets).loss).toBe(
      (loss as (p: Tensor, t: Tensor) => Tensor)(inputs, targets).item(),
    );
  });

  test.each([
    // by threshold, each number for itself; by the largest; by the label
    [
      "binaryCrossEntropy",
      [
        [0.9, 0.8],
        [0.6, 0.2],
      ],
      [
        [1, 0],
        [1, 0],
      ],
      0.75,
    ],
    [
      "categoricalCrossEntropy",
      [
        [0.9, 0.8],
        [0.6, 0.2],
      ],
      [
        [1, 0],
        [0, 1],
      ],
      0.5,
    ],
    [
      "sparseCategoricalCrossEntropy",
      [
        [0.9, 0.8],
        [0.6, 0.2],
      ],
      [0, 1],
      0.5,
    ],
    [
      "meanSquaredError",
      [
        [0.9, 0.8],
        [0.6, 0.2],
      ],
      [
        [1, 1],
        [1, 0],
      ],
      1,
    ],
  ] as const)('"accuracy" compares as the loss does: %s', (loss, x, y, wanted) => {
    const model = identity(2).compile({ optimizer: "sgd", loss, metrics: ["accuracy"] });
    expect(model.evaluate(tensor(x as never) as Tensor, tensor(y as never) as Tensor).accuracy).toBe(wanted);
  });

  test("of metrics: under their own names, functions of everything at once", () => {
    const shapes: unknown[] = [];
    const model = identity(2).compile({
      optimizer: "sgd",
      loss: (p, t) => losses.sparseCategoricalCrossEntropy(p, t, { fromLogits: true }),
      metrics: {
        hits: "accuracy",
        largest: (p, t) => {
          shapes.push(p.shape, t.shape);
          return p.max();
        },
        zero: () => 0,
      },
    });
    const logs = model.evaluate(
      tensor([
        [3, 0],
        [2, 5],
        [1, 0],
      ]),
      tensor([0, 1, 1]),
    );
    expect(Object.keys(logs)).toEqual(["loss", "hits", "largest", "zero"]);
    expect([logs.hits, logs.largest, logs.zero]).toEqual([2 / 3, 5, 0]);
    expect(shapes).toEqual([[3, 2], [3]]);
  });
});

describe("bad input", () => {
  const fails = (options: Record<string, unknown>): string =>
    thrownBy(() => identity(2).compile({ optimizer: "sgd", loss: "meanSquaredError", ...options } as CompileOptions));

  test("names that are not known", () => {
    expect(fails({ loss: "mse" })).toBe(
      'DomainError: compile: loss must be a function or one of "binaryCrossEntropy", "categoricalCrossEntropy", ' +
        '"meanAbsoluteError", "meanSquaredError", "sparseCategoricalCrossEntropy", got "mse". Did you mean "meanSquaredError"?',
    );
    expect(fails({ optimizer: "Adam" })).toBe(
      'DomainError: compile: optimizer must be an optimizer or one of "adam", "rmsprop", "sgd", got "Adam". Did you mean "adam"?',
    );
    expect(fails({ optimizer: {} })).toBe(
      'DomainError: compile: optimizer must be an optimizer or one of "adam", "rmsprop", "sgd", got an object.',
    );
    expect(fails({ metrics: ["f1"] })).toBe(
      'DomainError: compile: metric must be a function or one of "accuracy", got "f1".',
    );
    expect(fails({ metrics: { f: "toString" } })).toBe(
      'DomainError: compile: metric must be a function or one of "accuracy", got "toString".',
    );
    expect(fails({ metrics: "accuracy" })).toBe(
      'DomainError: compile: metrics must be a list of names or an object of functions, got "accuracy".',
    );
    expect(fails({ metrics: { loss: "accuracy" } })).toBe(
      'DomainError: compile: a metric must have a name of its own, as must its validation, got "loss". ' +
        'A History has something else under "loss".',
    );
  });

  test("options that are not known", () => {
    expect(fails({ metric: ["accuracy"] })).toBe(
      "DomainError: compile: options must be among optimizer, loss, metrics, jit, got metric. Did you mean metrics?",
    );
    expect(thrownBy(() => identity(2).compile(undefined as never))).toBe(
      'DomainError: compile: loss must be a function or one of "binaryCrossEntropy", "categoricalCrossEntropy", ' +
        '"meanAbsoluteError", "meanSquaredError", "sparseCategoricalCrossEntropy", got undefined.',
    );
    expect(fails({ metrics: [() => 1] })).toBe(
      "DomainError: compile: a metric that is a function must have a name, got a function in a list. " +
        "Give it one: { metrics: { name: function } }.",
    );
  });

  test("names of metrics that a History has for something else", () => {
    const text = (got: string, own: string): string =>
      `DomainError: compile: a metric must have a name of its own, as must its validation, got "${got}". ` +
      `A History has something else under "${own}".`;
    const one = (): number => 1;
    expect(fails({ metrics: { valLoss: one } })).toBe(text("valLoss", "valLoss"));
    expect(fails({ metrics: { Loss: one } })).toBe(text("Loss", "valLoss"));
    expect(fails({ metrics: { accuracy: one, valAccuracy: one } })).toBe(text("valAccuracy", "valAccuracy"));
    expect(fails({ metrics: ["accuracy", "accuracy"] })).toBe(text("accuracy", "accuracy"));
  });

  test("an optimizer of something else", () => {
    expect(fails({ optimizer: new SGD([parameter(1)]) })).toBe(
      "DomainError: compile: optimizer must train parameters of the model, got one that has none of them. " +
        "Make it with model.parameters() of this model.",
    );
  });

  test("leaves the model as it was compiled before", () => {
    const model = identity(2).compile({ optimizer: "sgd", loss: "meanAbsoluteError" });
    expect(() => model.compile({ optimizer: "sgd", loss: "mse" as never })).toThrow("compile: loss");
    expect(model.evaluate(tensor([[1, 2]]), tensor([[0, 0]])).loss).toBe(1.5);
  });

  test("before compile", async () => {
    const wanted =
      "the model must be compiled first, got none of optimizer and loss. " +
      'Call model.compile({ optimizer: "adam", loss: "meanSquaredError" }).';
    expect(thrownBy(() => identity(1).evaluate(tensor([[1]]), tensor([[1]])))).toBe(
      `TapegradError: evaluate: ${wanted}`,
    );
    await expect(identity(1).fit(tensor([[1]]), tensor([[1]]))).rejects.toThrow(`fit: ${wanted}`);
  });
});

test("metrics may have any name, also one that objects have", async () => {
  const names = ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf", "0"];
  const metrics = Object.fromEntries(names.map((name, i) => [name, () => i]));
  const model = identity(2).compile({ optimizer: "sgd", loss: "meanSquaredError", metrics });
  const [x, y] = [tensor([[1, 2]]), tensor([[1, 2]])];
  const logs = model.evaluate(x, y);
  expect(Object.keys(logs).sort()).toEqual(["loss", ...names].sort());
  for (const [i, name] of names.entries()) expect(logs[name]).toBe(i);
  const told: Record<string, number>[] = [];
  const callbacks = [{ onEpochEnd: (_: number, logs: object) => void told.push({ ...logs }) }];
  const history = await model.fit(x, y, { epochs: 2, validationData: [x, y], callbacks });
  for (const [i, name] of names.entries()) {
    expect(Object.getOwnPropertyDescriptor(history.metrics, name)?.value).toEqual([i, i]);
    expect(history.metrics[`val${name.charAt(0).toUpperCase()}${name.slice(1)}`]).toEqual([i, i]);
    expect(Object.getOwnPropertyDescriptor(told[1], name)?.value).toBe(i);
  }
});

describe("accuracy by name knows how the loss understands predictions", () => {
  const evaluate = (loss: CompileOptions["loss"], x: Tensor, y: Tensor): number =>
    identity(x.shape[1]!)
      .compile({ optimizer: "sgd", loss, metrics: ["accuracy"] })
      .evaluate(x, y).accuracy!;
  const [x, y] = [tensor([[0.3], [-0.2]]), tensor([[1], [0]])];

  test("of logits, also in a function", () => {
    expect(evaluate((p, t) => losses.binaryCrossEntropy(p, t, { fromLogits: true }), x, y)).toBe(1);
    expect(evaluate((p, t) => losses.binaryCrossEntropy(p, t), tensor([[0.3], [0.2]]), y)).toBe(0.5);
  });

  test("of an error, whose predictions may lie beyond 0 and 1", () => {
    expect(evaluate("meanSquaredError", tensor([[1.2], [-0.2], [0.3]]), tensor([[1], [0], [1]]))).toBe(2 / 3);
  });

  test("of a loss of the user's it does not: logits are refused", () => {
    expect(thrownBy(() => evaluate((p, t) => p.sub(t).square().mean(), x, y))).toBe(
      "DomainError: accuracy: predictions must be probabilities, in 0 … 1, where no threshold is given, " +
        `got ${Math.fround(-0.2)} at position 1. For logits pass { threshold: 0 }, for other numbers theirs.`,
    );
  });
});
