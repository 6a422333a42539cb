import { jit, noGrad, type Parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { Dense, Dropout, losses, Model, type Module, regularizers, Sequential } from "@tapegrad/nn";
import { Adam, type Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { withoutWasm } from "../../core/src/kernels/wasm/heap.ts";
import { recorder } from "./trained.ts";

type DType = "float32" | "float64";

/** A classifier with penalties, and masks that change from step to step. */
function classifier(dtype: DType): Sequential {
  const rng = new Rng(5);
  return new Sequential(
    new Dense(4, 8, { activation: "tanh", rng, dtype, kernelRegularizer: regularizers.l2(0.01) }),
    new Dropout(0.25, { rng: new Rng(6) }),
    new Dense(8, 3, { rng, dtype, kernelRegularizer: regularizers.l1(0.001) }),
  );
}

function batchOf(step: number, size: number, dtype: DType): [Tensor, Tensor] {
  const rng = new Rng(100 + step);
  return [rng.normal([size, 4], { dtype }), rng.integers([size], { high: 3 })];
}

/** Everything that a training changes, as text. */
function stateOf(model: Module, optimizers: readonly Optimizer[]): string {
  return JSON.stringify([
    model.parameters(),
    model.parameters().map(({ grad }) => grad),
    optimizers.map((optimizer) => optimizer.state()),
  ]);
}

interface Training {
  readonly model: Sequential;
  readonly optimizers: readonly Optimizer[];
  readonly step: (x: Tensor, y: Tensor) => Tensor;
}

type Wrap = <A extends readonly unknown[], Y>(f: (...args: A) => Y) => (...args: A) => Y;

const crossEntropy = (p: Tensor, t: Tensor): Tensor => losses.sparseCategoricalCrossEntropy(p, t, { fromLogits: true });

function training(dtype: DType, wrap: Wrap, make: (params: Parameter[]) => Optimizer): Training {
  const model = classifier(dtype);
  const optimizer = make(model.parameters() as Parameter[]);
  const step = wrap((x: Tensor, y: Tensor) => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(x as never) as Tensor, y);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return { model, optimizers: [optimizer], step };
}

/** What is done between two steps. */
type Between = (training: Training, step: number) => void;

function follow(make: (wrap: Wrap) => Training, between: Between, dtype: DType, sizes: (step: number) => number): void {
  const runs = [(f: never) => f, jit].map((wrap) => make(wrap as Wrap));
  for (let step = 0; step < 30; step++) {
    const [eager, compiled] = runs.map((run) => {
      between(run, step);
      const loss = run.step(...batchOf(step, sizes(step), dtype));
      return JSON.stringify(loss) + stateOf(run.model, run.optimizers);
    });
    expect(compiled, `step ${step + 1}`).toBe(eager);
  }
}

const optimizers: [string, (params: Parameter[]) => Optimizer][] = [
  ["SGD", (p) => new SGD(p, { learningRate: 0.1 })],
  ["SGD with momentum and weight decay", (p) => new SGD(p, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 })],
  ["SGD, Nesterov", (p) => new SGD(p, { learningRate: 0.1, momentum: 0.9, nesterov: true })],
  ["SGD with a schedule", (p) => new SGD(p, { learningRate: (step) => 0.1 / (1 + step) })],
  ["RMSProp", (p) => new RMSProp(p, { learningRate: 0.01 })],
  ["RMSProp, centered", (p) => new RMSProp(p, { learningRate: 0.01, centered: true, momentum: 0.5 } as never)],
  ["Adam", (p) => new Adam(p, { learningRate: 0.01 })],
  ["Adam, amsgrad", (p) => new Adam(p, { learningRate: 0.01, amsgrad: true, weightDecay: 0.01 } as never)],
];

const nothing: Between = () => {};
const full = (): number => 6;

for (const [build, around] of [
  ["emitted", <T>(f: () => T): T => f()],
  ["JavaScript", withoutWasm],
] as const)
  for (const dtype of ["float32", "float64"] as const)
    describe(`a compiled step is the step, to the bit: ${build}, ${dtype}`, () => {
      for (const [name, make] of optimizers)
        test(name, () => around(() => follow((wrap) => training(dtype, wrap, make), nothing, dtype, full)));

      const adam = (wrap: Wrap): Training => training(dtype, wrap, (p) => new Adam(p, { learningRate: 0.01 }));
      const betweens: [string, Between][] = [
        [
          "parameters frozen and thawed",
          ({ model }, step) => {
            if (step % 5 === 4) model.parameters()[0]!.freeze(step % 10 === 4);
          },
        ],
        [
          "parameters assigned by hand",
          ({ model }, step) => {
            if (step % 4 === 3) model.parameters()[2]!.assign(new Rng(step).normal([8, 3], { dtype }) as never);
          },
        ],
        [
          "the learning rate set",
          ({ optimizers: [o] }, step) => {
            if (step % 4 === 3) o!.learningRate = 0.1 / step;
          },
        ],
        [
          "a state loaded",
          ({ optimizers: [o] }, step) => {
            if (step === 12) o!.loadState(JSON.parse(JSON.stringify(o!.state())));
          },
        ],
        [
          "an old state loaded",
          (() => {
            const kept = new Map<Optimizer, unknown>();
            return ({ optimizers: [o] }, step) => {
              if (step === 0 || step === 5) kept.set(o!, o!.state());
              if (step === 4 || step === 17) o!.loadState(kept.get(o!) as never);
            };
          })(),
        ],
        [
          "evaluation and training in turn",
          ({ model }, step) => {
            if (step % 3 === 2) step % 2 === 0 ? model.eval() : model.train();
          },
        ],
        [
          "gradients set by hand",
          ({ model }, step) => {
            if (step % 3 === 2) model.parameters()[1]!.grad = model.parameters()[1]!.grad!.mul(3);
          },
        ],
        [
          "the model used",
          ({ model }, step) => {
            if (step % 3 === 2) noGrad(() => model.forward(batchOf(step, 3, dtype)[0] as never));
          },
        ],
      ];
      for (const [name, between] of betweens) test(name, () => around(() => follow(adam, between, dtype, full)));

      test("batches of several sizes", () =>
        around(() => follow(adam, nothing, dtype, (step) => [6, 6, 3][step % 3]!)));

      test("gradients summed up over three calls", () =>
        around(() =>
          follow(
            (wrap) => {
              const model = classifier(dtype);
              const optimizer = new Adam(model.parameters() as Parameter[]);
              const add = wrap((x: Tensor, y: Tensor) => {
                const loss = crossEntropy(model.forward(x as never) as Tensor, y);
                loss.backward();
                return loss;
              });
              const end = wrap(() => {
                optimizer.step();
                optimizer.zeroGrad();
              });
              let n = 0;
              const step = (x: Tensor, y: Tensor): Tensor => {
                const loss = add(x, y);
                if (++n % 3 === 0) end();
                return loss;
              };
              return { model, optimizers: [optimizer], step };
            },
            nothing,
            dtype,
            full,
          ),
        ));

      test("two optimizers, and two compiled functions in turn", () =>
        around(() =>
          follow(
            (wrap) => {
              const model = classifier(dtype);
              const [a, b] = [
                new SGD(model.parameters().slice(0, 2) as Parameter[], { learningRate: 0.1, momentum: 0.9 }),
                new Adam(model.parameters().slice(2) as Parameter[]),
              ];
              const both = wrap((x: Tensor, y: Tensor) => {
                a.zeroGrad();
                b.zeroGrad();
                const loss = crossEntropy(model.forward(x as never) as Tensor, y);
                loss.backward();
                a.step();
                b.step();
                return loss;
              });
              const one = wrap((x: Tensor, y: Tensor) => {
                b.zeroGrad();
                const loss = crossEntropy(model.forward(x as never) as Tensor, y);
                loss.backward();
                b.step();
                return loss;
              });
              let n = 0;
              return { model, optimizers: [a, b], step: (x, y) => (n++ % 3 === 2 ? one(x, y) : both(x, y)) };
            },
            nothing,
            dtype,
            full,
          ),
        ));

      test("labels that are none, now and then: the same error, and nothing half done", () =>
        around(() => {
          const runs = [(f: never) => f, jit].map((wrap) => adam(wrap as Wrap));
          for (let step = 0; step < 30; step++) {
            const [eager, compiled] = runs.map((run) => {
              const [x, y] = batchOf(step, 6, dtype);
              let what: string;
              try {
                what = JSON.stringify(run.step(x, step % 7 === 5 ? y.add(step % 2 === 0 ? 3 : -9) : y));
              } catch (error) {
                what = String(error);
              }
              return what + stateOf(run.model, run.optimizers);
            });
            expect(compiled, `step ${step + 1}`).toBe(eager);
          }
        }));
    });

describe("fit compiles its step by itself", () => {
  const data = (): [Tensor, Tensor] => batchOf(0, 50, "float32");
  const fitted = async (
    mode: boolean | "auto",
    metrics: boolean,
    change: Record<string, unknown> = {},
  ): Promise<unknown[]> => {
    const model = classifier("float32");
    const optimizer = new Adam(model.parameters() as Parameter[]);
    model.compile({
      optimizer,
      loss: crossEntropy as never,
      jit: mode,
      ...(metrics ? { metrics: { accuracy: "accuracy" } } : {}),
    });
    const told: unknown[] = [];
    const [x, y] = data();
    const labels = Array.from(y.data as Int32Array);
    const { bad, ...options } = change;
    if (bad === true) labels[40] = 7;
    let outcome: unknown;
    try {
      const history = await model.fit(x, tensor(labels, { dtype: "int32" }), {
        epochs: 16, // 112 steps: left to itself, fit compiles from the 101st on
        batchSize: 8,
        shuffle: false,
        validationData: [x, y],
        callbacks: [recorder(told)],
        ...options,
      } as never);
      outcome = history.metrics;
    } catch (error) {
      outcome = String(error);
    }
    return [outcome, told, stateOf(model, [optimizer])];
  };
  for (const [name, change] of [
    ["as a whole", {}],
    ["with a label that is none", { bad: true }],
  ] as const)
    for (const metrics of [false, true])
      test(`${name}${metrics ? ", with a metric" : ""}: history, callbacks, parameters and state are the same`, async () => {
        const eager = await fitted(false, metrics, change);
        expect(await fitted(true, metrics, change)).toEqual(eager);
        expect(await fitted("auto", metrics, change)).toEqual(eager);
      });
  test.each([
    ["auto", 50, 50],
    ["auto", 130, 103],
    [true, 50, 4],
    [false, 50, 50],
  ] as const)("with jit: %s and %i steps forward runs %i times: in steps that are not compiled, and in those that are followed", async (mode, steps, calls) => {
    let count = 0;
    class Counting extends Model {
      readonly dense = new Dense(4, 3);
      override forward(x: Tensor): Tensor {
        count++;
        return this.dense.forward(x as never) as Tensor;
      }
    }
    const model = new Counting();
    model.compile({ optimizer: "sgd", loss: crossEntropy as never, jit: mode });
    const [x, y] = batchOf(0, 5 * steps, "float32");
    await model.fit(x, y, { epochs: 1, batchSize: 5, shuffle: false });
    expect(count).toBe(calls);
  });

  test("abort", async () => {
    const stopAt = (n: number): Record<string, unknown> => {
      const controller = new AbortController();
      let steps = 0;
      return {
        signal: controller.signal,
        callbacks: [
          {
            onBatchEnd: () => {
              if (++steps === n) controller.abort();
            },
          },
        ],
      };
    };
    const eager = await fitted(false, true, stopAt(9));
    expect(await fitted(true, true, stopAt(9))).toEqual(eager);
  });
});
