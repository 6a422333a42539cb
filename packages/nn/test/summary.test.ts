import { type Parameter, parameter, relu, type Tensor, tensor, zeros } from "@tapegrad/core";
import { Activation, Dense, Dropout, Model, Module, Sequential, summarize } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const lines = (text: string): string[] => text.split("\n");

test("a table like Keras's: layers, output shapes, parameters, totals", () => {
  const model = new Sequential(
    new Dense(64, 50, { activation: "sigmoid", name: "hidden" }),
    new Dropout(0.2),
    new Dense(50, 10, { name: "logits" }),
    relu,
  );
  expect(lines(model.summary())).toEqual([
    " Layer (type)        Output shape   Params",
    "═══════════════════════════════════════════",
    " hidden (Dense)      [?, 50]         3,250",
    " dropout (Dropout)   [?, 50]             0",
    " logits (Dense)      [?, 10]           510",
    " relu (function)     [?, 10]             0",
    "═══════════════════════════════════════════",
    " Total params: 3,760",
    " Trainable params: 3,760",
    " Non-trainable params: 0",
  ]);
  expect(summarize(model)).toBe(model.summary());
});

// Counted by hand: 12 + 5, 78,500 + 1,010, 401,920 + 5,130, 3,250 + 510.
test.each([
  [[5, 20, 3], "183", ["120", "63"]],
  [[2, 4, 1], "17", ["12", "5"]],
  [[784, 100, 10], "79,510", ["78,500", "1,010"]],
  [[784, 512, 10], "407,050", ["401,920", "5,130"]],
  [[64, 50, 10], "3,760", ["3,250", "510"]],
  [[64, 100, 50, 10], "12,060", ["6,500", "5,050", "510"]],
])("the parameters of %j are %s", (sizes, total, each) => {
  const layers: Dense[] = sizes.slice(1).map((size, i) => new Dense(sizes[i]!, size, { kernelInitializer: "zeros" }));
  const text = lines(new Sequential(...layers).summary());
  expect(text.slice(2, -4).map((line) => line.trim().split(/\s+/).at(-1))).toEqual(each);
  expect(text.at(-3)).toBe(` Total params: ${total}`);
});

describe("counts", () => {
  test("frozen parameters and buffers are not trainable, and part of the total", () => {
    class Normalizing extends Module {
      declare readonly mean: Parameter;
      readonly scale = parameter([1, 1]);
      constructor() {
        super();
        this.registerBuffer("mean", zeros([2]));
      }
      forward(x: Tensor): Tensor {
        return x.sub(this.mean).mul(this.scale);
      }
    }
    const model = new Sequential(new Dense(3, 2), new Normalizing());
    model.layers[0].kernel.freeze();
    expect(lines(model.summary()).slice(2)).toEqual([
      " dense (Dense)               [?, 2]              8",
      " normalizing (Normalizing)   [?, 2]              4",
      "═══════════════════════════════════════════════════",
      " Total params: 12",
      " Trainable params: 4",
      " Non-trainable params: 8",
    ]);
  });

  test("what is shared counts once in the total; each place has its own shape", () => {
    const shared = new Dense(2, 2, { name: "shared" });
    const act = new Activation("tanh");
    const model = new Sequential(shared, act, shared, new Dense(2, 5), act);
    const text = lines(model.summary());
    expect(text.slice(2, 7)).toEqual([
      " shared (Dense)              [?, 2]              6",
      " activation (Activation)     [?, 2]              0",
      " shared_1 (Dense)            [?, 2]              6",
      " dense (Dense)               [?, 5]             15",
      " activation_1 (Activation)   [?, 5]              0",
    ]);
    expect(text.at(-3)).toBe(" Total params: 21");
  });
});

