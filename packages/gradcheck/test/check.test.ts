import { customVjp, dropout, Parameter, parameter, Rng, type Tensor, tensor } from "@tapegrad/core";
import { assertGradients, checkGradients } from "@tapegrad/gradcheck";
import { Dense, losses, Module, sequential } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";
import { number, vector } from "./vector.ts";

/** tanh with a derivative of twice the right size. */
const doubledTanh = customVjp({
  name: "doubledTanh",
  forward: (x: Tensor) => x.tanh(),
  vjp: (cotangent, { output }) => [cotangent.mul(output.square().neg().add(1)).mul(2)],
});

describe("what is checked", () => {
  test("every element of every input is an entry, named by argument, path and index", () => {
    const f = (x: Tensor, { w, parts }: { w: Tensor; parts: Tensor[] }): Tensor =>
      x.mul(w).add(parts[0]!).sum().add(parts[1]!);
    const { entries, verdict } = checkGradients(
      f,
      [vector(1, 2), { w: tensor([[3, 4]]), parts: [number(5), number(6)] }],
      { seed: 1 },
    );
    expect(verdict).toBe("pass");
    expect(entries.map(({ path, index }) => `${path} ${JSON.stringify(index)}`)).toEqual([
      "[0] [0]",
      "[0] [1]",
      "[1].w [0,0]",
      "[1].w [0,1]",
      "[1].parts[0] []",
      "[1].parts[1] []",
    ]);
    expect(entries.map(({ analytic }) => analytic)).toEqual([3, 4, 1, 2, 2, 1]);
  });

  test("a single input is named by itself, and its parts as one writes them", () => {
    expect(checkGradients((x: Tensor) => x.tanh(), [vector(1)]).entries[0]!.path).toBe("input");
    const report = checkGradients(
      ({ w, b }: { w: Tensor; b: Tensor[] }) => w.mul(b[0]!),
      [{ w: number(1), b: [number(2)] }],
    );
    expect(report.entries.map(({ path }) => path)).toEqual(["w", "b[0]"]);
  });

  test("integers, flags and numbers among the arguments are passed on as they are", () => {
    const seen: unknown[] = [];
    const f = (x: Tensor, labels: Tensor, scale: number, mode: string): Tensor => {
      seen.push([labels.dtype, scale, mode]);
      return x.takeAlongAxis(labels, 0).mul(scale).sum();
    };
    const report = checkGradients(f, [vector(1, 2, 3), tensor([2, 2], { dtype: "int32" }), 0.5, "fast"], { seed: 1 });
    expect(report.entries.map(({ analytic }) => analytic)).toEqual([0, 0, 1]);
    expect(new Set(seen.map(String))).toEqual(new Set(["int32,0.5,fast"]));
  });

  test("several outputs are checked together, those of integers left out", () => {
    const f = (x: Tensor): unknown => ({ a: x.square(), b: [x.sum(), x.argmax(0)] });
    const report = checkGradients(f, [vector(1, 3)], { seed: 1 });
    expect(`${report}`).toContain("gradients: pass");
    const wrong = (x: Tensor): unknown => ({ a: x.square(), b: [doubledTanh(x), x.argmax(0)] });
    expect(checkGradients(wrong, [vector(1, 3)], { seed: 1 }).verdict).toBe("fail");
  });

  test("the arguments given are left as they were", () => {
    const x = tensor([1, 2]);
    const before = x.data.slice();
    checkGradients((y: Tensor) => y.square(), [x]);
    expect([x.dtype, x.data, x.requiresGrad, x.grad, x.node]).toEqual(["float32", before, false, null, null]);
  });

  test("an argument that is returned as it is has the derivative 1", () => {
    const report = checkGradients((x: Tensor) => x, [vector(1, 2)], { seed: 1 });
    expect(`${report}`).toContain("pass (2 pass; 2 in all)");
  });
});

