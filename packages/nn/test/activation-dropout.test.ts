import { manualSeed, ones, Rng, type Tensor, tensor } from "@tapegrad/core";
import { Activation, Dropout, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { distance } from "./distance.ts";
import { thrownBy } from "./thrownBy.ts";

describe("Activation", () => {
  test("by name", () => {
    const x = tensor([-1, 0, 2], { dtype: "float64" });
    const of = (name: ConstructorParameters<typeof Activation>[0]): Tensor => new Activation(name).forward(x);
    expect(of("linear").toArray()).toEqual([-1, 0, 2]);
    expect(of("relu").toArray()).toEqual([0, 0, 2]);
    expect(distance(of("sigmoid"), [1 / (1 + Math.E), 0.5, 1 / (1 + Math.exp(-2))])).toBeLessThan(1e-15);
    expect(distance(of("tanh"), [Math.tanh(-1), 0, Math.tanh(2)])).toBeLessThan(1e-15);
    expect(distance(of("softplus"), [Math.log1p(1 / Math.E), Math.LN2, Math.log1p(Math.exp(2))])).toBeLessThan(1e-15);
    const total = Math.exp(-1) + 1 + Math.exp(2);
    expect(distance(of("softmax"), [Math.exp(-1) / total, 1 / total, Math.exp(2) / total])).toBeLessThan(1e-15);
    expect(distance(of("logSoftmax"), [-1 - Math.log(total), -Math.log(total), 2 - Math.log(total)])).toBeLessThan(
      1e-15,
    );
  });

  test("by a function", () => {
    expect(new Activation((x) => x.square()).forward(tensor([3])).toArray()).toEqual([9]);
  });

  test("of one kind can stand in a model twice", () => {
    const model = new Sequential(new Activation("relu"), new Activation("relu"), new Activation("tanh", { name: "t" }));
    expect(model.layerNames()).toEqual(["activation", "activation_1", "t"]);
  });

  test("with a name that is not known", () => {
    const names = '"linear", "relu", "sigmoid", "softplus", "tanh", "softmax", "logSoftmax"';
    expect(thrownBy(() => new Activation("gelu" as never))).toBe(
      `DomainError: Activation: activation must be a function or one of ${names}, got "gelu". Did you mean "relu"?`,
    );
    expect(thrownBy(() => new Activation(undefined as never, { name: "a" }))).toBe(
      `DomainError: Activation "a": activation must be a function or one of ${names}, got undefined.`,
    );
  });
});

describe("Dropout", () => {
  test("does nothing in use", () => {
    const x = tensor([1, 2, 3]);
    expect(new Dropout(0.9).eval().forward(x)).toBe(x);
    expect(new Sequential(new Dropout(0.9)).predict(x).toArray()).toEqual([1, 2, 3]);
  });

  test("in training drops where its generator says so, and divides the rest by 1 − p", () => {
    const layer = new Dropout(0.25, { rng: new Rng(7) }).train();
    const rng = new Rng(7);
    const expected = Array.from({ length: 40 }, () => (rng.next() < 0.25 ? 0 : 1 / 0.75));
    expect(distance(layer.forward(ones([40], { dtype: "float64" })), expected)).toBe(0);
    expect(expected.filter((value) => value === 0).length).toBeGreaterThan(4);
  });

  test("draws a new mask each time, the same ones from the same seed", () => {
    const masks = (layer: Dropout): unknown[] =>
      [1, 2, 3].map(() =>
        layer
          .train()
          .forward(ones([20]))
          .toArray(),
      );
    const drawn = masks(new Dropout(0.5, { rng: new Rng("a") }));
    expect(drawn[0]).not.toEqual(drawn[1]);
    expect(masks(new Dropout(0.5, { rng: new Rng("a") }))).toEqual(drawn);
    expect(masks(new Dropout(0.5, { rng: new Rng("b") }))).not.toEqual(drawn);
  });

  test("without a generator has one of its own, from the default one when it is made", () => {
    manualSeed(3);
    const a = new Dropout(0.5).train();
    const other = new Dropout(0.5).train();
    const x = ones([20]);
    const first = a.forward(x).toArray();
    expect(other.forward(x).toArray()).not.toEqual(first);
    manualSeed(3);
    const b = new Dropout(0.5).train();
    manualSeed(99); // what happens to the default one later does not matter
    expect(b.forward(x).toArray()).toEqual(first);
  });

  test("with a probability that is none", () => {
    for (const [p, got] of [
      [1, "1"],
      [-0.1, "-0.1"],
      [Number.NaN, "NaN"],
      ["0.5", '"0.5"'],
    ] as const) {
      expect(thrownBy(() => new Dropout(p as number))).toBe(
        `DomainError: Dropout: p must be in 0 … 1, 1 excluded, got ${got}.`,
      );
    }
    expect(thrownBy(() => new Dropout(2, { name: "d" }))).toBe(
      'DomainError: Dropout "d": p must be in 0 … 1, 1 excluded, got 2.',
    );
  });
});
