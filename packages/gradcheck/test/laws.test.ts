import {
  type Algebra,
  type BatchRule,
  batchFirst,
  DomainError,
  defineElementwise,
  defineOp,
  type FloatDType,
  maximum,
  mul,
  type Parameter,
  parameter,
  square,
  type Tensor,
} from "@tapegrad/core";
import { checkLayer, checkLoss, checkOp, checkOptimizer, LawError } from "@tapegrad/gradcheck";
import { Module } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

// The laws hold what users make to what ours are held to: right things pass, and for each kind of fault the law that is broken is named.

/** Titles of the laws that do not hold. */
function brokenIn(check: () => unknown): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof LawError)) throw error;
    return error.failures.map(({ title }) => title);
  }
}

describe("checkOp", () => {
  const make = (parts: object = {}) =>
    defineElementwise({
      name: "cubed",
      inputs: ["x"],
      dtype: "number",
      value: (e, { x }) => e.mul(x, e.square(x)),
      slope: { x: (e, { x }) => e.mul(3, e.square(x)) },
      ...parts,
    });
  const facts = { reference: { element: (x: number) => x * x * x }, ulps: 2 };

  test("a right op holds, and every law is reported", () => {
    const { name, laws } = checkOp(make(), facts, { runs: 10 });
    expect(name).toBe("cubed");
    expect(laws.map(({ title, failure }) => [title, failure])).toEqual(
      [
        "gives shape, dtype and values of its reference in float64",
        "gives shape, dtype and values of its reference in float32 to 2 ulps",
        "leaves its inputs as they were, and gives a result of its own",
        "has for x the derivative that differences have",
        "has the second derivative that differences of the first have",
        "has a pullback that is linear in the cotangent, and leaves it as it was",
        "pushes tangents forward (jvp) by the transpose of what pulls cotangents back",
        "has in float32 the derivative it has in float64",
        "writes one node if it is recorded, from which it can be run again, and none under noGrad",
        "states its value, and each rule, as a line of mathematics",
        "fills the outputs it is given completely, whatever is in them, with the same bits each time",
        "gives for a batch what it gives for each example",
        "pulls cotangents back for a batch as for each example",
        "pulls cotangents of a batch back to each example",
        "gives under jit what it gives without, to the bit",
        "pulls cotangents back under jit as without, to the bit",
        "takes int32 as the numbers they are, or says that it does not",
        "takes bool as the numbers they are, or says that it does not",
        'error: cubed: x must be a tensor or a number, got "2".',
        "error: cubed: x must be a tensor or a number, got [1, 2]. Wrap it in tensor(…).",
        'error: cubed: x must not be bool. Cast it first: cast(x, "int32").',
      ].map((title) => [title, null]),
    );
  });

  test("a wrong value, a wrong rule, a rule that is no formula: each breaks the law it is about", () => {
    const value = <E, C>(e: Algebra<E, C>, { x }: { x: E }): E => e.add(e.mul(x, e.square(x)), 1e-6);
    expect(brokenIn(() => checkOp(make({ value }), facts))).toContain(
      "gives shape, dtype and values of its reference in float64",
    );
    const missing = <E, C>(e: Algebra<E, C>, { x }: { x: E }): E => e.square(x);
    expect(brokenIn(() => checkOp(make({ slope: { x: missing } }), facts))).toEqual([
      "has for x the derivative that differences have",
    ]);
    const written = (parts: object) =>
      defineOp({
        name: "cubed",
        inputs: ["x"],
        dtype: "number",
        shape: (x) => x.shape,
        forward(y, x) {
          for (let i = 0; i < x.size; i++) y.data[i] = x.data[i]! ** 3;
        },
        vjp: { x: (cotangent, { x }) => mul(cotangent, mul(3, square(x))) },
        formula: { value: "y = x³", x: "x̄ = 3 x² ȳ" },
        ...parts,
      });
    const cutOff = (cotangent: Tensor, { x }: { x: Tensor }): Tensor => mul(cotangent, mul(3, square(x.detach())));
    expect(brokenIn(() => checkOp(written({ vjp: { x: cutOff } }), facts))).toEqual([
      "has the second derivative that differences of the first have",
    ]);
    expect(brokenIn(() => checkOp(written({ formula: { value: "y = x³" } }), facts))).toEqual([
      "states its value, and each rule, as a line of mathematics",
    ]);
  });

  test("a batch rule that gives all examples what the first one gives", () => {
    const op = (parts: object) =>
      defineOp({
        name: "cubed",
        inputs: ["x"],
        dtype: "number",
        shape: (x) => x.shape,
        forward(y, x) {
          for (let i = 0; i < x.size; i++) y.data[i] = x.data[i]! ** 3;
        },
        vjp: { x: (cotangent, { x }) => mul(cotangent, mul(3, square(x))) },
        formula: { value: "y = x³", x: "x̄ = 3 x² ȳ" },
        ...parts,
      });
    checkOp(op({ batch: batchFirst((attrs) => attrs) }), facts);
    const batch: BatchRule = ([x]) => {
      const first = x!.slice([[0, 1]]) as Tensor;
      return mul(first, square(first)).broadcastTo(x!.shape) as Tensor;
    };
    expect(brokenIn(() => checkOp(op({ batch }), facts))).toEqual([
      "gives for a batch what it gives for each example",
      "pulls cotangents of a batch back to each example",
    ]);
  });

  test("a kernel that leaves some of its output alone, or adds to what is there", () => {
    const op = (forward: (y: Tensor, x: Tensor) => void) =>
      defineOp({
        name: "positive",
        inputs: ["x"],
        shape: (x) => x.shape,
        forward,
        vjp: { x: "nondifferentiable" },
        formula: { value: "y = max(x, 0)" },
      });
    const positive = { reference: { element: (x: number) => Math.max(x, 0) } };
    const lazy = op((y, x) => {
      for (let i = 0; i < x.size; i++) if (x.data[i]! > 0) y.data[i] = x.data[i]!;
    });
    const adding = op((y, x) => {
      for (let i = 0; i < x.size; i++) y.data[i] += Math.max(x.data[i]!, 0);
    });
    const title = "fills the outputs it is given completely, whatever is in them, with the same bits each time";
    expect(brokenIn(() => checkOp(lazy, positive))).toEqual([title]);
    // A compiled program uses its buffers again.
    expect(brokenIn(() => checkOp(adding, positive))).toEqual([
      title,
      "gives under jit what it gives without, to the bit",
    ]);
  });

  test("ops in the place of a kernel in a compiled program that give something else", () => {
    const tripled = (factor: number) =>
      defineOp({
        name: "tripled",
        inputs: ["x"],
        dtype: "number",
        shape: (x) => x.shape,
        forward(y, x) {
          for (let i = 0; i < x.size; i++) y.data[i] = 3 * x.data[i]!;
        },
        composed: (x) => mul(x, factor) as Tensor,
        vjp: { x: (cotangent) => mul(cotangent, 3) },
        formula: { value: "y = 3 x", x: "x̄ = 3 ȳ" },
      });
    const reference = { element: (x: number) => x + 2 * x };
    checkOp(tripled(3), { reference });
    expect(brokenIn(() => checkOp(tripled(2), { reference }))).toEqual([
      "gives under jit what it gives without, to the bit",
    ]);
  });

  test("a rule that is not linear, whose transpose it is not", () => {
    const slanted = defineOp({
      name: "slanted",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward(y, x) {
        y.data.set(x.data as Float64Array);
      },
      vjp: { x: (cotangent) => maximum(cotangent, 0) },
      formula: { value: "y = x", x: "x̄ = max(ȳ, 0)" },
    });
    expect(brokenIn(() => checkOp(slanted, { reference: { element: (x: number) => x } }))).toContain(
      "pushes tangents forward (jvp) by the transpose of what pulls cotangents back",
    );
  });

  test("a kernel that stores numbers where there is room for true and false alone", () => {
    const doubled = (dtype: "same" | "numeric") =>
      defineOp({
        name: "doubled",
        inputs: ["x"],
        dtype,
        shape: (x) => x.shape,
        forward(y, x) {
          for (let i = 0; i < x.size; i++) y.data[i] = 2 * x.data[i]!;
        },
        vjp: { x: (cotangent) => mul(cotangent, 2) },
        formula: { value: "y = 2 x", x: "x̄ = 2 ȳ" },
      });
    const reference = { element: (x: number) => x + x };
    checkOp(doubled("numeric"), { reference });
    expect(brokenIn(() => checkOp(doubled("same"), { reference }))).toContain(
      "takes bool as the numbers they are, or says that it does not",
    );
  });

  test("rows of edges and errors are held to the letter", () => {
    const edges = [{ inputs: [2], output: 9, because: "a wrong row" }];
    const errors = [{ inputs: [{ shape: [2] }], message: "cubed: no" }];
    expect(brokenIn(() => checkOp(make(), { ...facts, edges, errors }))).toEqual([
      "edge 1: a wrong row",
      "error: cubed: no",
    ]);
  });

  test("the text names every broken law, the smallest call that breaks it, and the seed", () => {
    const wrong = make({ slope: { x: <E, C>(e: Algebra<E, C>, { x }: { x: E }) => e.mul(2, e.square(x)) } });
    const text = thrownBy(() => checkOp(wrong, facts, { seed: 7, runs: 20 }));
    expect(text.split("\n").slice(0, 4)).toEqual([
      "LawError: checkOp: all 21 laws of cubed must hold, got 1 that do not.",
      "- cubed has for x the derivative that differences have",
      "  cubed(tensor(-0.25, float64 []))",
      "    gradients: fail (1 fail; 1 in all)",
    ]);
    expect(text).toContain("Again: { seed: 7, runs: 20 }");
  });

  test("options that are not known are refused", () => {
    expect(thrownBy(() => checkOp(make(), facts, { sed: 1 } as never))).toBe(
      "DomainError: checkOp: options must be among name, method, seed, runs, shrink, got sed. Did you mean seed?",
    );
  });
});