describe("modes", () => {
  test("up to 64 elements are looked at one by one, more along one direction through all", () => {
    const f = (x: Tensor): Tensor => x.tanh().sum();
    expect(checkGradients(f, [tensor(new Float64Array(64))]).entries).toHaveLength(64);
    const [entry, ...others] = checkGradients(f, [tensor(new Float64Array(65))]).entries;
    expect([entry!.path, entry!.index, others]).toEqual(["direction 1", undefined, []]);
    expect(checkGradients(f, [vector(1, 2)], { mode: "directions", directions: 3 }).entries).toHaveLength(3);
    expect(checkGradients(f, [tensor(new Float64Array(65))], { mode: "elements" }).entries).toHaveLength(65);
  });

  test("along a direction of length 1 the derivative of a sum of squares is 2 ⟨x, v⟩: at most 2 |x|", () => {
    const x = tensor(new Float64Array(100).fill(1));
    for (const { analytic, numeric } of checkGradients((y: Tensor) => y.square().sum(), [x], { directions: 5, seed: 3 })
      .entries) {
      expect(Math.abs(analytic)).toBeLessThanOrEqual(20);
      expect(Math.abs(numeric - analytic)).toBeLessThan(1e-10);
    }
  });

  test("a model of a million parameters takes 12 evaluations, and a fault in one small layer is found", {
    timeout: 60_000,
  }, () => {
    const fill = (shape: number[], seed: number): Tensor => {
      const values = new Rng(seed).normal<number[], "float64">(shape, { dtype: "float64" });
      return values.mul(1 / Math.sqrt(shape[0]!));
    };
    const weights = [fill([1000, 990], 1), fill([990, 10], 2), fill([10, 10], 3)];
    const elements = weights.reduce((total, { size }) => total + size, 0);
    expect(elements).toBeGreaterThan(999_000);
    const x = fill([1, 1000], 4);
    let calls = 0;
    const model =
      (activation: (h: Tensor) => Tensor) =>
      ([a, b, c]: readonly Tensor[]): Tensor => {
        calls++;
        return activation(x.matmul(a!).tanh().matmul(b!).tanh().matmul(c!)).square().mean();
      };
    const right = checkGradients(
      model((h) => h.tanh()),
      [weights],
      { seed: 1 },
    );
    expect([right.verdict, right.evaluations, calls]).toEqual(["pass", 12, 12]);

    const planted = customVjp({
      name: "planted",
      forward: (c: Tensor) => c.mul(1),
      vjp: (cotangent) => [cotangent.mul(1.01)],
    });
    const wrong = ([a, b, c]: readonly Tensor[]): Tensor => model((h) => h.tanh())([a!, b!, planted(c!)]);
    const report = checkGradients(wrong, [weights], { seed: 1 });
    expect(report.verdict).toBe("fail");
    expect(report.blame.map(({ op }) => op)).toEqual(["planted"]);
  });

  test("second derivatives: of x³ at 2 it is 12", () => {
    const { entries } = checkGradients((x: Tensor) => x.pow(3).sum(), [number(2)], { order: 2, seed: 1 });
    expect(entries.map(({ order, verdict }) => [order, verdict])).toEqual([
      [1, "pass"],
      [2, "pass"],
    ]);
    expect(entries[0]!.analytic).toBe(12);
    expect(Math.abs(entries[1]!.analytic) / Math.abs(entries[1]!.numeric)).toBeCloseTo(1, 10);
  });

  test("a rule with a right value and a wrong derivative of its own fails in the second order only", () => {
    const constantRule = customVjp({
      name: "constantRule",
      forward: (x: Tensor) => x.square(),
      vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!.detach()).mul(2)],
    });
    const report = checkGradients((x: Tensor) => constantRule(x).sum(), [vector(1, 2)], { order: 2, seed: 1 });
    expect(report.entries.map(({ order, verdict }) => `${order} ${verdict}`)).toEqual([
      "1 pass",
      "1 pass",
      "2 fail",
      "2 fail",
    ]);
    expect(`${report}`).toContain("second derivative analytic 0, numeric ");
  });

  test("second derivatives of a linear function are 0", () => {
    const report = checkGradients((x: Tensor) => x.mul(3), [vector(1, 2)], { order: 2, seed: 1 });
    expect(report.entries.filter(({ order }) => order === 2).map(({ analytic }) => analytic)).toEqual([0, 0]);
    expect(report.verdict).toBe("pass");
  });

  test("mixed second derivatives are seen: xy has none of one variable alone", () => {
    const report = checkGradients((x: Tensor, y: Tensor) => x.mul(y), [number(2), number(3)], { order: 2, seed: 1 });
    const second = report.entries.filter(({ order }) => order === 2);
    expect(second.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    expect(second.every(({ analytic }) => Math.abs(analytic) >= 0.25)).toBe(true);
  });

  test("forward mode is checked along directions of the inputs", () => {
    const f = (x: Tensor, y: Tensor): Tensor => x.mul(y).tanh();
    const report = checkGradients(f, [vector(1, 2), vector(0.5)], { forwardMode: true, directions: 2, seed: 1 });
    expect(report.entries.map(({ mode, verdict }) => `${mode} ${verdict}`)).toEqual([
      "vjp pass",
      "vjp pass",
      "vjp pass",
      "jvp pass",
      "jvp pass",
    ]);
    const wrong = checkGradients(doubledTanh, [vector(0.3)], { forwardMode: true, seed: 1 });
    expect(wrong.entries.map(({ mode, verdict }) => `${mode} ${verdict}`)).toEqual(["vjp fail", "jvp fail"]);
    expect(`${wrong}`).toContain("direction 1: jvp derivative analytic");
  });

  test("the seed is printed, and gives the same report again", () => {
    const f = (x: Tensor): Tensor => doubledTanh(x);
    const report = checkGradients(f, [tensor(new Float64Array(100).fill(0.3))]);
    const seed = Number(/seed (\d+), /.exec(`${report}`)![1]);
    expect(seed).toBe(report.seed);
    const again = checkGradients(f, [tensor(new Float64Array(100).fill(0.3))], { seed });
    expect(again.entries).toEqual(report.entries);
    const other = checkGradients(f, [tensor(new Float64Array(100).fill(0.3))], { seed: seed + 1 });
    expect(other.entries).not.toEqual(report.entries);
  });
});

