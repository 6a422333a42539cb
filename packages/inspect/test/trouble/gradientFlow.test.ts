import { manualSeed, type Parameter, parameter, Rng, record, type Tensor, tensor } from "@tapegrad/core";
import { gradientFlow } from "@tapegrad/inspect";
import { Dense, Module, Sequential } from "@tapegrad/nn";
import { SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";

type Matrix = number[][];

/** An activation function and its slope, as they are written on a blackboard. */
interface Curve {
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
}

const sigmoid: Curve = { f: (x) => 1 / (1 + Math.exp(-x)), slope: (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2 };
const relu: Curve = { f: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0) };

/** What plain loops find for a chain of dense layers `φ(x W + b)` and the loss `mean(y²)`. */
function byLoops(x: Matrix, layers: readonly { readonly w: Matrix; readonly b: number[] }[], { f, slope }: Curve) {
  const inputs = [x];
  const before: Matrix[] = [];
  for (const { w, b } of layers) {
    const h = inputs.at(-1)!;
    const z = h.map((row) => b.map((bias, j) => row.reduce((sum, value, k) => sum + value * w[k]![j]!, bias)));
    before.push(z);
    inputs.push(z.map((row) => row.map(f)));
  }
  const output = inputs.at(-1)!;
  const size = output.length * output[0]!.length;
  let cotangent = output.map((row) => row.map((y) => (2 * y) / size));
  const found = [];
  for (let n = layers.length - 1; n >= 0; n--) {
    const { w, b } = layers[n]!;
    const delta = cotangent.map((row, i) => row.map((c, j) => c * slope(before[n]![i]![j]!)));
    const ofW = w.map((row, k) => row.map((_, j) => delta.reduce((sum, d, i) => sum + inputs[n]![i]![k]! * d[j]!, 0)));
    const ofB = b.map((_, j) => delta.reduce((sum, d) => sum + d[j]!, 0));
    found.unshift({ value: inputs[n + 1]!, before: before[n]!, cotangent, gradient: [...ofW.flat(), ...ofB] });
    cotangent = delta.map((d) => w.map((row) => row.reduce((sum, weight, j) => sum + weight * d[j]!, 0)));
  }
  return found;
}

const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const rms = (values: readonly number[]): number => norm(values) / Math.sqrt(values.length);

/** A deep model in float64 with what loops need to know of it. */
function deep(depth: number, activation: "sigmoid" | "relu" | "tanh", spread: number, width = 8) {
  const rng = new Rng(depth);
  const draw = (shape: readonly number[]): Tensor => rng.normal(shape, { dtype: "float64" }).mul(spread);
  const options = { activation, dtype: "float64", kernelInitializer: draw, biasInitializer: draw } as const;
  const dense = Array.from({ length: depth }, () => new Dense(width, width, options));
  const model = new Sequential<readonly Dense[]>(...(dense as never[])); // sizes that only the run knows
  const x = rng.normal([6, width], { dtype: "float64" });
  const run = (): Tensor =>
    model
      .forward(x as never)
      .square()
      .mean() as Tensor;
  const layers = dense.map(({ kernel, bias }) => ({ w: kernel.toArray() as Matrix, b: bias!.toArray() as number[] }));
  return { model, run, x: x.toArray() as Matrix, layers };
}

describe("sizes are those that loops find", () => {
  test("values, cotangents, gradients, updates, and the share that is saturated", () => {
    const { model, run, x, layers } = deep(4, "sigmoid", 1.5);
    const optimizer = new SGD(model.parameters(), { learningRate: 0.25 });
    const { tape } = record(() => {
      run().backward();
      optimizer.step();
    });
    const flow = gradientFlow(model, tape);
    const expected = byLoops(x, layers, sigmoid);
    expect(flow.layers.map(({ path }) => path)).toEqual(["layers.0", "layers.1", "layers.2", "layers.3"]);
    for (const [i, { value, cotangent, gradient, before }] of expected.entries()) {
      const layer = flow.layers[i]!;
      const weights = [...layers[i]!.w.flat(), ...layers[i]!.b];
      expect(layer.parameters).toEqual([`layers.${i}.kernel`, `layers.${i}.bias`]);
      expect(layer.value.rms).toBeCloseTo(rms(value.flat()), 12);
      expect(layer.value.norm).toBeCloseTo(norm(value.flat()), 12);
      expect(layer.cotangent!.rms).toBeCloseTo(rms(cotangent.flat()), 12);
      expect(layer.gradient!.norm).toBeCloseTo(norm(gradient), 12);
      expect(layer.weights!.norm).toBeCloseTo(norm(weights), 12); // as they were before the update
      expect(layer.update!.norm).toBeCloseTo(0.25 * norm(gradient), 12);
      const slopes = before.flat().map(sigmoid.slope);
      expect(layer.units).toEqual({
        op: "sigmoid",
        count: 8,
        dead: null,
        saturated: slopes.filter((slope) => slope < 0.1 * 0.25).length / slopes.length,
      });
    }
    expect(flow.layers.some(({ units }) => units!.saturated! > 0)).toBe(true);
  });

  test("dead units are those whose sum is negative for every example", () => {
    const { model, run, x, layers } = deep(3, "relu", 1);
    for (const { bias } of model.layers) bias!.assign((bias as Tensor).sub(2.5));
    const moved = layers.map(({ w, b }) => ({ w, b: b.map((value) => value - 2.5) }));
    const expected = byLoops(x, moved, relu).map(
      ({ before }) => before[0]!.filter((_, j) => before.every((row) => row[j]! <= 0)).length,
    );
    const { layers: found } = gradientFlow(model, run);
    expect(found.map(({ units }) => units!.dead)).toEqual(expected);
    expect(expected.some((dead) => dead > 0 && dead < 8)).toBe(true);
  });
});

describe("the verdict", () => {
  test("ten layers of sigmoids with small weights: vanishing, by the ratio that loops find", () => {
    const { model, run, x, layers } = deep(10, "sigmoid", 0.35);
    const flow = gradientFlow(model, run);
    const expected = byLoops(x, layers, sigmoid);
    const ratio = rms(expected[0]!.cotangent.flat()) / rms(expected.at(-1)!.cotangent.flat());
    expect(ratio).toBeLessThan(1e-4);
    expect(flow.ratio / ratio).toBeCloseTo(1, 10);
    expect(flow.verdict).toBe("vanishing");
    expect(flow.notes[0]).toMatch(
      /^Vanishing: the cotangent of layers\.0 is .*e−\d+ times that of layers\.9, 0\.\d+ a layer \(less than 0\.001\)\.$/,
    );
  });

  test("weights that are all 0 let nothing through", () => {
    const rng = new Rng(1);
    const hidden = Array.from(
      { length: 4 },
      () => new Dense(3, 3, { activation: "sigmoid", kernelInitializer: "zeros" }),
    );
    const model = new Sequential<readonly Dense[]>(...(hidden as never[]));
    const flow = gradientFlow(
      model,
      () =>
        model
          .forward(rng.normal([5, 3]) as never)
          .square()
          .mean() as Tensor,
    );
    expect(flow.layers.map(({ cotangent }) => cotangent!.rms > 0)).toEqual([false, false, false, true]);
    expect([flow.verdict, flow.ratio]).toEqual(["vanishing", 0]);
    expect(flow.notes[0]).toBe("Vanishing: the cotangent of layers.0 is 0, that of layers.3 is not.");
  });

  test("large weights: exploding, by the ratio that loops find", () => {
    const { model, run, x, layers } = deep(6, "relu", 3);
    const flow = gradientFlow(model, run);
    const expected = byLoops(x, layers, relu);
    const ratio = rms(expected[0]!.cotangent.flat()) / rms(expected.at(-1)!.cotangent.flat());
    expect(ratio).toBeGreaterThan(1e3);
    expect(flow.ratio / ratio).toBeCloseTo(1, 10);
    expect(flow.verdict).toBe("exploding");
    expect(flow.notes[0]).toMatch(
      /^Exploding: the cotangent of layers\.0 is \d+ times that of layers\.5, \d\.\d+ a layer \(more than 1000\)\.$/,
    );
  });

  test("weights of variance 2/n under relu, as He chose them: healthy", () => {
    const { model, run } = deep(10, "relu", Math.sqrt(2 / 32), 32);
    const flow = gradientFlow(model, run);
    expect(flow.verdict).toBe("healthy");
    expect(flow.ratio).toBeGreaterThan(0.01);
    expect(flow.ratio).toBeLessThan(100);
  });

  test("moves with its limits, and is not given where there is nothing to compare", () => {
    const { model, run } = deep(4, "tanh", 0.3);
    const { ratio } = gradientFlow(model, run);
    expect(gradientFlow(model, run, { vanishingBelow: ratio * 0.99 }).verdict).toBe("healthy");
    expect(gradientFlow(model, run, { vanishingBelow: ratio * 1.01 }).verdict).toBe("vanishing");
    const one = new Sequential(new Dense(2, 2));
    const flow = gradientFlow(one, () => one.forward(tensor([[1, 2]])).sum());
    expect([flow.verdict, flow.notes]).toEqual([
      "unknown",
      ["Unknown: there are not two layers that a derivative of the loss comes to."],
    ]);
  });

  test("gradients that are not finite explode, and say who knows more", () => {
    const w = [parameter([[0, 0]], { name: "a" }), parameter([[1], [1]], { name: "b" })] as const;
    const model = { forward: () => {}, namedParameters: () => w.map((p) => [p.name, p as Parameter] as const) };
    const flow = gradientFlow(model, () =>
      tensor([[1]])
        .matmul(w[0])
        .sqrt()
        .matmul(w[1])
        .sqrt()
        .sum(),
    );
    expect(flow.notes[0]).toBe("Exploding: cotangents are not finite. firstNonFinite says where that begins.");
  });
});

describe("an activation function is known by its slope", () => {
  const functions: readonly (readonly [string, (x: Tensor) => Tensor, dead: number | null, levelsOff: boolean])[] = [
    // One of two units has the weight −1.
    ["relu", (x) => x.relu(), 1, false],
    ["maximum with 0", (x) => x.maximum(0), 1, false],
    ["relu6", (x) => x.relu6(), 1, true],
    ["hardTanh", (x) => x.hardTanh(), 0, true],
    ["sigmoid", (x) => x.sigmoid(), null, true],
    ["tanh", (x) => x.tanh(), null, true],
    ["softsign", (x) => x.softsign(), null, true],
    ["erf", (x) => x.erf(), null, true],
  ];
  const w = parameter([[1, -1]], { name: "w" });
  const v = parameter([[1], [1]], { name: "v" });
  const named = [
    ["w", w],
    ["v", v],
  ] as readonly (readonly [string, Parameter])[];
  const model = { forward: () => {}, namedParameters: () => named };
  const units = (f: (x: Tensor) => Tensor) =>
    gradientFlow(model, () =>
      f(tensor([[0.5], [0.75]]).matmul(w))
        .matmul(v)
        .sum(),
    ).layers[0]!.units;

  for (const [name, f, dead, levelsOff] of functions)
    test(name, () => {
      const found = units(f)!;
      expect([found.count, found.dead, found.saturated !== null]).toEqual([2, dead, levelsOff]);
    });

  test("what is flat nowhere and levels off on no more than one side has none", () => {
    const others: ((x: Tensor) => Tensor)[] = [
      (x) => x,
      (x) => x.mul(2),
      (x) => x.softplus(),
      (x) => x.elu(),
      (x) => x.leakyRelu(),
      (x) => x.silu(),
      (x) => x.gelu(),
      (x) => x.exp(),
      (x) => x.square(),
      (x) => x.reciprocal(),
      (x) => x.cos(),
    ];
    for (const f of others) expect(units(f), String(f)).toBeNull();
  });
});

describe("layers", () => {
  class Block extends Module {
    readonly inner = new Sequential(new Dense(2, 3, { activation: "tanh" }), (x: Tensor) => x.mul(2), new Dense(3, 2));
    readonly scale = this.addParameter("scale", [2], "ones");
    forward(x: Tensor): Tensor {
      return this.inner.forward(x).mul(this.scale).tanh() as Tensor;
    }
  }

  test("are Modules by path; a function belongs to the layer before, and so does a vector of the model's own", () => {
    const model = new Block();
    const flow = gradientFlow(model, () =>
      model
        .forward(tensor([[1, 2]]))
        .square()
        .mean(),
    );
    expect(flow.layers.map(({ path, parameters }) => [path, parameters])).toEqual([
      ["inner.layers.0", ["inner.layers.0.kernel", "inner.layers.0.bias"]],
      ["inner.layers.2", ["inner.layers.2.kernel", "inner.layers.2.bias", "scale"]],
    ]);
  });

  test("a penalty that a layer computes is not what it gives", () => {
    let penalty: Tensor = tensor(0);
    class Penalized extends Module {
      readonly weight = this.addParameter("weight", [2, 2], "ones");
      forward(x: Tensor): Tensor {
        const y = x.matmul(this.weight);
        penalty = y.square().sum();
        return y;
      }
    }
    const model = new Sequential(new Penalized(), new Dense(2, 1));
    const run = () =>
      model
        .forward(tensor([[1, 2]]))
        .sum()
        .add(penalty);
    // x W = [3, 3]
    expect(gradientFlow(model, run).layers[0]!.value.norm).toBe(Math.sqrt(18));
  });

  test("of a program without Modules begin at each matrix", () => {
    const [w1, b1, w2] = [
      parameter([[1, 2]], { name: "w1" }),
      parameter([0.5, 0.5], { name: "b1" }),
      parameter([[1], [2]], { name: "w2" }),
    ];
    const named = [
      ["w1", w1],
      ["b1", b1],
      ["w2", w2],
    ] as readonly (readonly [string, Parameter])[];
    const model = { forward: (x: Tensor) => x.matmul(w1).add(b1).relu().matmul(w2), namedParameters: () => named };
    const flow = gradientFlow(model, () =>
      model
        .forward(tensor([[1]]))
        .sub(3)
        .square()
        .mean(),
    );
    // h = [1.5, 2.5], y = 6.5, ∂L/∂y = 7, ∂L/∂h = [7, 14].
    expect(flow.layers.map(({ path, parameters }) => [path, parameters])).toEqual([
      ["w1", ["w1", "b1"]],
      ["w2", ["w2"]],
    ]);
    expect(flow.layers.map(({ value }) => value.norm)).toEqual([Math.sqrt(1.5 ** 2 + 2.5 ** 2), 6.5]);
    expect(flow.layers[0]!.cotangent!.norm).toBe(Math.sqrt(49 + 196));
    expect(flow.layers[0]!.gradient!.norm).toBe(Math.sqrt(2 * (49 + 196)));
  });
});

test("looking changes nothing: no gradient, no generator, and the values afterwards are the same", () => {
  const { model, run } = deep(3, "tanh", 0.5);
  manualSeed(4);
  const before = run().item();
  gradientFlow(model, run);
  expect(model.parameters().every(({ grad }) => grad === null)).toBe(true);
  expect(run().item()).toBe(before);
});

test("as text: a table, the verdict, and what is the matter with single layers", () => {
  const [w1, w2] = [parameter([[2, -1]], { name: "w1" }), parameter([[1], [3]], { name: "w2" })];
  const model = {
    forward: () => {},
    namedParameters: () =>
      [
        ["w1", w1],
        ["w2", w2],
      ] as readonly (readonly [string, Parameter])[],
  };
  // h = [2, 0], y = 2, L = 4; ∂L/∂y = 4, ∂L/∂h = [4, 12].
  const flow = gradientFlow(model, () =>
    tensor([[1]])
      .matmul(w1)
      .relu()
      .matmul(w2)
      .square()
      .sum(),
  );
  expect(String(flow)).toBe(
    [
      "Root mean squares:",
      "  layer  value  cotangent  gradient",
      "  w1     1.414  8.944      2.828",
      "  w2     2      4          5.657",
      "Healthy: the cotangent of w1 is 2.236 times that of w2, 2.236 a layer.",
      "w1: 1 of 2 relu units is dead: 0 slope for every example.",
    ].join("\n"),
  );
});

describe("what it refuses", () => {
  const { model, run } = deep(2, "tanh", 0.5);
  test("a loss without a way to record it", () => {
    expect(() => gradientFlow(model, run() as never)).toThrow(
      "gradientFlow: its second argument must be a tape, or a function that computes the loss, got a tensor. " +
        "Write gradientFlow(model, () => loss), so that it can be recorded.",
    );
  });

  test("a tape without a backward pass, and one that is none", () => {
    expect(() => gradientFlow(model, record(run).tape)).toThrow(
      "gradientFlow: the tape must have a backward pass, got one without. " +
        "Call backward() within record, or pass a function that computes the loss.",
    );
    expect(() => gradientFlow(model, 3 as never)).toThrow(
      "gradientFlow: its argument must be a tape or a tensor, got 3.",
    );
  });

  test("a function that gives no scalar", () => {
    expect(() => gradientFlow(model, () => tensor([1, 2]))).toThrow(
      "gradientFlow: loss must be a scalar of dtype float32 or float64, got shape [2] and dtype float32. Reduce it with .sum() or .mean().",
    );
  });

  test("a loss of another model, what is no model, and a misspelt option", () => {
    const w = parameter([2]);
    expect(() => gradientFlow(model, () => w.square().sum())).toThrow(
      "gradientFlow: the loss must be computed with parameters of the model, got one of 2 nodes that uses none of its 4. " +
        "Call the model within the function.",
    );
    expect(() => gradientFlow({} as never, run)).toThrow(
      "gradientFlow: model must have a method namedParameters, got an object. Pass a Module, or { forward, namedParameters }.",
    );
    expect(() => gradientFlow(model, run, { saturated: 0.1 } as never)).toThrow("Did you mean saturatedBelow?");
  });
});
