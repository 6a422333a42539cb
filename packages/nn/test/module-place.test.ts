import { parameter, ShapeError, TapegradError, type Tensor, tensor, zeros } from "@tapegrad/core";
import { Dense, Model, Module, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

class Block extends Module {
  readonly parts: { readonly query: Dense; readonly list: readonly Dense[] } = {
    query: new Dense(2, 2, { name: "query" }),
    list: [new Dense(3, 3)],
  };
  forward(x: Tensor): Tensor {
    return this.parts.list[0]!.forward(this.parts.query.forward(x)) as Tensor;
  }
}

class Wrong extends Module {
  forward(x: Tensor): Tensor {
    return x.matmul(zeros([7, 7]) as Tensor);
  }
}

const errorOf = (call: () => unknown): TapegradError => {
  try {
    call();
  } catch (error) {
    if (error instanceof TapegradError) return error;
  }
  throw new Error("expected a TapegradError");
};

describe("an error in forward says which layer it was", () => {
  const text = "input must have shape [..., 3], got [5, 2].";

  test("by its path in what was called, once, in message, stack and path", () => {
    const model = new Model(new Sequential(new Dense(2, 2), new Block()));
    const error = errorOf(() => model.forward(zeros([5, 2])));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe(`Model › module › layers.1 › parts.list.0 › Dense: ${text}`);
    expect(error.path).toBe("module.layers.1.parts.list.0");
    expect(error.stack).toContain(error.message);
    expect(error.stack?.split(text).length).toBe(2);
  });

  test("and keeps its parts for programs", () => {
    const error = errorOf(() => new Sequential(new Dense(2, 2), new Block()).forward(zeros([5, 2])));
    expect([error.where, error.argument, error.expected, error.received, error.path]).toEqual([
      "Dense",
      "input",
      "must have shape [..., 3]",
      "[5, 2]",
      "layers.1.parts.list.0",
    ]);
  });

  test("by its name", () => {
    const error = errorOf(() => new Block().forward(zeros([5, 4])));
    expect(error.message).toBe('Block › parts.query › Dense "query": input must have shape [..., 2], got [5, 4].');
    expect(error.path).toBe("parts.query");
  });

  test("that was called itself: as the layer says it", () => {
    const error = errorOf(() => new Dense(3, 3).forward(zeros([5, 2] as number[])));
    expect([error.message, error.path]).toEqual([`Dense: ${text}`, ""]);
  });

  test("where an op failed in it", () => {
    const failed = errorOf(() => zeros([2, 2]).matmul(zeros([7, 7]) as Tensor)).message;
    expect(errorOf(() => new Wrong().forward(zeros([2, 2]))).message).toBe(`Wrong: ${failed}`);
    expect(errorOf(() => new Sequential(new Wrong()).forward(zeros([2, 2]))).message).toBe(
      `Sequential › layers.0 › Wrong: ${failed}`,
    );
  });

  test("that is a function in a Sequential", () => {
    const failed = errorOf(() => zeros([2, 2]).reshape([3] as number[])).message;
    const model = new Sequential(new Dense(2, 2), (x: Tensor) => x.reshape([3] as number[]));
    const error = errorOf(() => model.forward(zeros([2, 2])));
    expect([error.message, error.path]).toEqual([`Sequential › layers.1 › function: ${failed}`, "layers.1"]);
    const softmaxAt = (x: Tensor): Tensor => x.softmax(5 as number as -1);
    const outer = new Model(new Sequential(new Sequential(softmaxAt)));
    expect(errorOf(() => outer.forward(zeros([2, 2]))).message).toMatch(
      /^Model › module › layers\.0 › layers\.0 › softmaxAt: softmax: axis must be/,
    );
  });

  test("in a hook, in predict and in evaluate too", () => {
    const model = new Sequential(new Dense(1, 1), new Wrong());
    expect(errorOf(() => model.predict(zeros([2, 1]))).path).toBe("layers.1");
    const hooked = new Sequential(new Dense(1, 1));
    hooked.layers[0].onForward((_, __, output) => output.matmul(zeros([7, 7]) as Tensor));
    expect(errorOf(() => hooked.forward(zeros([2, 1]))).path).toBe("layers.0");
  });

  test("not of an error that is none of ours", () => {
    const model = new Sequential((_: Tensor): Tensor => {
      throw new TypeError("mine");
    });
    expect(thrownBy(() => model.forward(zeros([1])))).toBe("TypeError: mine");
  });

  test("anew where a Module caught one and throws its own", () => {
    class Catching extends Module {
      readonly inner = new Wrong();
      forward(x: Tensor): Tensor {
        try {
          return this.inner.forward(x);
        } catch (cause) {
          throw new TapegradError("cannot go on", { cause });
        }
      }
    }
    const error = errorOf(() => new Sequential(new Catching()).forward(zeros([2, 2])));
    expect([error.message, error.path]).toEqual(["Sequential › layers.0 › Catching: cannot go on", "layers.0"]);
  });

  test("and the next call begins anew", () => {
    const model = new Sequential(new Dense(2, 2), new Block());
    for (let i = 0; i < 2; i++) expect(errorOf(() => model.forward(zeros([5, 2]))).path).toBe("layers.1.parts.list.0");
    expect(errorOf(() => new Dense(3, 3).forward(zeros([5, 2] as number[]))).path).toBe("");
  });
});

class Wrap extends Module {
  readonly inner: Module;
  constructor(inner: Module) {
    super();
    this.inner = inner;
  }
  forward(x: Tensor): Tensor {
    return (this.inner.forward as (x: Tensor) => Tensor)(x);
  }
}

test("Modules run some hundred deep; deeper than the stack goes, the error says so", () => {
  const nest = (depth: number): Module => {
    let module: Module = new Dense(1, 1, { kernelInitializer: "ones" });
    for (let i = 0; i < depth; i++) module = new Wrap(module);
    return module;
  };
  const run = (depth: number): Tensor => (nest(depth).forward as (x: Tensor) => Tensor)(tensor([[3]]));
  expect(run(500).item()).toBe(3);
  const message = thrownBy(() => run(50_000));
  expect(message).toMatch(
    /^TapegradError: Wrap: forward must fit on the call stack, got an overflow with \d+ Modules running within each other\. /,
  );
  expect(run(500).item()).toBe(3);
  expect(errorOf(() => new Dense(3, 3).forward(zeros([5, 2] as number[]))).path).toBe(""); // nothing is left running
});

describe("forward, hooks and flags that are none", () => {
  test("a Module without forward", () => {
    // Types refuse such a class.
    class Empty extends (Module as unknown as new () => Wrap) {
      readonly weight = parameter(1);
    }
    const empty = new Empty();
    expect(thrownBy(() => empty.forward(tensor(1)))).toBe(
      "TapegradError: Empty: a class that extends Module must have a method forward, got none.",
    );
    expect(thrownBy(() => new Sequential(empty as Module as Dense).forward(tensor([[1]])))).toBe(
      "TapegradError: Sequential › layers.0 › Empty: a class that extends Module must have a method forward, got none.",
    );
  });

  test("a hook that is no function", () => {
    const layer = new Dense(1, 1);
    for (const [hook, got] of [
      [5, "5"],
      [undefined, "undefined"],
      ["relu", '"relu"'],
    ])
      expect(thrownBy(() => layer.onForward(hook as never))).toBe(
        `TapegradError: onForward: hook must be a function, got ${got}.`,
      );
    expect(layer.forward(zeros([1, 1])).shape).toEqual([1, 1]);
  });

  test("a hook of a Module whose forward is a property, which nothing can be put around", () => {
    class Arrow extends Module {
      // biome-ignore lint/suspicious/noExplicitAny: what is tested is a program that types would not let through
      override forward: any = (x: Tensor): Tensor => x;
    }
    expect(thrownBy(() => new Arrow().onForward(() => {}))).toBe(
      "TapegradError: onForward: forward of Arrow must be a method, got a property. Write it as forward(x) { … } in the class.",
    );
  });

  test("freeze(false) leaves bools alone, which are never trained", () => {
    class Masked extends Module {
      readonly weight = parameter(1);
      readonly mask = parameter(tensor([true, false]));
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const module = new Masked().freeze().freeze(false);
    expect(module.parameters().map((value) => [value.dtype, value.requiresGrad])).toEqual([
      ["float32", true],
      ["bool", false],
    ]);
  });

  test("flags must be flags", () => {
    const layer = new Dense(1, 1);
    expect(thrownBy(() => layer.freeze("no" as never))).toBe(
      'DomainError: freeze: frozen must be true or false, got "no".',
    );
    expect(thrownBy(() => layer.train(0 as never))).toBe("DomainError: train: training must be true or false, got 0.");
    expect([layer.training, layer.kernel.requiresGrad]).toEqual([true, true]);
  });

  test("options that are none", () => {
    expect(thrownBy(() => new Dense(1, 1, null as never))).toBe(
      "DomainError: Dense: options must be an object such as { name: … }, got null.",
    );
    expect(thrownBy(() => new Dense(1, 1, "relu" as never))).toBe(
      'DomainError: Dense: options must be an object such as { name: … }, got "relu".',
    );
    expect(thrownBy(() => new Dense(1, 1, { activaton: "relu" } as never))).toBe(
      "DomainError: Dense: options must be among activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer, " +
        "biasRegularizer, activityRegularizer, name, rng, dtype, got activaton. Did you mean activation?",
    );
  });

  test("a name that is no text", () => {
    expect(thrownBy(() => new Dense(1, 1, { name: 5 as never }))).toBe(
      "DomainError: Dense: name must be a string, got 5.",
    );
  });
});
