import { type Parameter, parameter, record, type Tensor, tensor, zeros } from "@tapegrad/core";
import { Activation, Dense, Model, Module, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

class Scale extends Module {
  readonly factor: Parameter;
  constructor(factor: number, options: { readonly name?: string } = {}) {
    super(options);
    this.factor = parameter(factor, { name: "factor" });
  }
  forward(x: Tensor): Tensor {
    return x.mul(this.factor);
  }
}

/** Parts in a property, a list, a list in a list, a plain object, and parameters of its own. */
class Nested extends Module {
  readonly first = new Scale(2);
  readonly list = [new Scale(3), parameter(5)] as const;
  readonly heads = { left: new Scale(7), deep: { right: [parameter(11)] } };
  readonly nothing = null;
  readonly text = "text";
  forward(x: Tensor): Tensor {
    const [scale, factor] = this.list;
    const y = scale.forward(this.first.forward(x)).mul(factor);
    return this.heads.left.forward(y).mul(this.heads.deep.right[0]!);
  }
}

const names = (module: Module): string[] => module.namedParameters().map(([name]) => name);

describe("parameters are found", () => {
  test("in properties, lists and plain objects, by their path, in the order of the properties", () => {
    const module = new Nested();
    expect(names(module)).toEqual([
      "first.factor",
      "list.0.factor",
      "list.1",
      "heads.left.factor",
      "heads.deep.right.0",
    ]);
    expect(module.parameters().map((value) => value.item())).toEqual([2, 3, 5, 7, 11]);
    expect(module.forward(tensor(1)).item()).toBe(2 * 3 * 5 * 7 * 11);
  });

  test("once where they are shared, under the first path", () => {
    const shared = new Scale(3);
    class Twice extends Module {
      readonly a = shared;
      readonly b = [shared, shared.factor];
      forward(x: Tensor): Tensor {
        return this.a.forward(x);
      }
    }
    const module = new Twice();
    expect(names(module)).toEqual(["a.factor"]);
    expect(module.namedModules().map(([path]) => path)).toEqual(["", "a"]);
    expect(Object.keys(module.stateDict())).toEqual(["a.factor"]);
  });

  test("behind objects that contain themselves", () => {
    class Circular extends Module {
      readonly settings: Record<string, unknown> = { weight: parameter(1) };
      constructor() {
        super();
        this.settings.self = this.settings;
        this.settings.list = [this.settings, parameter(2)];
      }
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect(names(new Circular())).toEqual(["settings.weight", "settings.list.1"]);
  });

  test("once where a part knows the whole", () => {
    class Child extends Module {
      readonly weight = parameter(1);
      parent: Module | null = null;
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    class Parent extends Module {
      readonly child = new Child();
      readonly weight = parameter(2);
      forward(x: Tensor): Tensor {
        return this.child.forward(x);
      }
    }
    const module = new Parent();
    module.child.parent = module;
    expect(names(module)).toEqual(["child.weight", "weight"]);
    expect(module.namedModules().map(([path]) => path)).toEqual(["", "child"]);
  });

  test("when they are set later, and no longer when they are gone", () => {
    class Growing extends Module {
      layers: Module[] = [];
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const module = new Growing();
    expect(names(module)).toEqual([]);
    module.layers.push(new Scale(1));
    expect(names(module)).toEqual(["layers.0.factor"]);
    module.layers = [];
    expect(names(module)).toEqual([]);
  });
});

class Running extends Module {
  declare readonly mean: Parameter;
  readonly weight = parameter([1, 2]);
  constructor() {
    super();
    this.registerBuffer("mean", tensor([0.5, 0.25]));
  }
  forward(x: Tensor): Tensor {
    return x.sub(this.mean).mul(this.weight);
  }
}

describe("a buffer", () => {
  test("is a property that is kept but not trained", () => {
    const module = new Running();
    expect(module.mean.toArray()).toEqual([0.5, 0.25]);
    expect(module.mean.requiresGrad).toBe(false);
    expect(names(module)).toEqual(["weight"]);
    expect(module.buffers()).toEqual([module.mean]);
    expect(new Sequential(module).namedBuffers().map(([path]) => path)).toEqual(["layers.0.mean"]);
    expect(Object.keys(module.stateDict())).toEqual(["weight", "mean"]);
    module
      .forward(tensor([1, 1]))
      .sum()
      .backward();
    expect([module.weight.grad?.toArray(), module.mean.grad]).toEqual([[0.5, 0.75], null]);
    module.mean.assign([0, 0]);
    expect(module.forward(tensor([1, 1])).toArray()).toEqual([1, 2]);
  });

  test("stays one when the parameters are frozen and released", () => {
    const module = new Running().freeze().freeze(false);
    expect([module.weight.requiresGrad, module.mean.requiresGrad]).toEqual([true, false]);
  });

  test("can be registered again, but not in the place of something else", () => {
    const module = new Running();
    module.registerBuffer("mean", tensor([1, 1]));
    expect(module.mean.toArray()).toEqual([1, 1]);
    const wanted =
      "TapegradError: registerBuffer: name must be a property that the Module does not have yet, without a dot, got";
    expect(thrownBy(() => module.registerBuffer("weight", zeros([2])))).toBe(`${wanted} "weight".`);
    expect(thrownBy(() => module.registerBuffer("forward", zeros([2])))).toBe(`${wanted} "forward".`);
    expect(thrownBy(() => module.registerBuffer("a.b", zeros([2])))).toBe(`${wanted} "a.b".`);
    expect(module.weight.toArray()).toEqual([1, 2]);
  });
});

describe("freeze", () => {
  test("ends training of every parameter within, and undoes that", () => {
    const module = new Nested();
    const x = tensor(1, { requiresGrad: true });
    module.freeze();
    module.forward(x).backward();
    expect(module.parameters().map((value) => value.grad)).toEqual([null, null, null, null, null]);
    expect(x.grad?.item()).toBe(2310);
    module.freeze(false);
    module.forward(x).backward();
    expect(module.first.factor.grad?.item()).toBe(1155);
  });

  test("leaves whole numbers alone, which are never trained", () => {
    class Counting extends Module {
      readonly weight = parameter(1);
      readonly count = parameter(1, { dtype: "int32" });
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const module = new Counting().freeze().freeze(false);
    expect(module.parameters().map((value) => value.requiresGrad)).toEqual([true, false]);
  });
});

test("train and eval set the flag of every Module within", () => {
  const module = new Nested();
  const flags = (): boolean[] => module.namedModules().map(([, part]) => part.training);
  expect(flags()).toEqual([true, true, true, true]); // as it was made
  expect(module.eval()).toBe(module);
  expect(flags()).toEqual([false, false, false, false]);
  module.train();
  expect(flags()).toEqual([true, true, true, true]);
  module.train(false);
  module.first.train();
  expect([module.training, module.first.training]).toEqual([false, true]);
});

describe("a hook", () => {
  test("sees every forward: the Module, what went in, what came out", () => {
    const module = new Scale(3);
    const seen: unknown[] = [];
    module.onForward((which, inputs, output) => {
      seen.push(which, (inputs[0] as Tensor).item(), output.item());
    });
    new Sequential(module, module).forward(tensor(2));
    expect(seen).toEqual([module, 2, 6, module, 6, 18]);
  });

  test("may replace the output, for the next hook too, and in the derivative", () => {
    const module = new Scale(3);
    const seen: number[] = [];
    module.onForward((_, __, output) => output.mul(10));
    module.onForward((_, __, output) => {
      seen.push(output.item());
    });
    const y = module.forward(tensor(2));
    y.backward();
    expect([y.item(), seen, module.factor.grad?.item()]).toEqual([60, [60], 20]);
  });

  test("ends when its function is called, also from within", () => {
    const module = new Scale(1);
    let calls = 0;
    const stop = module.onForward(() => {
      calls++;
    });
    const stopItself = module.onForward(() => {
      calls += 10;
      stopItself();
    });
    module.forward(tensor(1));
    stop();
    stop();
    module.forward(tensor(1));
    expect(calls).toBe(11);
  });

  test("that returns something else than a tensor is an error", () => {
    const module = new Scale(1);
    module.onForward((async () => {}) as never);
    expect(thrownBy(() => module.forward(tensor(1)))).toBe(
      "TapegradError: Scale: onForward: a hook must return a tensor or nothing, got a Promise.",
    );
  });
});

describe("stateDict", () => {
  test("gives copies, which later training does not change", () => {
    const module = new Scale(3);
    const state = module.stateDict();
    module.factor.assign(4);
    expect(state.factor!.item()).toBe(3);
    expect(state.factor!.requiresGrad).toBe(false);
    expect(module.loadStateDict(state)).toBe(module);
    expect(module.factor.item()).toBe(3);
  });

  test("keeps dtypes", () => {
    const state = new Dense(2, 1, { dtype: "float64" }).stateDict();
    expect([state.kernel!.dtype, state.bias!.dtype]).toEqual(["float64", "float64"]);
  });
});

describe("loadStateDict takes over all values or none", () => {
  const make = (): Sequential<[Dense<2, 3>, Dense<3, 1>]> => new Sequential(new Dense(2, 3), new Dense(3, 1));
  const fails = (change: (state: Record<string, Tensor>) => void): string => {
    const model = make();
    const before = JSON.stringify(Object.entries(model.stateDict()).map(([path, value]) => [path, value.toArray()]));
    const state: Record<string, Tensor> = { ...make().stateDict() };
    change(state);
    const message = thrownBy(() => model.loadStateDict(state));
    const after = JSON.stringify(Object.entries(model.stateDict()).map(([path, value]) => [path, value.toArray()]));
    expect(after).toBe(before);
    return message;
  };

  test("of the same model: the outputs are the same", () => {
    const [a, b] = [make(), make()];
    const x = tensor([[0.5, -1]]);
    expect(a.forward(x).toArray()).not.toEqual(b.forward(x).toArray());
    b.loadStateDict(a.stateDict());
    expect(a.forward(x).toArray()).toEqual(b.forward(x).toArray());
  });

  test("missing and unknown values", () => {
    const hint = "Build the model as it was when it was saved.";
    const wanted = "FormatError: loadStateDict: the state must have the 4 values of the model, got";
    expect(
      fails((state) => {
        delete state["layers.1.kernel"];
        delete state["layers.1.bias"];
      }),
    ).toBe(`${wanted} "layers.1.kernel", "layers.1.bias" missing. ${hint}`);
    expect(
      fails((state) => {
        state.extra = zeros([1]);
      }),
    ).toBe(`${wanted} "extra" not in the model. ${hint}`);
    expect(
      fails((state) => {
        state["layers.0.weight"] = state["layers.0.kernel"]!;
        delete state["layers.0.kernel"];
      }),
    ).toBe(`${wanted} "layers.0.kernel" missing and "layers.0.weight" not in the model. ${hint}`);
  });

  test("a value of another shape, or none", () => {
    expect(
      fails((state) => {
        state["layers.1.kernel"] = zeros([1, 3]);
      }),
    ).toBe('ShapeError: loadStateDict: "layers.1.kernel" must have shape [3, 1], got [1, 3].');
    expect(
      fails((state) => {
        state["layers.1.bias"] = [1] as never;
      }),
    ).toBe('TapegradError: loadStateDict: "layers.1.bias" must be a tensor, got [1].');
    expect(thrownBy(() => make().loadStateDict(null as never))).toBe(
      "TapegradError: loadStateDict: the state must be an object of tensors by path, got null. Pass what stateDict() returned.",
    );
  });

  test("a number that a buffer of whole numbers cannot hold", () => {
    class Counting extends Module {
      declare readonly count: Parameter;
      readonly weight = parameter(1);
      constructor() {
        super();
        this.registerBuffer("count", tensor(0, { dtype: "int32" }));
      }
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const module = new Counting();
    expect(() => module.loadStateDict({ weight: tensor(5), count: tensor(0.5) })).toThrow();
    expect(module.weight.item()).toBe(1);
    module.loadStateDict({ weight: tensor(5), count: tensor(7) });
    expect([module.weight.item(), module.count.item(), module.count.dtype]).toEqual([5, 7, "int32"]);
  });
});

describe("under record every node has the path of the Module it was made in", () => {
  const paths = (fn: () => unknown): [string, string][] =>
    record(fn).tape.nodes.map((node) => [node.op.name, node.path] as [string, string]);

  test("layers of a Sequential", () => {
    const model = new Sequential(new Dense(2, 2), (x: Tensor) => x.square(), new Activation("tanh"));
    expect(paths(() => model.forward(tensor([[1, 2]])).sum())).toEqual([
      ["affine", "layers.0"],
      ["square", ""],
      ["tanh", "layers.2"],
      ["sum", ""],
    ]);
  });

  test("of parts of parts, lists and plain objects, and outside again", () => {
    const inner = new Nested();
    const model = new Model(new Sequential(inner));
    const path = "module.layers.0";
    expect(paths(() => model.forward(tensor(1)))).toEqual([
      ["mul", `${path}.first`],
      ["mul", `${path}.list.0`],
      ["mul", path],
      ["mul", `${path}.heads.left`],
      ["mul", path],
    ]);
  });

  test("of a Module that is nobody's part: its name", () => {
    const outside = new Scale(2, { name: "outside" });
    const unnamed = new Scale(2);
    class Borrowing extends Module {
      forward(x: Tensor): Tensor {
        return unnamed.forward(outside.forward(x));
      }
    }
    expect(paths(() => new Borrowing().forward(tensor(1)))).toEqual([
      ["mul", "outside"],
      ["mul", "scale"],
    ]);
  });

  test("after a forward that failed, too", () => {
    const model = new Sequential(new Dense(2, 2), (x: Tensor): Tensor => {
      if (x.size > 2) throw new Error("too large");
      return x.square();
    });
    expect(() => record(() => model.forward(zeros([2, 2])))).toThrow("too large");
    expect(paths(() => new Scale(1).forward(tensor(1)))).toEqual([["mul", ""]]);
    expect(paths(() => model.forward(zeros([1, 2]))).at(-1)).toEqual(["square", ""]);
  });
});

test("displayName is the name, or the kind", () => {
  expect([new Scale(1).displayName, new Scale(1, { name: "s" }).displayName]).toEqual(["scale", "s"]);
});