describe("checkLayer", () => {
  class Scale extends Module {
    readonly factor: Parameter;
    private readonly faulty: string;
    constructor(dtype: FloatDType, faulty = "") {
      super();
      this.factor = parameter(2, { dtype });
      this.faulty = faulty;
    }
    forward(x: Tensor): Tensor {
      if (this.faulty === "rows") return x.mul(this.factor).add(x.mean(0)).sub(x.mean(0).detach());
      if (this.faulty === "detached") return x.mul(this.factor.detach());
      if (this.faulty === "float32") return x.mul(this.factor).cast("float32");
      if (this.faulty === "value") return x.mul(this.factor).add(1e-6);
      if (this.faulty === "batch") return x.mul(this.factor).mul(x.shape[0] === 1 ? 1 : 1 + 2 ** -50);
      return x.mul(this.factor);
    }
  }
  const facts = {
    example: { shape: [2] },
    parameters: ["factor"],
    reference: (x: unknown, { factor }: { readonly [path: string]: unknown }) =>
      (x as number[][]).map((row) => row.map((value) => value * (factor as number))),
    errors: [],
  };
  const broken = (faulty: string): readonly string[] =>
    brokenIn(() => checkLayer(({ dtype }) => new Scale(dtype, faulty), facts, { name: "Scale" }));

  test("a right layer holds, and every fault breaks the law it is about", () => {
    expect(broken("")).toEqual([]);
    expect(broken("value")).toEqual(["gives shape, dtype and values of its reference in float64"]);
    expect(broken("float32")).toContain("gives shape, dtype and values of its reference in float64");
    expect(broken("detached")).toContain("names every parameter once, and each gets a gradient");
    expect(broken("rows")).toContain("has the gradients that differences have, by its input and every parameter");
    expect(broken("batch")).toEqual(["gives for a row of a batch what it gives for that row alone"]);
  });

  test("a parameter that is not found, one that facts do not name, an error that is none", () => {
    const check = (others: object): readonly string[] =>
      brokenIn(() => checkLayer(({ dtype }) => new Scale(dtype), { ...facts, ...others }));
    expect(check({ parameters: ["factor", "bias"] })).toEqual(["names every parameter once, and each gets a gradient"]);
    expect(check({ errors: [{ input: { shape: [3] }, message: "Scale: no" }] })).toEqual(["error: Scale: no"]);
  });

  test("a layer that forgets its state, or goes on drawing while it is not trained", () => {
    class Forgetful extends Scale {
      override stateDict(): { readonly [path: string]: Tensor } {
        return { factor: this.factor };
      }
    }
    expect(brokenIn(() => checkLayer(({ dtype }) => new Forgetful(dtype), facts))).toEqual([
      "gives the same bits with the values it had, in a new layer",
    ]);
    let calls = 0;
    class Restless extends Scale {
      override forward(x: Tensor): Tensor {
        return x.mul(this.factor).mul(1 + (calls++ % 2) * 2 ** -50);
      }
    }
    expect(brokenIn(() => checkLayer(({ dtype }) => new Restless(dtype), facts))).toContain(
      "gives the same bits each time while it is not trained",
    );
  });
});

