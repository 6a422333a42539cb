import { GradientError, noGrad, type Parameter, parameter, record, type Tensor, tensor } from "@tapegrad/core";
import { unused } from "@tapegrad/inspect";
import { Dense, Module, Sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";

/** The line below the call of this function. */
function nextLine(): number {
  return Number(/:(\d+):\d+\)?$/.exec(new Error().stack!.split("\n")[2]!)![1]) + 1;
}

const x: Tensor = tensor([0.3, 0.7], { name: "x" });

/** A model of two parameters, `w` before something that may cut it off and `b` after it. */
function twoParts(between: (h: Tensor, w: Parameter) => Tensor | number) {
  const [w, b] = [parameter([1.3, 2.6], { name: "w" }), parameter([0.5, 0.5], { name: "b" })];
  const forward = (): Tensor => b.mul(between(x.mul(w).named("h"), w)).sum();
  return {
    w,
    b,
    forward,
    namedParameters: () =>
      [
        ["w", w],
        ["b", b],
      ] as const,
  };
}

describe("where the path breaks, with the line", () => {
  let line = 0;
  const cases: readonly (readonly [string, (h: Tensor) => Tensor | number, kind: string, text: string])[] = [
    [
      "detach",
      (h) => {
        line = nextLine();
        return h.detach();
      },
      "detach",
      "detach of h",
    ],
    [
      "noGrad",
      (h) => {
        line = nextLine();
        return noGrad(() => h.tanh());
      },
      "noGrad",
      "tanh of h within noGrad",
    ],
    [
      "an op whose result is whole",
      (h) => {
        line = nextLine();
        return h.cast("int32").cast("float32");
      },
      "integer",
      "cast of h gives int32, which has no derivative",
    ],
    [
      "a position",
      (h) => {
        line = nextLine();
        return h.argmax().cast("float32");
      },
      "integer",
      "argmax of h gives int32, which has no derivative",
    ],
    [
      "a comparison",
      (h) => {
        line = nextLine();
        return h.greater(1).cast("float32");
      },
      "integer",
      "greater of h gives bool, which has no derivative",
    ],
    [
      "item",
      (h) => {
        line = nextLine();
        return h.sum().named("s").item();
      },
      "read",
      "s.item() gives numbers, and what is computed of them has no derivative",
    ],
    [
      "item, and arithmetic on the number",
      (h) => {
        line = nextLine();
        return h.sum().named("s").item() ** 2;
      },
      "read",
      "s.item() gives numbers, and what is computed of them has no derivative",
    ],
    [
      "toArray",
      (h) => {
        line = nextLine();
        return tensor(h.toArray() as number[]);
      },
      "read",
      "h.toArray() gives numbers, and what is computed of them has no derivative",
    ],
  ];
  for (const [title, between, kind, text] of cases)
    test(title, () => {
      const model = twoParts(between);
      const { tape } = record(
        () => {
          const loss = model.forward();
          loss.backward();
        },
        { sites: true },
      );
      const { parameters, count } = unused(tape, model);
      expect([count, parameters.map(({ name, why }) => [name, why])]).toEqual([2, [["w", "cut"]]]);
      const [cut] = parameters[0]!.cuts;
      expect([cut!.kind, cut!.text, cut!.site!.line]).toEqual([kind, text, line]);
      expect(cut!.site!.file).toMatch(/trouble\/unused\.test\.ts$/);
      expect(cut!.line).toMatch(/^return /);
      expect(model.w.grad).toBeNull();
    });

  test("data: the values came back, and no call is known; the line is where they are used", () => {
    const model = twoParts((h) => tensor(h.data as Float32Array));
    const { parameters } = unused(record(() => model.forward(), { sites: true }).tape, model);
    const [cut] = parameters[0]!.cuts;
    expect([cut!.kind, cut!.text]).toEqual(["copy", "an input of mul has the values of h but is not computed from it"]);
    expect(cut!.line).toContain("b.mul(between(");
  });

  test("every cut on the way is told, if there are several", () => {
    const model = twoParts((h) => h.detach().add(h.tanh().named("u").detach()));
    const { parameters } = unused(record(() => model.forward()).tape, model);
    expect(parameters[0]!.text).toBe("detach of h; detach of u");
  });
});