describe("models", () => {
  const rng = new Rng(1);
  const x = rng.normal([3, 4]);
  const labels = tensor([0, 2, 1], { dtype: "int32" });
  const model = sequential(new Dense(4, 5, { activation: "tanh", rng }), new Dense(5, 3, { rng }));
  const loss = (batch: Tensor): Tensor =>
    losses.sparseCategoricalCrossEntropy(model.forward(batch), labels, { fromLogits: true });
  /** Everything that a check must leave as it was. */
  const state = (): unknown =>
    model.namedParameters().map(([name, { data, dtype, grad, requiresGrad, version }]) => ({
      name,
      values: [...data],
      kind: data.constructor.name,
      dtype,
      grad,
      requiresGrad,
      version: version!.count,
    }));

  test("a Sequential with its loss: every parameter and the input, in float64, and the model is left bit for bit", () => {
    const buffers = model.parameters().map(({ data }) => data);
    model.parameters()[0]!.grad = null;
    const before = state();
    const report = checkGradients(loss, [x], { module: model, seed: 1 });
    expect(`${report}`).toContain("gradients: pass");
    const deepest = checkGradients(loss, [x], { module: model, mode: "elements", seed: 1 });
    expect(`${deepest}`).toContain("gradients: pass (55 pass; 55 in all)");
    expect([...new Set(deepest.entries.map(({ path }) => path))]).toEqual([
      "input",
      ...model.namedParameters().map(([name]) => name),
    ]);
    expect(Math.max(...deepest.entries.map(({ bound }) => bound))).toBeLessThan(1e-9);
    expect(state()).toEqual(before);
    expect(model.parameters().map(({ data }) => data)).toEqual(buffers);
    for (const [i, { data }] of model.parameters().entries()) expect(data).toBe(buffers[i]);
  });

  test("gradients that were there stay, even if the function runs backward() itself", () => {
    loss(x).backward();
    const kept = model.parameters().map(({ grad }) => grad);
    expect(kept.every((grad) => grad !== null)).toBe(true);
    const before = state();
    checkGradients(
      (batch: Tensor) => {
        loss(batch).backward();
        return loss(batch);
      },
      [x],
      { module: model },
    );
    for (const [i, { grad }] of model.parameters().entries()) expect(grad).toBe(kept[i]);
    expect(state()).toEqual(before);
    for (const each of model.parameters()) each.grad = null;
  });

  test("the model is put back if the function throws", () => {
    const before = state();
    let calls = 0;
    const failing = (batch: Tensor): Tensor => {
      if (++calls === 5) throw new Error("no more");
      return loss(batch);
    };
    expect(thrownBy(() => checkGradients(failing, [x], { module: model }))).toBe("Error: no more");
    expect(state()).toEqual(before);
  });

  test("a frozen parameter is not varied", () => {
    const [first] = model.parameters();
    first!.freeze();
    const { entries } = checkGradients(loss, [x], { module: model, mode: "elements" });
    first!.freeze(false);
    const paths = new Set(entries.map(({ path }) => path));
    const [frozen, ...others] = model.namedParameters().map(([name]) => name);
    expect(paths).toEqual(new Set(["input", ...others]));
    expect(paths.has(frozen!)).toBe(false);
  });

  test("a model alone is enough: no input has to be varied", () => {
    const report = checkGradients(() => loss(x), [], { module: model, seed: 1, mode: "elements" });
    expect(`${report}`).toContain("gradients: pass (43 pass; 43 in all)");
  });

  test("second derivatives of a model, mixed ones included", () => {
    const report = checkGradients(loss, [x], { module: model, order: 2, seed: 1, mode: "elements" });
    expect(`${report}`).toContain("gradients: pass (110 pass; 110 in all)");
    // f = w x at w = 3: the second derivative is that of x by w, and the other way round.
    const w = parameter(3, { dtype: "float64" });
    const line = { forward: (y: Tensor) => y.mul(w), namedParameters: () => [["w", w]] as const };
    const { entries } = checkGradients((y: Tensor) => line.forward(y), [number(2)], {
      module: line,
      order: 2,
      seed: 1,
    });
    expect(entries.slice(0, 2).map(({ path, analytic }) => [path, analytic])).toEqual([
      ["input", 3],
      ["w", 2],
    ]);
    for (const { analytic, numeric } of entries.slice(2)) {
      expect(Math.abs(analytic)).toBeGreaterThan(0.2);
      expect(numeric).toBeCloseTo(analytic, 10);
    }
  });

  test("a fault in a layer is blamed with the path of its Module", () => {
    class Wrong extends Module {
      readonly scale = parameter([1, 2, 3, 4]);
      forward(batch: Tensor): Tensor {
        return doubledTanh(batch.mul(this.scale));
      }
    }
    const wrong = sequential(new Wrong() as never, new Dense(4, 3, { rng })) as unknown as Module & {
      forward(batch: Tensor): Tensor;
    };
    const report = checkGradients((batch: Tensor) => wrong.forward(batch).sum(), [x], { module: wrong, seed: 1 });
    expect(report.verdict).toBe("fail");
    expect(report.blame.map(({ op, module }) => `${op} in ${module}`)).toEqual(["doubledTanh in layers.0"]);
  });

  test("a float32 model as given is held to float32", () => {
    const report = checkGradients(loss, [x], { module: model, precision: "as given", seed: 1, mode: "elements" });
    expect(report.ok, `${report}`).toBe(true);
    expect(Math.max(...report.entries.map(({ bound }) => bound))).toBeGreaterThan(1e-8);
    expect(model.parameters().every((each) => each instanceof Parameter && each.dtype === "float32")).toBe(true);
  });
});

