import { type Parameter, parameter, type Tensor, tensor } from "@tapegrad/core";
import { Dense, Model } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { float64, x, y } from "./trained.ts";

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
      "Empty: a class that extends Model must have a method forward, got none.",
    );
    expect(() => new Model([new Dense(1, 1)] as never)).toThrow(
      "Model: module must be a Module, got an array of 1. Put layers into new Sequential(...layers).",
    );
  });
});