describe("what is no cut", () => {
  test("a parameter with one path that is cut and one that is not is used", () => {
    const model = twoParts((h) => h.detach().mul(h));
    expect(unused(record(() => model.forward()).tape, model).parameters).toEqual([]);
    expect(String(unused(record(() => model.forward()).tape, model))).toBe("The loss depends on all 2 parameters.");
  });

  test("a look at values that go into nothing else leaves the path whole", () => {
    const model = twoParts((h) => {
      h.toArray();
      return h;
    });
    expect(unused(record(() => model.forward()).tape, model).parameters).toEqual([]);
  });

  test("numbers that are the same by chance, such as ones, are no copy", () => {
    const [w, b] = [parameter([1, 1], { name: "w" }), parameter([0.3, 0.4], { name: "b" })];
    const model = {
      forward: () => {},
      namedParameters: () =>
        [
          ["w", w],
          ["b", b],
        ] as const,
    };
    const { tape } = record(() => {
      w.square().named("metric");
      return b.mul(tensor([1, 1])).sum();
    });
    expect(unused(tape, model).parameters.map(({ why }) => why)).toEqual(["elsewhere"]);
  });

  test("frozen, never used, and used for something else", () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => parameter([1.5], { name }));
    const model = { forward: () => {}, namedParameters: () => [a, b, c, d].map((p) => [p!.name, p!] as const) };
    a!.freeze();
    const { tape } = record(() => {
      d!.square().named("metric");
      return a!.mul(b!).sum();
    });
    const found = unused(tape, model);
    expect(found.parameters.map(({ name, why }) => [name, why])).toEqual([
      ["a", "frozen"],
      ["c", "never"],
      ["d", "elsewhere"],
    ]);
    expect(String(found)).toBe(
      "The loss does not depend on 3 of 4 parameters:\n" +
        "  a  frozen: freeze(false) lets it be trained\n" +
        "  c  never used in the forward pass\n" +
        "  d  used for metric, but nothing of that is in the loss\n" +
        "Program lines: record(fn, { sites: true }) notes them.",
    );
  });
});

describe("of a Module", () => {
  class Twin extends Module {
    readonly left = new Dense(2, 2, { name: "left" });
    readonly right = new Dense(2, 2, { name: "right" });
    readonly spare = new Dense(2, 2, { name: "spare" });
    forward(input: Tensor): Tensor {
      return this.left.forward(input).detach().add(this.right.forward(input));
    }
  }

  test("paths and lines are told, and what has a gradient is exactly what is not listed", () => {
    const model = new Twin();
    const { tape } = record(
      () =>
        model
          .forward(tensor([[0.1, 0.2]]))
          .square()
          .sum()
          .backward(),
      { sites: true },
    );
    const found = unused(tape, model);
    expect(found.parameters.map(({ name, why }) => [name, why])).toEqual([
      ["left.kernel", "cut"],
      ["left.bias", "cut"],
      ["spare.kernel", "never"],
      ["spare.bias", "never"],
    ]);
    const withGradient = [...model.namedParameters()].filter(([, p]) => p.grad !== null).map(([name]) => name);
    expect(withGradient).toEqual(["right.kernel", "right.bias"]);
    expect(found.parameters[0]!.text).toMatch(
      /^detach of t1 at trouble\/unused\.test\.ts:\d+: return this\.left\.forward\(input\)\.detach\(\)\.add\(this\.right\.forward\(input\)\);$/,
    );
  });

  test("a whole Sequential has nothing unused", () => {
    const model = new Sequential(new Dense(2, 3, { activation: "relu" }), new Dense(3, 1));
    expect(unused(model.forward(tensor([[1, 2]])).sum(), model).parameters).toEqual([]);
  });
});

describe("without a tape", () => {
  test("of a loss that was not recorded it says what it cannot know", () => {
    const model = twoParts((h) => h.detach());
    const found = unused(model.forward(), model);
    expect(found.parameters.map(({ name, why }) => [name, why])).toEqual([["w", "unknown"]]);
    expect(String(found)).toBe(
      "The loss does not depend on 1 of 2 parameters:\n  w  not reached\n" +
        "Whether they are used, and where derivatives end, is known on a tape: " +
        "const { tape } = record(fn, { sites: true }); unused(tape, model).",
    );
  });

  test("of the loss of a tape it knows of nodes, and of looks with the tape beside it", () => {
    const model = twoParts((h) => h.sum().item());
    const { value, tape } = record(() => model.forward());
    expect(unused(value, model).parameters[0]!.why).toBe("unknown");
    expect(unused(value, model).note).toBe(
      "Whether they are used otherwise, or through item() or toArray(), the tape knows: unused(loss, model, { tape }).",
    );
    expect(unused(value, model, { tape }).parameters[0]!.why).toBe("cut");
    const detached = twoParts((h) => h.detach());
    expect(unused(record(() => detached.forward()).value, detached).parameters[0]!.text).toBe("detach of h");
  });
});

describe("what it refuses", () => {
  const model = twoParts((h) => h);
  test("a tape without a loss", () => {
    expect(() => unused(record(() => x.mul(2)).tape, model)).toThrow(
      "unused: the tape must have a loss: a float scalar that a backward pass began at, or that was computed last, got shape [2] and dtype float32. " +
        "Pass the loss, and the tape as an option: unused(loss, model, { tape }).",
    );
    expect(() => unused(record(() => 1).tape, model)).toThrow(/that was computed last, got an empty tape\. /);
  });

  test("what is no model", () => {
    expect(() => unused(model.forward(), 3 as never)).toThrow(
      "unused: model must have a method namedParameters, got 3. Pass a Module, or { forward, namedParameters }.",
    );
  });

  test("a tape that a backward pass let go of", () => {
    const loss = model.forward();
    loss.backward();
    expect(() => unused(loss, model)).toThrow(GradientError);
  });
});
