import { relu, type Tensor, tensor } from "@tapegrad/core";
import { Activation, Dense, Dropout, Module, Sequential, sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { distance } from "./distance.ts";
import { thrownBy } from "./thrownBy.ts";

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe("a Sequential runs its layers one after the other", () => {
  test("three sigmoid units with fixed weights with the values printed in a lecture", () => {
    // w = 1, b = −(0, 2, 4), output weights (1, −2, 0.5), bias 0.1; the values were printed with six digits.
    const model = new Sequential(
      new Dense(1, 3, { activation: "sigmoid", dtype: "float64" }),
      new Dense(3, 1, { dtype: "float64" }),
    );
    model.layers[0].kernel.assign([[1, 1, 1]]);
    model.layers[0].bias!.assign([-0, -2, -4]);
    model.layers[1].kernel.assign([[1], [-2], [0.5]]);
    model.layers[1].bias!.assign([0.1]);
    const y = model.forward(tensor([[-4], [0], [2], [4], [8]], { dtype: "float64" }));
    expect(distance(y, [[0.113209], [0.370587], [0.040399], [-0.42958], [-0.404383]])).toBeLessThan(5.1e-7);
    const exact = [-4, 0, 2, 4, 8].map((x) => [0.1 + sigmoid(x) - 2 * sigmoid(x - 2) + 0.5 * sigmoid(x - 4)]);
    expect(distance(y, exact)).toBeLessThan(1e-15);
  });

  test("plain functions and ops count as layers", () => {
    const model = sequential(
      (x: Tensor) => x.sub(2),
      relu,
      function doubled(x: Tensor) {
        return x.mul(2);
      },
    );
    expect(model.forward(tensor([1, 2, 5])).toArray()).toEqual([0, 0, 6]);
    expect(model.parameters()).toEqual([]);
  });

  test("so do Sequentials and Modules of one's own", () => {
    class Half extends Module {
      forward(x: Tensor): Tensor {
        return x.div(2);
      }
    }
    const inner = new Sequential(new Half(), new Half());
    const model = new Sequential(new Dense(2, 2, { kernelInitializer: "ones" }), inner);
    expect(model.forward(tensor([[4, 8]])).toArray()).toEqual([[3, 3]]);
    expect(model.namedModules().map(([path]) => path)).toEqual([
      "",
      "layers.0",
      "layers.1",
      "layers.1.layers.0",
      "layers.1.layers.1",
    ]);
  });

  test("a layer that stands in it twice is one layer", () => {
    const shared = new Dense(2, 2, { kernelInitializer: "ones", name: "shared" });
    const model = new Sequential(shared, shared);
    expect(model.forward(tensor([1, 2])).toArray()).toEqual([6, 6]);
    expect(model.namedParameters().map(([name]) => name)).toEqual(["layers.0.kernel", "layers.0.bias"]);
    expect(model.layerNames()).toEqual(["shared", "shared_1"]);
    // ∂/∂K of Σ (x K) K, with ones everywhere: xᵀ (1 Kᵀ) + (x K)ᵀ 1
    model
      .forward(tensor([1, 2]))
      .sum()
      .backward();
    expect(shared.kernel.grad!.toArray()).toEqual([
      [5, 5],
      [7, 7],
    ]);
  });
});

describe("names", () => {
  test("are those given, or the kind, numbered where it occurs again", () => {
    const model = new Sequential(
      new Dense(2, 2),
      relu,
      new Dense(2, 2, { name: "dense_1" }),
      new Dense(2, 2),
      relu,
      (x: Tensor) => x,
      new Dropout(0.5),
      new Sequential(new Activation("tanh")),
    );
    expect(model.layerNames()).toEqual([
      "dense",
      "relu",
      "dense_1",
      "dense_2",
      "relu_1",
      "function",
      "dropout",
      "sequential",
    ]);
    expect(model.getLayer("dense_2")).toBe(model.layers[3]);
    const later = new Sequential(new Dense(2, 2), new Dense(2, 2, { name: "dense" }));
    expect(later.layerNames()).toEqual(["dense_1", "dense"]);
    expect(model.getLayer("relu")).toBe(relu);
  });

  test("that are not there", () => {
    const model = new Sequential(new Dense(2, 2, { name: "hidden" }), relu);
    expect(thrownBy(() => model.getLayer("output"))).toBe(
      'DomainError: getLayer: name must be one of "hidden", "relu", got "output".',
    );
    expect(thrownBy(() => model.upTo("output"))).toBe(
      'DomainError: upTo: name must be one of "hidden", "relu", got "output".',
    );
  });
});

test("upTo gives what a hidden layer gives, and shares its parameters", () => {
  const model = new Sequential(new Dense(2, 3, { name: "hidden", kernelInitializer: "ones" }), relu, new Dense(3, 1));
  const hidden = model.upTo("relu");
  const x = tensor([[1, -3]]);
  expect(hidden.layerNames()).toEqual(["hidden", "relu"]);
  expect(hidden.forward(x).toArray()).toEqual([[0, 0, 0]]);
  expect(hidden.parameters()).toEqual(model.layers[0].parameters());
  expect(hidden.parameters()[0]).toBe(model.layers[0].kernel);
  model.layers[0].bias!.assign([1, 2, 3]);
  expect(hidden.forward(x).toArray()).toEqual([[0, 0, 1]]);
});

describe("bad input", () => {
  test("no layers, or something else", () => {
    expect(thrownBy(() => new Sequential())).toBe(
      "TapegradError: Sequential: there must be at least one layer, got none.",
    );
    expect(thrownBy(() => new Sequential(relu, "relu" as never))).toBe(
      'TapegradError: Sequential: layer 1 must be a Module or a function, got "relu".',
    );
    expect(thrownBy(() => new Sequential([new Dense(1, 1)] as never))).toBe(
      "TapegradError: Sequential: layer 0 must be a Module or a function, got an array of 1. A list is spread: new Sequential(...layers).",
    );
  });

  test("one name for two layers", () => {
    expect(thrownBy(() => new Sequential(new Dense(2, 2, { name: "a" }), new Dense(2, 2, { name: "a" })))).toBe(
      'DomainError: Sequential: names of layers must differ, got "a" twice.',
    );
  });

  test("a layer that does not fit the one before says which", () => {
    const layers: Dense[] = [new Dense(2, 3), new Dense(4, 1, { name: "out" })];
    const model = new Sequential(...layers);
    expect(thrownBy(() => model.forward(tensor([[1, 2]])))).toBe(
      'ShapeError: Sequential › layers.1 › Dense "out": input must have shape [..., 4], got [1, 3].',
    );
  });
});
