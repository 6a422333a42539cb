import { type Parameter, parameter, type Tensor, tensor } from "@tapegrad/core";
import { Dense, Model, Module, regularizers, Sequential, withPenalties } from "@tapegrad/nn";
import { Adam, SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { rejectedBy, thrownBy } from "./thrownBy.ts";

/** A Module that only holds things. */
class Holder extends Module {
  readonly parts: unknown;
  constructor(parts: unknown) {
    super();
    this.parts = parts;
  }
  forward(x: Tensor): Tensor {
    return x;
  }
}

const names = (module: Module): string[] => module.namedParameters().map(([name]) => name);

describe("what a Module holds is found", () => {
  test("in Maps, by key, and in Sets, by place, and in what these hold", () => {
    const layer = new Dense(1, 1);
    const holder = new Holder({
      byName: new Map<unknown, unknown>([
        ["a", layer],
        [7, [parameter(1)]],
      ]),
      set: new Set([parameter(2), new Map([["deep", parameter(3)]])]),
    });
    expect(names(holder)).toEqual([
      "parts.byName.a.kernel",
      "parts.byName.a.bias",
      "parts.byName.7.0",
      "parts.set.0",
      "parts.set.1.deep",
    ]);
    expect(holder.parameters()[0]).toBe(layer.kernel);
    expect(holder.namedModules().map(([path]) => path)).toEqual(["", "parts.byName.a"]);
  });

  test("in objects without a prototype", () => {
    const bare = Object.assign(Object.create(null) as object, { w: parameter(1) });
    expect(names(new Holder(bare))).toEqual(["parts.w"]);
  });

  test("in a Map or Set that contains itself", () => {
    const map = new Map<string, unknown>([["w", parameter(1)]]);
    map.set("self", map);
    const set = new Set<unknown>([map]);
    set.add(set);
    expect(names(new Holder(set))).toEqual(["parts.0.w"]);
  });

  test("however deep lists and Modules lie within each other", () => {
    let list: unknown = [parameter(1)];
    for (let i = 0; i < 20_000; i++) list = [list];
    expect(names(new Holder(list)).length).toBe(1);
    let module: Module = new Holder([parameter(1)]);
    for (let i = 0; i < 5_000; i++) module = new Holder(module);
    expect(module.parameters().length).toBe(1);
    module.eval();
    expect(module.namedModules().length).toBe(5_001);
    expect(Object.keys(module.stateDict()).length).toBe(1);
  });
});

describe("what is not searched is refused", () => {
  class Block {
    readonly weights = [parameter(1)];
  }

  test("an instance of another class, with parameters or Modules that nobody else lists", () => {
    const wanted = "must be in properties, lists, plain objects, Maps or Sets of Modules, got one in";
    expect(thrownBy(() => new Holder([new Block()]).parameters())).toBe(
      `TapegradError: Holder: Parameters ${wanted} "parts.0.weights.0" of a Block. Let Block extend Module.`,
    );
    class Owner {
      readonly layer = new Dense(1, 1);
    }
    expect(thrownBy(() => new Holder(new Owner()).stateDict())).toBe(
      `TapegradError: Holder: Modules ${wanted} "parts.layer" of an Owner. Let Owner extend Module.`,
    );
  });

  test("but not one that knows what the Module lists anyway, or what is not trained", () => {
    class Training extends Module {
      readonly layer = new Dense(1, 1);
      readonly optimizer = new Adam(this.layer.parameters());
      readonly constants = Object.assign(new Block(), { weights: [parameter(1).freeze()] });
      forward(x: Tensor): Tensor {
        return this.layer.forward(x);
      }
    }
    const module = new Training();
    module
      .forward(tensor([[1]]))
      .sum()
      .backward();
    module.optimizer.step(); // makes state, which are Parameters too
    expect(names(module)).toEqual(["layer.kernel", "layer.bias"]);
  });

  test("objects as keys of a Map", () => {
    const wanted =
      'TapegradError: "parts": a Map with Parameters or Modules must have texts or numbers as keys, got an object';
    expect(thrownBy(() => new Holder(new Map([[{}, new Dense(1, 1)]])).parameters())).toBe(
      `${wanted} beside a value that is a Dense.`,
    );
    expect(thrownBy(() => new Holder(new Map([[parameter(1), 5]])).parameters())).toBe(
      `${wanted} beside a key that is a Parameter.`,
    );
    expect(names(new Holder(new Map([[{}, 5]])))).toEqual([]);
  });

  test("two parts with one path", () => {
    const text = (path: string): string =>
      `TapegradError: Holder: parts must have different paths, got "${path}" twice. ` +
      "A name with a dot reads like a part of a part: give one of them another name.";
    expect(thrownBy(() => new Holder({ "a.b": parameter(1), a: { b: parameter(2) } }).parameters())).toBe(
      text("parts.a.b"),
    );
    expect(thrownBy(() => new Holder({ "a.b": new Dense(1, 1), a: { b: new Dense(1, 1) } }).stateDict())).toBe(
      text("parts.a.b"),
    );
    const twice = new Map<unknown, Parameter>([
      [1, parameter(1)],
      ["1", parameter(2)],
    ]);
    expect(thrownBy(() => new Holder(twice).parameters())).toBe(text("parts.1"));
    const once = parameter(1);
    expect(names(new Holder({ "a.b": once, a: { b: once } }))).toEqual(["parts.a.b"]);
  });
});

/** Everything in private fields. */
class Secret extends Module {
  readonly #weight = this.addParameter("weight", [1, 1], "ones", regularizers.l2(0.5), { dtype: "float64" });
  readonly #layer = this.addModule("layer", new Dense(1, 1, { kernelInitializer: "ones", dtype: "float64" }));
  forward(x: Tensor): Tensor {
    return this.#layer.forward(x.matmul(this.#weight));
  }
}

describe("addParameter and addModule", () => {
  test("make a private field known: paths, state, training, penalty", async () => {
    const module = new Secret();
    expect(names(module)).toEqual(["weight", "layer.kernel", "layer.bias"]);
    expect(Object.keys(module)).not.toContain("weight");
    const x = tensor([[1], [2]], { dtype: "float64" });
    // Σ (x − 3 x)² / 2 = 10, and 0.5 · 1²
    expect(withPenalties(module, () => module.forward(x).sub(x.mul(3)).square().mean()).item()).toBe(10.5);
    const model = new Model(module);
    model.compile({ optimizer: new SGD(model.parameters(), { learningRate: 0.01 }), loss: "meanSquaredError" });
    const { loss } = (await model.fit(x, x.mul(3), { epochs: 50 })).metrics;
    expect(loss![49]!).toBeLessThan(0.5 * loss![0]!);
    expect(module.parameters()[0]!.item()).toBeGreaterThan(1);
    const other = new Secret().loadStateDict(module.stateDict());
    expect(other.forward(x).toArray()).toEqual(module.forward(x).toArray());
  });

  test("give a parameter of that name, shape, dtype and first values", () => {
    const module = new Holder(null);
    const made = module.addParameter("scale", [2, 3], (shape) =>
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]).reshape([...shape]),
    );
    expect([made.name, made.shape, made.dtype, made.toArray()]).toEqual([
      "scale",
      [2, 3],
      "float32",
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]);
    expect(module.parameters()).toEqual([made]);
  });

  test("a property of the same name is what counts", () => {
    class Tied extends Module {
      kernel: Parameter | null = this.addParameter("kernel", [2], "ones", regularizers.l2(1)) as Parameter;
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const module = new Tied();
    const shared = parameter([3, 4]);
    module.kernel = shared;
    expect([module.parameters(), module.penalty()?.item()]).toEqual([[shared], 25]);
    module.kernel = null;
    expect([module.parameters(), module.penalty()]).toEqual([[], null]);
  });

  test("bad arguments", () => {
    const module = new Holder(null);
    module.addParameter("w", [1], "zeros");
    const add = (name: unknown, ...rest: unknown[]): string =>
      thrownBy(() => module.addParameter(name as string, [2], "zeros", ...(rest as [])));
    const wanted =
      "TapegradError: Holder: addParameter: name must be a name that the Module does not have yet, without a dot, got";
    for (const name of ["w", "", "a.b", 5]) expect(add(name)).toBe(`${wanted} ${JSON.stringify(name)}.`);
    expect(add("b", "l3")).toBe(
      'DomainError: Holder: bRegularizer must be a function such as l2(0.01) or one of "l1", "l2", "l1l2", got "l3".',
    );
    expect(thrownBy(() => module.addParameter("b", [2], "zero" as never))).toBe(
      'DomainError: Holder: bInitializer must be a function or one of "zeros", "ones", "uniform", "normal", ' +
        '"truncatedNormal", "glorotUniform", "glorotNormal", "heUniform", "heNormal", got "zero". Did you mean "zeros"?',
    );
    expect(add("b", undefined, { dtpe: "float64" })).toBe(
      "DomainError: Holder: addParameter: options must be among rng, dtype, got dtpe. Did you mean dtype?",
    );
    expect(thrownBy(() => module.addModule("m", {} as never))).toBe(
      "TapegradError: Holder: addModule: module must be a Module, got an object.",
    );
    expect(thrownBy(() => module.addModule("w", new Dense(1, 1)))).toBe(
      wanted.replace("addParameter", "addModule").concat(' "w".'),
    );
    expect(names(module)).toEqual(["w"]);
  });
});