describe("errors", () => {
  test("a function that gives other values the second time", () => {
    const values = [1, 2];
    expect(thrownBy(() => checkGradients((x: Tensor) => x.mul(values.shift()!).sum(), [number(3)]))).toBe(
      "GradientError: checkGradients: the function must give the same value each time, got 3 and 6. Make a new Rng with the " +
        "same seed inside it, or switch the model to eval().",
    );
    const rng = new Rng(1);
    expect(thrownBy(() => checkGradients((x: Tensor) => dropout(x, { rng }), [vector(1, 2, 3, 4)]))).toContain(
      "the function must give the same value each time",
    );
    expect(checkGradients((x: Tensor) => dropout(x, { rng: new Rng(1) }), [vector(1, 2, 3, 4)]).verdict).toBe("pass");
  });

  test("nothing to vary, nothing to differentiate, no list of inputs, no number of directions", () => {
    expect(thrownBy(() => checkGradients((_: Tensor) => number(1), [tensor([1], { dtype: "int32" })]))).toBe(
      "GradientError: checkGradients: the inputs must have a float tensor or the module a parameter to vary, got none.",
    );
    expect(thrownBy(() => checkGradients((x: Tensor) => x.argmax(0), [vector(1, 2)]))).toBe(
      "GradientError: checkGradients: the function must give a float tensor, or a tree with one, got none.",
    );
    expect(thrownBy(() => checkGradients((x: Tensor) => x.item(), [number(1)]))).toBe(
      "TapegradError: checkGradients: expected a tensor, or arrays and objects of tensors, got 1.",
    );
    expect(thrownBy(() => checkGradients((x: Tensor) => x, vector(1) as never))).toBe(
      "GradientError: checkGradients: inputs must be the list of arguments, got a Tensor. Write [input].",
    );
    expect(thrownBy(() => checkGradients((x: Tensor) => x, [vector(1)], { directions: 0 }))).toBe(
      "DomainError: checkGradients: directions must be a whole number from 1 on, got 0.",
    );
  });

  test("assertGradients throws with the report, and only for a wrong derivative", () => {
    assertGradients((x: Tensor) => x.abs(), [number(0)]);
    assertGradients((x: Tensor) => x.add(1e16).sub(1e16), [number(0)]);
    const text = thrownBy(() => assertGradients(doubledTanh, [number(0.5)], { seed: 7 }));
    expect(text).toMatch(
      /^GradientError: assertGradients: the derivatives must be right\.\ngradients: fail \(1 fail; 1 in all\)\n/,
    );
    expect(text).toMatch(/ {2}seed 7, \d+ evaluations$/);
  });
});