describe("a Module of one's own", () => {
  class Branches extends Module {
    readonly main = new Dense(4, 6);
    readonly list = [new Dense(6, 3), new Dense(6, 2, { name: "named" })] as const;
    readonly heads = { mean: new Sequential(new Dense(3, 1), new Activation("tanh")) };
    forward(x: Tensor): Tensor {
      const h = this.main.forward(x) as Tensor;
      return this.heads.mean.forward(this.list[0].forward(h));
    }
  }

  test("is listed by its parts; what does not run has no shape", () => {
    expect(lines(new Branches().summary())).toEqual([
      " Layer (type)              Output shape   Params",
      "═════════════════════════════════════════════════",
      " main (Dense)              [?, 6]             30",
      " list.0 (Dense)            [?, 3]             21",
      " named (Dense)                                14",
      " heads.mean (Sequential)   [?, 1]              4",
      "═════════════════════════════════════════════════",
      " Total params: 69",
      " Trainable params: 69",
      " Non-trainable params: 0",
    ]);
  });

  test("in a Model is listed as it is without one", () => {
    const inner = new Branches();
    expect(new Model(inner).summary()).toBe(inner.summary());
    const chain = new Sequential(new Dense(2, 3), (x: Tensor) => x.sum(-1));
    expect(new Model(new Model(chain)).summary()).toBe(chain.summary());
    expect(lines(chain.summary())[3]).toBe(" function (function)   [?]                 0");
  });

  test("without parts is one line", () => {
    expect(lines(new Dense(3, 2).summary())[2]).toBe(" dense (Dense)   [?, 2]              8");
  });
});

describe("the input shape", () => {
  test("can be given, and is left open where it is not known", () => {
    const model = new Sequential((x: Tensor) => x.reshape([-1, 12]), new Dense(12, 2));
    expect(lines(model.summary())[3]).toBe(" dense (Dense)                            26");
    expect(lines(model.summary({ inputShape: [3, 4] }))[3]).toBe(" dense (Dense)         [?, 2]             26");
    const deep = new Sequential(new Sequential(new Dense(3, 2)), relu);
    expect(lines(deep.summary())[3]).toBe(" relu (function)           [?, 2]              0");
  });

  test("with several open axes, or with sequences", () => {
    const model = new Sequential(new Dense(3, 2), (x: Tensor) => x.matmul(x, { transposeB: true }));
    expect(lines(model.summary({ inputShape: [7, 3] })).slice(2, 4)).toEqual([
      " dense (Dense)         [?, 7, 2]           8",
      " function (function)   [?, 7, 7]           0",
    ]);
    expect(lines(model.summary())[3]).toBe(" function (function)   [?, ?]              0");
  });

  test("that does not fit", () => {
    const model = new Sequential(new Dense(3, 2));
    expect(thrownBy(() => model.summary({ inputShape: [4] }))).toBe(
      "ShapeError: summary: the model must run on examples of shape [4], got an error: Dense: input must have shape [..., 3], " +
        "got [2, 4]. Pass { inputShape } of one example.",
    );
    // A guess that does not fit is no error: the first property need not run first.
    class Backwards extends Module {
      readonly second = new Dense(2, 1);
      readonly first = new Dense(3, 2);
      forward(x: Tensor): Tensor {
        return this.second.forward(this.first.forward(x));
      }
    }
    expect(lines(new Backwards().summary())[2]).toBe(" second (Dense)                       3");
    expect(lines(new Backwards().summary({ inputShape: [3] }))[2]).toBe(" second (Dense)   [?, 1]              3");
  });
});

test("leaves flags, hooks, generators and parameters as they were", () => {
  const model = new Sequential(new Dense(2, 2), new Dropout(0.5));
  model.eval();
  model.layers[1].train();
  const before = JSON.stringify(Object.values(model.stateDict()).map((value) => value.toArray()));
  let calls = 0;
  model.layers[0].onForward(() => void calls++);
  model.summary();
  expect(calls).toBe(2);
  expect(() => model.summary({ inputShape: [5] })).toThrow();
  expect([model.training, model.layers[0].training, model.layers[1].training]).toEqual([false, false, true]);
  model.layers[0].forward(tensor([[1, 2]]));
  expect(calls).toBe(3);
  expect(JSON.stringify(Object.values(model.stateDict()).map((value) => value.toArray()))).toBe(before);
});
