import {
  DomainError,
  DTypeError,
  equationsOf,
  type Parameter,
  parameter,
  record,
  ShapeError,
  TapegradError,
  type Tensor,
  tensor,
} from "@tapegrad/core";
import { Adam, type Optimizer, type OptimizerState, RMSProp, SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";

const makers: readonly [string, (params: readonly Parameter[]) => Optimizer][] = [
  ["SGD", (params) => new SGD(params, { learningRate: 0.1 })],
  ["SGD with momentum", (params) => new SGD(params, { learningRate: 0.1, momentum: 0.9, dampening: 0.25 })],
  ["RMSProp", (params) => new RMSProp(params)],
  ["RMSProp, all options", (params) => new RMSProp(params, { momentum: 0.9, centered: true, weightDecay: 0.1 })],
  ["Adam", (params) => new Adam(params)],
  ["Adam, all options", (params) => new Adam(params, { amsgrad: true, weightDecay: 0.1 })],
];

function twoParameters(): [Parameter, Parameter] {
  return [
    parameter(
      [
        [1, -2],
        [0.5, 3],
      ],
      { name: "w" },
    ),
    parameter([0.25], { name: "b" }),
  ];
}

/** One step down a loss that is no quadratic. */
function train(optimizer: Optimizer, steps: number): void {
  for (let i = 0; i < steps; i++) {
    optimizer.zeroGrad();
    const [w, b] = optimizer.parameters as [Parameter, Parameter];
    w.add(b).tanh().sub(0.3).square().sum().backward();
    optimizer.step();
  }
}

const bits = (params: readonly Tensor[]): number[][] => params.map((x) => Array.from(x.data));

describe("which parameters", () => {
  test("a list, an iterator, names with parameters, and a tree are the same parameters in the same order", () => {
    const [w, b] = twoParameters();
    function* each(): Generator<Parameter> {
      yield w;
      yield b;
    }
    const forms = [
      [w, b],
      each(),
      new Map([
        ["w", w],
        ["b", b],
      ]),
      { w, rest: { b } },
      [[w], [["b", b]]] as const,
    ];
    for (const form of forms) expect(new SGD(form as Parameter[]).parameters).toEqual([w, b]);
    expect(new SGD(w).parameters).toEqual([w]);
  });

  test("one without a gradient keeps its values and its state, and later starts from its own first step", () => {
    for (const [, make] of makers) {
      const [w, late] = [parameter([1]), parameter([1])];
      const optimizer = make([w, late]);
      w.grad = tensor([2]) as Tensor;
      optimizer.step();
      expect(late.item()).toBe(1);
      expect(optimizer.state().parameters[1]).toEqual({ step: 0, tensors: {} });
      const afterOne = w.item();
      optimizer.zeroGrad();
      late.grad = tensor([2]) as Tensor;
      optimizer.step();
      expect([w.item(), late.item()]).toEqual([afterOne, afterOne]);
    }
  });

  test("two that were updated unequally often are each at their own step", () => {
    for (const [, make] of makers) {
      const [w, late] = [parameter([1]), parameter([1])];
      const optimizer = make([w, late]);
      w.grad = tensor([2]) as Tensor;
      optimizer.step();
      const afterOne = w.item();
      late.grad = tensor([2]) as Tensor;
      optimizer.step();
      expect(late.item()).toBe(afterOne);
    }
  });

  test("a frozen one is left alone", () => {
    const [w, b] = twoParameters();
    b.freeze();
    train(new Adam([w, b]), 3);
    expect(b.item()).toBe(0.25);
    expect(w.data[0]).not.toBe(1);
  });

  test("zeroGrad forgets every gradient", () => {
    const [w, b] = twoParameters();
    const optimizer = new SGD([w, b]);
    train(optimizer, 1);
    expect(w.grad).not.toBeNull();
    optimizer.zeroGrad();
    expect([w.grad, b.grad]).toEqual([null, null]);
  });
});

describe("the learning rate", () => {
  test("a schedule is asked with the number of steps taken: 0 first", () => {
    const w = parameter([0], { dtype: "float64" });
    const optimizer = new SGD([w], { learningRate: (step) => 2 ** -step });
    const at: number[] = [];
    for (let i = 0; i < 3; i++) {
      w.grad = tensor([1], { dtype: "float64" }) as Tensor;
      at.push(optimizer.learningRate);
      optimizer.step();
    }
    expect(at).toEqual([1, 0.5, 0.25]);
    expect(w.item()).toBe(-1.75);
  });

  test("it can be set between steps, to a number or a schedule", () => {
    const w = parameter([0], { dtype: "float64" });
    const optimizer = new SGD([w], { learningRate: 1 });
    w.grad = tensor([1], { dtype: "float64" }) as Tensor;
    optimizer.step();
    optimizer.learningRate = 0.25;
    expect(optimizer.learningRate).toBe(0.25);
    optimizer.step();
    optimizer.learningRate = (step) => step;
    optimizer.step(); // the third: step 2
    expect(w.item()).toBe(-3.25);
  });
});

describe("state and loadState", () => {
  for (const [name, make] of makers) {
    test(`${name}: training interrupted after 3 steps ends in the same bits`, () => {
      const whole = make(twoParameters());
      train(whole, 8);

      const first = make(twoParameters());
      train(first, 3);
      const state = first.state();
      const values = first.parameters.map((p) => parameter(p, { name: p.name }));
      train(first, 2); // what was handed out does not change any more
      const second = make(values);
      second.loadState(state);
      train(second, 5);
      expect(bits(second.parameters)).toEqual(bits(whole.parameters));
      expect(second.state()).toEqual(whole.state());
    });
  }

  test("what is not a tensor survives JSON, and the learning rate comes along", () => {
    const first = new SGD(twoParameters(), { learningRate: 0.5 });
    train(first, 2);
    const state = JSON.parse(JSON.stringify(first.state())) as OptimizerState; // plain SGD has no tensors
    const second = new SGD(twoParameters());
    second.loadState(state);
    expect(second.learningRate).toBe(0.5);
    expect(second.state().step).toBe(2);
  });

  test("a schedule stays, and goes on at the step of the state", () => {
    const schedule = (step: number): number => 1 / (1 + step);
    const first = new SGD(twoParameters(), { learningRate: schedule });
    train(first, 3);
    expect(first.state().learningRate).toBeNull();
    const second = new SGD(twoParameters(), { learningRate: schedule });
    second.loadState(first.state());
    expect(second.learningRate).toBe(0.25);
  });
});

describe("updates are ops", () => {
  test("a recorded step has one node for each parameter, with the equations, and counts as overwriting", () => {
    const [w, b] = twoParameters();
    const optimizer = new Adam([w, b]);
    w.mul(b).sum().backward();
    const { tape } = record(() => optimizer.step());
    expect(tape.nodes.map((node) => node.op.name)).toEqual(["adamUpdate", "adamUpdate"]);
    expect(tape.nodes[0]!.inputs[0]).toBe(w);
    expect(equationsOf(tape.nodes[0]!.op)).toBe(optimizer.formula());
    expect(optimizer.formula().split("\n")).toEqual([
      "m ← β₁ m + (1 − β₁) g",
      "v ← β₂ v + (1 − β₂) g²",
      "θ ← θ − α m / ((1 − β₁ᵗ) (√(v / (1 − β₂ᵗ)) + ε))",
    ]);
    expect(w.version?.count).toBe(1);
  });

  test("a backward pass through a value that a step overwrote is refused", () => {
    const w = parameter([2], { name: "w" });
    const loss = w.square().sum();
    w.grad = tensor([1]) as Tensor;
    new SGD([w]).step();
    expect(() => loss.backward()).toThrow('"w" of square must still have the values it was used with');
  });
});

describe("errors", () => {
  const w = parameter([1, 2], { name: "w" });

  test("params", () => {
    const cases: readonly [unknown, TapegradError][] = [
      [[], new DomainError("Adam: params must contain at least one Parameter, got [].")],
      [
        [w, tensor([1])],
        new TapegradError("Adam: params must be Parameters, got a Tensor at [1]. Make one with parameter(values)."),
      ],
      [
        { w, layer: [w] },
        new DomainError('Adam: params must contain each Parameter once, got "w" at w and at layer[0].'),
      ],
      [
        undefined,
        new TapegradError("Adam: params must be Parameters, got undefined. Make one with parameter(values)."),
      ],
      ["w", new TapegradError('Adam: params must be Parameters, got "w". Make one with parameter(values).')],
      [
        new (class Net {
          parameters(): Parameter[] {
            return [w];
          }
        })(),
        new TapegradError("Adam: params must be Parameters, got a Net. Pass its parameters()."),
      ],
    ];
    for (const [params, error] of cases) expect(() => new Adam(params as Parameter[])).toThrow(error);
  });

  test("options", () => {
    const rate = "must be a finite number from 0 on, or a schedule (step) => rate, got";
    const cases: readonly [() => unknown, string][] = [
      [() => new SGD([w], { learningRate: Number.NaN }), `SGD: learningRate ${rate} NaN.`],
      [() => new Adam([w], { learningRate: -1 }), `Adam: learningRate ${rate} -1.`],
      [() => new RMSProp([w], { learningRate: "0.1" as never }), `RMSProp: learningRate ${rate} "0.1".`],
      [() => new SGD([w], { learningRate: Number.POSITIVE_INFINITY }), `SGD: learningRate ${rate} Infinity.`],
      [() => new SGD([w], { momentum: 1.5 }), "SGD: momentum must be a number in 0 … 1, got 1.5."],
      [() => new SGD([w], { dampening: -0.5 }), "SGD: dampening must be a number in 0 … 1, got -0.5."],
      [() => new SGD([w], { weightDecay: -1 }), "SGD: weightDecay must be a finite number from 0 on, got -1."],
      [() => new SGD([w], { nesterov: 1 as never }), "SGD: nesterov must be true or false, got 1."],
      [
        () => new SGD([w], { nesterov: true }),
        "SGD: nesterov needs a momentum above 0 and a dampening of 0, got 0 and 0.",
      ],
      [
        () => new SGD([w], { nesterov: true, momentum: 0.9, dampening: 0.1 }),
        "SGD: nesterov needs a momentum above 0 and a dampening of 0, got 0.9 and 0.1.",
      ],
      [() => new RMSProp([w], { decay: Number.NaN }), "RMSProp: decay must be a number in 0 … 1, got NaN."],
      [() => new RMSProp([w], { epsilon: -1e-8 }), "RMSProp: epsilon must be a finite number from 0 on, got -1e-8."],
      [() => new RMSProp([w], { momentum: -1 }), "RMSProp: momentum must be a number in 0 … 1, got -1."],
      [() => new RMSProp([w], { centered: "yes" as never }), 'RMSProp: centered must be true or false, got "yes".'],
      [() => new RMSProp([w], { weightDecay: -1 }), "RMSProp: weightDecay must be a finite number from 0 on, got -1."],
      [() => new Adam([w], { beta1: 1 }), "Adam: beta1 must be a number from 0 on and below 1, got 1."],
      [() => new Adam([w], { beta2: -0.1 }), "Adam: beta2 must be a number from 0 on and below 1, got -0.1."],
      [() => new Adam([w], { epsilon: Number.NaN }), "Adam: epsilon must be a finite number from 0 on, got NaN."],
      [() => new Adam([w], { weightDecay: -1 }), "Adam: weightDecay must be a finite number from 0 on, got -1."],
      [() => new Adam([w], { amsgrad: 0 as never }), "Adam: amsgrad must be true or false, got 0."],
    ];
    for (const [make, message] of cases) expect(make, message).toThrow(new DomainError(message));
  });

  test("a rate that is set, or that a schedule gives; nothing has changed then", () => {
    const p = parameter([1]);
    const optimizer = new Adam([p], { learningRate: (step) => (step < 1 ? 0.5 : Number.NaN) });
    p.grad = tensor([1]) as Tensor;
    optimizer.step();
    const [value, state] = [p.item(), () => optimizer.state().parameters[0]!];
    const before = state();
    const error = new DomainError("Adam: learningRate(1) must be a finite number from 0 on, got NaN.");
    expect(() => optimizer.step()).toThrow(error);
    expect([p.item(), state()]).toEqual([value, before]);
    expect(() => {
      optimizer.learningRate = -2;
    }).toThrow(
      new DomainError("Adam: learningRate must be a finite number from 0 on, or a schedule (step) => rate, got -2."),
    );
  });

  test("a gradient set by hand that does not fit; no parameter has changed then", () => {
    const [a, b] = twoParameters();
    const optimizer = new SGD([a, b], { momentum: 0.9 });
    a.grad = tensor([
      [1, 1],
      [1, 1],
    ]) as Tensor;
    b.grad = tensor([1, 2]) as Tensor;
    const shape = new ShapeError('SGD: the gradient of "b" must have shape [1], got [2].');
    expect(() => optimizer.step()).toThrow(shape);
    b.grad = tensor([1], { dtype: "float64" }) as Tensor;
    const dtype = new DTypeError('SGD: the gradient of "b" must have dtype float32, got float64.');
    expect(() => optimizer.step()).toThrow(dtype);
    expect(a.toArray()).toEqual([
      [1, -2],
      [0.5, 3],
    ]);
    expect(optimizer.state().step).toBe(0);
  });

  test("a state that does not fit; nothing has changed then", () => {
    const optimizer = new Adam(twoParameters());
    train(optimizer, 2);
    const state = optimizer.state();
    const [first, second] = state.parameters as [OptimizerState["parameters"][0], OptimizerState["parameters"][0]];
    const { m, v } = second.tensors as { m: Tensor; v: Tensor };
    const withSecond = (entry: unknown): unknown => ({ ...state, parameters: [first, entry] });
    const unnamed = new SGD([parameter([1])], { momentum: 0.5 });
    const cases: readonly [Optimizer, unknown, TapegradError][] = [
      [optimizer, 3, new DomainError('Adam.loadState: state must be what state() of "Adam" returned, got 3.')],
      [optimizer, null, new DomainError('Adam.loadState: state must be what state() of "Adam" returned, got null.')],
      [
        optimizer,
        new SGD([w]).state(),
        new DomainError('Adam.loadState: state must be what state() of "Adam" returned, got that of "SGD".'),
      ],
      [
        optimizer,
        { ...state, step: 1.5 },
        new DomainError("Adam.loadState: state.step must be a whole number from 0 on, got 1.5."),
      ],
      [
        optimizer,
        { ...state, learningRate: -1 },
        new DomainError(
          "Adam.loadState: learningRate must be a finite number from 0 on, or a schedule (step) => rate, got -1.",
        ),
      ],
      [
        optimizer,
        { ...state, parameters: [first] },
        new DomainError("Adam.loadState: state.parameters must be a list as long as the parameters, 2, got 1."),
      ],
      [
        optimizer,
        withSecond({ ...second, step: -1 }),
        new DomainError("Adam.loadState: state.parameters[1].step must be a whole number from 0 on, got -1."),
      ],
      [
        optimizer,
        withSecond({ step: 2, tensors: { m } }),
        new DomainError(
          "Adam.loadState: state.parameters[1].tensors must have the keys [m, v], got [m]. " +
            "Make the optimizer with the same options.",
        ),
      ],
      [
        optimizer,
        withSecond({ step: 2, tensors: { m, v: [0] } }),
        new DomainError('Adam.loadState: state.parameters[1].tensors.v of "b" must be a tensor, got [0].'),
      ],
      [
        optimizer,
        withSecond({ step: 2, tensors: { m, v: tensor([1, 2]) } }),
        new ShapeError('Adam.loadState: state.parameters[1].tensors.v of "b" must have shape [1], got [2].'),
      ],
      [
        optimizer,
        withSecond({ step: 2, tensors: { m, v: v.cast("float64") } }),
        new DTypeError('Adam.loadState: state.parameters[1].tensors.v of "b" must have dtype float32, got float64.'),
      ],
      [
        unnamed,
        { ...unnamed.state(), parameters: [{ step: 1, tensors: { velocity: tensor(1) } }] },
        new ShapeError(
          "SGD.loadState: state.parameters[0].tensors.velocity of parameter 0 must have shape [1], got [].",
        ),
      ],
    ];
    for (const [subject, given, error] of cases) {
      const before = subject.state();
      expect(() => subject.loadState(given as OptimizerState), error.message).toThrow(error);
      expect(subject.state()).toEqual(before);
    }
  });
});