describe("fit says of a parameter that nobody trains that it is missing", () => {
  const x = tensor([[1]]);
  const run = (forward: (x: Tensor) => Tensor): Promise<string> => {
    class Using extends Module {
      readonly own = new Dense(1, 1, { kernelInitializer: "ones" });
      forward(x: Tensor): Tensor {
        return forward(this.own.forward(x));
      }
    }
    const module = new Using();
    const model = new Model(module).compile({ optimizer: "sgd", loss: "meanSquaredError" });
    return rejectedBy(async () => {
      try {
        return await model.fit(x, x);
      } finally {
        expect(module.own.kernel.toArray()).toEqual([[1]]);
      }
    });
  };
  const wanted =
    "TapegradError: fit: the loss must depend on no parameters but those that the model lists or the optimizer trains, got";
  const hint =
    "Hold it in a property, a list, a plain object, a Map or a Set; where it stands in a #private field, make it with " +
    "addParameter(…) or pass its Module to addModule(…); or freeze() it.";

  test("in a private field, a closure, a WeakMap: found on the tape", async () => {
    const hidden = parameter([[2]], { name: "hidden" });
    expect(await run((y) => y.matmul(hidden))).toBe(`${wanted} the Parameter "hidden" of shape [1, 1]. ${hint}`);
    class Private extends Module {
      readonly #layer = new Dense(1, 1);
      forward(x: Tensor): Tensor {
        return this.#layer.forward(x);
      }
    }
    const inner = new Private();
    expect(await run((y) => inner.forward(y))).toMatch(/got the Parameter "(kernel|bias)" of shape/);
  });

  test("a tensor that requires a gradient is no parameter", async () => {
    const weight = tensor([[2]], { requiresGrad: true });
    expect(await run((y) => y.matmul(weight))).toBe(
      `${wanted} a tensor of shape [1, 1] that requires a gradient. Make it with parameter(…).`,
    );
  });

  test("not of a frozen one, and not of one that the optimizer trains", async () => {
    const frozen = parameter([[2]]).freeze();
    const free = parameter([[2]]);
    class Using extends Module {
      readonly own = new Dense(1, 1);
      forward(x: Tensor): Tensor {
        return this.own.forward(x).matmul(frozen).matmul(free);
      }
    }
    const model = new Model(new Using());
    const optimizer = new SGD([...model.parameters(), free], { learningRate: 0.01 });
    await model.compile({ optimizer, loss: "meanSquaredError" }).fit(x, x);
    expect(free.toArray()).not.toEqual([[2]]);
  });
});

test("layers of a Sequential that are given twice are trained once", () => {
  const layer = new Dense(1, 1);
  expect(names(new Sequential(layer, layer))).toEqual(["layers.0.kernel", "layers.0.bias"]);
});
