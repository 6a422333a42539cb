import { manualSeed, type Parameter, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { watch } from "@tapegrad/inspect";
import { Dense, Module, regularizers, Sequential, withPenalties } from "@tapegrad/nn";
import { Adam, type Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import { describe, expect, it } from "vitest";
import { thrownBy } from "../thrownBy.ts";

/** w with the loss ½ w² and the penalty λ w². */
class Point extends Module {
  readonly w = this.addParameter("w", [1], "ones", regularizers.l2(0.25), { dtype: "float64" });
  forward(): Tensor<[]> {
    return this.w.square().sum().mul(0.5) as Tensor<[]>; // a scalar
  }
}

function train(
  model: Module,
  optimizer: Optimizer,
  loss: () => Tensor<[]>,
  steps: number,
  each: (loss: Tensor) => void,
): void {
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const value = withPenalties(model, loss);
    value.backward();
    optimizer.step();
    each(value);
  }
}

const samples = (n: number): [Tensor, Tensor] => {
  const rng = new Rng(3);
  return [rng.normal([n, 6]), rng.integers([n], { low: 0, high: 3 })];
};

const network = (): Sequential => {
  manualSeed(5);
  const kernelRegularizer = regularizers.l2(0.01);
  return new Sequential(
    new Dense(6, 20, { activation: "tanh", kernelRegularizer }),
    new Dense(20, 3, { activation: "softmax" }),
  );
};

const optimizers = {
  SGD: (model: Module) =>
    new SGD(model.parameters(), { learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
  Adam: (model: Module) => new Adam(model.parameters(), { weightDecay: 0.01 }),
  RMSProp: (model: Module) => new RMSProp(model.parameters(), { momentum: 0.5, centered: true }),
};

describe("watch", () => {
  it("splits two steps of SGD with momentum, weight decay and l2 as computed by hand", () => {
    const model = new Point();
    const optimizer = new SGD([model.w], { learningRate: 0.5, momentum: 0.5, weightDecay: 0.25 });
    const watcher = watch(model, optimizer, { every: 1 });
    train(
      model,
      optimizer,
      () => model.forward(),
      2,
      (loss) => watcher.record(loss),
    );
    const [first, second] = watcher.steps.map(({ parameters }) => parameters[0]!);
    // w = 1: the loss has the gradient 1, the penalty 2 · 0.25 · 1, decay is 0.25 · 1; v = 1.75.
    expect(first?.value.values).toEqual([1]);
    expect(first?.gradient?.values).toEqual([1.5]);
    expect(first?.update?.values).toEqual([-0.875]);
    expect(first?.parts.gradient?.values).toEqual([-0.5]);
    expect(first?.parts.momentum?.values).toEqual([0]);
    expect(first?.parts.penalty?.values).toEqual([-0.25]);
    expect(first?.parts.decay?.values).toEqual([-0.125]);
    expect(first?.parts.rounding?.values).toEqual([0]);
    // w = 0.125.
    expect(second?.value.values).toEqual([0.125]);
    expect(second?.parts.gradient?.values).toEqual([-0.0625]);
    expect(second?.parts.momentum?.values).toEqual([-0.4375]); // −0.5 · 0.5 · 1.75
    expect(second?.parts.penalty?.values).toEqual([-0.03125]);
    expect(second?.parts.decay?.values).toEqual([-0.015625]);
    expect(second?.update?.values).toEqual([-0.546875]);
    expect(watcher.steps.map(({ step, logs, learningRate }) => [step, logs, learningRate])).toEqual([
      [1, { loss: 0.75 }, 0.5],
      [2, { loss: 0.01171875 }, 0.5],
    ]);
  });

  it.each(Object.entries(optimizers))("gives, for %s, parts whose sum is the update", (_, make) => {
    const model = network();
    const optimizer = make(model);
    const [x, y] = samples(32);
    model.compile({ optimizer, loss: "sparseCategoricalCrossEntropy" });
    const watcher = watch(model, optimizer, { every: 3 });
    return model.fit(x, y, { epochs: 6, batchSize: 8, callbacks: [watcher] }).then(() => {
      expect(watcher.steps.map(({ step }) => step)).toEqual([1, 4, 7, 10, 13, 16, 19, 22]);
      for (const { parameters } of watcher.steps)
        for (const { value, update, parts } of parameters)
          for (const [i, whole] of update!.values.entries()) {
            const list = Object.values(parts).map(({ values }) => values[i]!);
            // The remainder is a difference of what is nearly equal, so the sum differs by its own rounding alone.
            expect(Math.abs(list.reduce((a, b) => a + b) - whole)).toBeLessThan(1e-16);
            // It is what float32 rounds of the new value, and of the terms of the move.
            const size = Math.abs(value.values[i]!) + list.reduce((a, b) => a + Math.abs(b), 0);
            expect(Math.abs(parts.rounding!.values[i]!)).toBeLessThanOrEqual(2 ** -22 * size);
          }
    });
  });

  it("sees the same in steps that fit compiles as in others, and leaves the same bits behind", async () => {
    const [x, y] = samples(64);
    const run = async (jit: boolean, every: number | null) => {
      const model = network();
      const optimizer = optimizers.SGD(model);
      model.compile({ optimizer, loss: "sparseCategoricalCrossEntropy", metrics: ["accuracy"], jit });
      const watcher = every === null ? null : watch(model, optimizer, { every });
      const callbacks = watcher === null ? [] : [watcher];
      const history = await model.fit(x, y, { epochs: 5, batchSize: 4, seed: 1, callbacks });
      return { bits: model.parameters().map(({ data }) => Array.from(data)), steps: watcher?.steps, watcher, history };
    };
    const [plain, eager, compiled, often] = [
      await run(true, null),
      await run(false, 7),
      await run(true, 7),
      await run(true, 1),
    ];
    expect(eager.bits).toEqual(plain.bits);
    expect(compiled.bits).toEqual(plain.bits);
    expect(often.bits).toEqual(plain.bits);
    expect(compiled.steps).toEqual(eager.steps);
    expect(often.steps?.filter(({ step }) => step % 7 === 1)).toEqual(eager.steps);
    expect(eager.steps?.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5]);
    expect(eager.watcher?.epochs.map(({ epoch, step, logs }) => [epoch, step, logs])).toEqual(
      [1, 2, 3, 4, 5].map((epoch, i) => [
        epoch,
        16 * epoch,
        { loss: plain.history.metrics.loss?.[i], accuracy: plain.history.metrics.accuracy?.[i] },
      ]),
    );
  });

  it("keeps at most `limit` steps, evenly, however many there are", () => {
    const model = new Point();
    const optimizer = new SGD([model.w], { learningRate: 1e-4 });
    const watcher = watch(model, optimizer, { every: 1, limit: 20 });
    let most = 0;
    train(
      model,
      optimizer,
      () => model.forward(),
      10_000,
      (loss) => {
        watcher.record(loss);
        most = Math.max(most, watcher.steps.length);
      },
    );
    expect(most).toBe(20);
    expect(watcher.every).toBe(512); // 10 000 / 512 is less than 20, 10 000 / 256 is more
    expect(watcher.steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => 1 + 512 * i));
    for (let epoch = 1; epoch <= 100; epoch++) watcher.onEpochEnd(epoch, {});
    expect(watcher.epochs.map(({ epoch }) => epoch)).toEqual([1, 9, 17, 25, 33, 41, 49, 57, 65, 73, 81, 89, 97]);
  });

  it("keeps small tensors in full, and of larger ones a summary and always the same elements", () => {
    const large = parameter(new Rng(1).normal([30, 10]), { name: "large" });
    const small = parameter([3, -4], { name: "small" });
    const model = { forward: () => 0, namedParameters: () => [["large", large]] as [string, Parameter][] };
    const optimizer = new SGD([large, small], { learningRate: 0.25 });
    const watcher = watch(model, optimizer, { every: 1, whole: 2, sample: 4, bins: 2 });
    for (let step = 0; step < 2; step++) {
      optimizer.zeroGrad();
      large.square().sum().add(small.sum()).backward();
      const before = large.toArray() as number[][];
      optimizer.step();
      watcher.record({ loss: 1, accuracy: tensor(0.5) });
      const [first, second] = watcher.steps.at(-1)!.parameters;
      const elements = watcher.parameters[0]!.kept.map((place) => before.flat()[place]);
      expect(first?.value.values).toEqual(elements);
      expect(first?.value.norm).toBeCloseTo(Math.hypot(...before.flat()), 10);
      expect(first?.value.min).toBe(Math.min(...before.flat()));
      const middle = (Math.min(...before.flat()) + Math.max(...before.flat())) / 2;
      const below = before.flat().filter((value) => value < middle).length;
      expect(first?.value.histogram).toEqual([below, 300 - below]);
      expect(second?.update?.values).toEqual([-0.25, -0.25]);
    }
    expect(watcher.steps[0]?.logs).toEqual({ loss: 1, accuracy: 0.5 });
    expect(watcher.parameters.map(({ name, shape, kept }) => [name, shape, kept.length])).toEqual([
      ["large", [30, 10], 4],
      ["small", [2], 2],
    ]);
    expect(new Set(watcher.parameters[0]?.kept).size).toBe(4);
  });

  it("leaves out what has no gradient, and says so", () => {
    const model = {
      w: parameter([1]),
      b: parameter([2]),
      forward: () => 0,
      namedParameters: () => Object.entries({ w: model.w, b: model.b }),
    };
    const optimizer = new SGD(model.namedParameters().map(([, value]) => value));
    const watcher = watch(model as never, optimizer, { every: 1 });
    model.w.sum().backward();
    optimizer.step();
    watcher.record(1);
    const [w, b] = watcher.steps[0]!.parameters;
    expect(w?.gradient?.values).toEqual([1]);
    expect(b).toMatchObject({ gradient: null, update: null, parts: {} });
    expect(b?.value.values).toEqual([2]);
  });

  it("splits with the rate that the step had, whoever sets it", () => {
    const model = new Point();
    const optimizer = new SGD([model.w], { learningRate: (step) => 2 ** -(step + 1) });
    const watcher = watch(model, optimizer, { every: 1 });
    train(
      model,
      optimizer,
      () => model.forward(),
      2,
      (loss) => watcher.record(loss),
    );
    optimizer.learningRate = 0.125;
    train(
      model,
      optimizer,
      () => model.forward(),
      1,
      (loss) => watcher.record(loss),
    );
    expect(watcher.steps.map(({ learningRate }) => learningRate)).toEqual([0.5, 0.25, 0.125]);
    for (const { parameters } of watcher.steps) expect(parameters[0]?.parts.rounding?.values).toEqual([0]);
  });

  it("knows what another callback of fit did between epochs", async () => {
    const model = network();
    const optimizer = new SGD(model.parameters(), { learningRate: 0.5 });
    model.compile({ optimizer, loss: "sparseCategoricalCrossEntropy" });
    const watcher = watch(model, optimizer, { every: 1 });
    const other = {
      onEpochBegin(epoch: number) {
        optimizer.learningRate = epoch / 8;
      },
      onEpochEnd() {
        for (const one of model.parameters()) one.assign(one.mul(0.5));
      },
    };
    await model.fit(...samples(16), { epochs: 3, batchSize: 16, callbacks: [watcher, other] });
    expect(watcher.steps.map(({ learningRate }) => learningRate)).toEqual([0.125, 0.25, 0.375]);
    for (const { parameters } of watcher.steps)
      for (const { parts } of parameters) expect(parts.rounding!.norm).toBeLessThan(1e-6);
  });

  it("puts into `rounding` what others did to a parameter since the step before", () => {
    const model = new Point();
    const optimizer = new SGD([model.w], { learningRate: 0.5 });
    const watcher = watch(model, optimizer, { every: 1 });
    train(
      model,
      optimizer,
      () => model.forward(),
      1,
      (loss) => watcher.record(loss),
    );
    model.w.assign(model.w.add(1));
    train(
      model,
      optimizer,
      () => model.forward(),
      1,
      (loss) => watcher.record(loss),
    );
    expect(watcher.steps[1]?.parameters[0]?.parts.rounding?.norm).toBeGreaterThan(0.1);
  });

  it("gives plain data that survive JSON", () => {
    const model = new Point();
    const optimizer = new SGD([model.w], { learningRate: 0.5, momentum: 0.5 });
    const watcher = watch(model, optimizer, { every: 1 });
    train(
      model,
      optimizer,
      () => model.forward(),
      2,
      (loss) => watcher.record({ loss, bad: Number.NaN }),
    );
    const document = watcher.toJson();
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document.optimizer).toEqual({
      name: "SGD",
      formula: {
        text: "v ← g if t = 1, else μ v + g\nθ ← θ − γ v",
        latex: expect.any(String),
      },
      parts: {
        gradient: { text: "−γ (g − p)", latex: "-\\gamma \\left(g - p\\right)" },
        momentum: { text: "−γ μ v [t ≠ 1]", latex: expect.any(String) },
        penalty: { text: "−γ p", latex: "-\\gamma p" },
      },
    });
    expect(document.steps[0]?.logs.bad).toBe("NaN");
    expect(document.parameters).toEqual([{ name: "w", shape: [1], dtype: "float64", kept: [0] }]);
  });

  it("says what it is given in vain", async () => {
    const model = new Point();
    const optimizer = new SGD([model.w]);
    expect(thrownBy(() => watch({} as never, optimizer))).toBe(
      "TapegradError: watch: model must be a model with namedParameters(), got an object.",
    );
    expect(thrownBy(() => watch(model, [model.w] as never))).toBe(
      "TapegradError: watch: optimizer must be an optimizer of @tapegrad/optim, got an array of 1.",
    );
    expect(thrownBy(() => watch(model, optimizer, { parameters: ["v"] }))).toBe(
      'DomainError: watch: parameters must be a list of some of w, got "v".',
    );
    expect(thrownBy(() => watch(model, optimizer, { every: 0 }))).toBe(
      "DomainError: watch: every must be a whole number from 1 on, got 0.",
    );
    expect(thrownBy(() => watch(model, optimizer, { evry: 2 } as never))).toContain("evry");
    const watcher = watch(model, optimizer, { every: 2 });
    expect(thrownBy(() => watcher.record("low" as never))).toBe(
      'TapegradError: watcher.record: its argument must be a number or a tensor of one element, got "low".',
    );
    train(
      model,
      optimizer,
      () => model.forward(),
      2,
      () => {},
    );
    expect(thrownBy(() => watcher.record(1))).toBe(
      "TapegradError: watcher.record: must be called once after every step of the optimizer, got 2 steps since the last call. " +
        "Call it after each optimizer.step(), also where no loss is known.",
    );
    const late = watch(model, optimizer, { every: 1 });
    train(
      model,
      optimizer,
      () => model.forward(),
      1,
      () => {},
    );
    optimizer.zeroGrad();
    expect(thrownBy(() => late.record(1))).toBe(
      "TapegradError: watcher.record: the gradients must still be there, got none. Call it between optimizer.step() and optimizer.zeroGrad().",
    );
  });
});