describe("checkLoss", () => {
  const make =
    (faulty = "") =>
    (p: Tensor, t: Tensor, { reduction = "mean" } = {}): Tensor => {
      const each = p.sub(t).square();
      if (reduction === "sum") return faulty === "sum" ? each.mean() : each.sum();
      if (faulty === "examples") return each.sum();
      if (faulty === "order") return each.slice([[0, 1]]).sum() as Tensor;
      if (faulty === "detached") return p.sub(t).mul(p.sub(t).detach()).mean();
      return each.mean();
    };
  const facts = {
    predictions: { shape: [] },
    targets: { shape: [] },
    reference: (p: unknown, t: unknown) => ((p as number) - (t as number)) ** 2,
    errors: [],
  };
  test("a right loss holds, and every fault breaks the law it is about", () => {
    const broken = (faulty: string): readonly string[] =>
      brokenIn(() => checkLoss(make(faulty), facts, { name: "squared" }));
    expect(broken("")).toEqual([]);
    expect(broken("sum")).toEqual(["gives as a sum the mean times the number of losses"]);
    expect(broken("detached")).toEqual(["has the gradients that differences have"]);
    expect(broken("examples")).toContain(
      "is a mean over examples: each of them twice changes neither value nor gradient",
    );
    expect(broken("order")).toContain("does not depend on the order of examples");
  });
});

describe("checkOptimizer", () => {
  class Checked extends SGD {
    constructor(parameters: readonly Parameter[], options: { readonly [name: string]: unknown }) {
      for (const name of Object.keys(options))
        if (!["learningRate", "momentum"].includes(name)) throw new DomainError(`Checked: no ${name}`);
      super(parameters, options);
    }
  }
  const facts = {
    settings: [{ learningRate: 0.5 }, { learningRate: 0.5, momentum: 0.5 }],
    reference: {
      element(state: { v?: number }, theta: number, g: number, _t: number, options: { [name: string]: unknown }) {
        const { learningRate, momentum = 0 } = options as { learningRate: number; momentum?: number };
        state.v = momentum * (state.v ?? 0) + g;
        return theta - learningRate * state.v;
      },
    },
    errors: [{ options: { momentum: 2 }, message: "SGD: momentum must be a number in 0 … 1, got 2." }],
  };
  const broken = (of: typeof Checked): readonly string[] =>
    brokenIn(() => checkOptimizer((parameters, options) => new of(parameters, options), facts));

  test("a right optimizer holds, and every fault breaks the law it is about", () => {
    expect(broken(Checked)).toEqual([]);
    class Careless extends Checked {
      constructor(parameters: readonly Parameter[], { learningRate, momentum }: { readonly [name: string]: unknown }) {
        super(parameters, { learningRate, momentum });
      }
    }
    expect(broken(Careless)).toEqual(["refuses an option that it does not know, and names it"]);
    class Greedy extends Checked {
      override step(): void {
        super.step();
        for (const theta of this.parameters) theta.assign(theta.mul(1 + 1e-9).detach());
      }
    }
    const equations = ["steps as the published equations say, in float64"];
    expect(broken(Greedy)).toEqual(expect.arrayContaining([...equations, "changes nothing with a learning rate of 0"]));
    class Divided extends Checked {
      override step(): void {
        super.step();
        for (const theta of this.parameters)
          if (theta.grad?.data.every((g: number) => g === 0)) theta.assign(theta.mul(Number.NaN).detach());
      }
    }
    expect(broken(Divided)).toContain("makes no NaN of gradients of 0");
    class Amnesic extends Checked {
      override loadState(): void {}
    }
    expect(broken(Amnesic)).toEqual([
      "goes on from its state with the same bits",
      "goes on with the same bits after JSON",
    ]);
    class Keeping extends Checked {
      override zeroGrad(): void {}
    }
    expect(broken(Keeping)).toEqual(["forgets gradients with zeroGrad(), and nothing else"]);
  });
});
