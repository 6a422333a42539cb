import {
  defineUpdate,
  type Parameter,
  parameter,
  Rng,
  type StepReadings,
  type Tensor,
  tensor,
  updateParts,
} from "@tapegrad/core";
import { Adam, type Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import { describe, expect, it } from "vitest";

const f64 = (values: number[]): Tensor => tensor(values, { dtype: "float64" });

/** What the parts of one step are, and what it changed. */
function step(optimizer: Optimizer, theta: Parameter, gradient: Tensor, penalty: Tensor | null = null) {
  const before = f64(Array.from(theta.data));
  const { step, tensors } = optimizer.state().parameters[0]!;
  const { learningRate } = optimizer;
  const readings: StepReadings = { theta: before, gradient, penalty, state: tensors, learningRate, step: step + 1 };
  theta.grad = gradient;
  optimizer.step();
  const parts = updateParts(optimizer.update, { penalties: penalty !== null }).of(readings);
  return { parts, change: Array.from(before.data, (_, i) => theta.data[i]! - before.data[i]!) };
}

function closeTo(x: Tensor | undefined, values: number[]): void {
  expect(x?.size).toBe(values.length);
  for (const [i, value] of values.entries()) expect(x!.data[i]).toBeCloseTo(value, 14);
}

describe("The parts of an update", () => {
  it("are, for SGD with momentum, weight decay and a penalty, those computed by hand", () => {
    const theta = parameter([2], { dtype: "float64" });
    const optimizer = new SGD([theta], { learningRate: 0.5, momentum: 0.5, weightDecay: 0.25 });
    // The first velocity is g + λθ = 1 + 0.5.
    const first = step(optimizer, theta, f64([1]), f64([0.25]));
    closeTo(first.parts.gradient, [-0.375]); // −0.5 (1 − 0.25)
    closeTo(first.parts.momentum, [0]);
    closeTo(first.parts.penalty, [-0.125]);
    closeTo(first.parts.decay, [-0.25]); // −0.5 · 0.25 · 2
    expect(first.change).toEqual([-0.75]);
    // The second: 0.5 · 1.5 + 3 + 0.25 · 1.25.
    const second = step(optimizer, theta, f64([3]), f64([-1]));
    closeTo(second.parts.gradient, [-2]);
    closeTo(second.parts.momentum, [-0.375]);
    closeTo(second.parts.penalty, [0.5]);
    closeTo(second.parts.decay, [-0.15625]);
    expect(second.change).toEqual([-2.03125]);
  });

  it("have Nesterov's momentum and dampening in them", () => {
    const theta = parameter([1], { dtype: "float64" });
    const nesterov = new SGD([theta], { learningRate: 1, momentum: 0.5, nesterov: true });
    closeTo(step(nesterov, theta, f64([2])).parts.gradient, [-3]); // g + μ g
    const { parts } = step(nesterov, theta, f64([4]));
    closeTo(parts.gradient, [-6]);
    closeTo(parts.momentum, [-0.5]); // μ μ v
    const dampened = new SGD([theta], { learningRate: 1, momentum: 0.5, dampening: 0.75 });
    step(dampened, theta, f64([2]));
    const later = step(dampened, theta, f64([4])).parts;
    closeTo(later.gradient, [-1]); // (1 − 0.75) 4
    closeTo(later.momentum, [-1]);
  });

  it("share, for Adam, the divisor that the whole gradient made", () => {
    const theta = parameter([2], { dtype: "float64" });
    const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 0, weightDecay: 0.5 };
    const optimizer = new Adam([theta], options);
    // g + λθ = 3 + 1 = 4: v̂ = 16 and the step is −0.1 in all: 2/4 of it for the gradient of the data, 1/4 each for penalty and decay.
    const first = step(optimizer, theta, f64([3]), f64([1]));
    closeTo(first.parts.gradient, [-0.05]);
    closeTo(first.parts.momentum, [0]);
    closeTo(first.parts.penalty, [-0.025]);
    closeTo(first.parts.decay, [-0.025]);
    // m = 2, v = 4 before; θ = 1.9, λθ = 0.95, the gradient 1.05: g = 2, m = 0.5 · 2 + 0.5 · 2, v = 0.75 · 4 + 0.25 · 4.
    const second = step(optimizer, theta, f64([1.05]), f64([0.25]));
    const divisor = (1 - 0.5 ** 2) * Math.sqrt(4 / (1 - 0.75 ** 2));
    closeTo(second.parts.gradient, [(-0.1 * 0.5 * 0.8) / divisor]);
    closeTo(second.parts.momentum, [(-0.1 * 0.5 * 2) / divisor]);
    closeTo(second.parts.penalty, [(-0.1 * 0.5 * 0.25) / divisor]);
    closeTo(second.parts.decay, [(-0.1 * 0.5 * 0.95) / divisor]);
  });

  it("are, for centered RMSProp with momentum, its scaled gradient and what the velocity kept", () => {
    const theta = parameter([1], { dtype: "float64" });
    const options = { learningRate: 0.5, decay: 0.5, epsilon: 0, momentum: 0.25, centered: true };
    const optimizer = new RMSProp([theta], options);
    // v = 0.5 · 16, ḡ = 2: ṽ = 8 − 4, and 4 / √4 = 2.
    closeTo(step(optimizer, theta, f64([4])).parts.gradient, [-1]);
    // v = 0.5 · 8 + 0.5 · 4, ḡ = 0.5 · 2 + 0.5 · 2 = 2: ṽ = 6 − 4.
    const { parts } = step(optimizer, theta, f64([2]));
    closeTo(parts.gradient, [(-0.5 * 2) / Math.sqrt(2)]);
    closeTo(parts.momentum, [-0.5 * 0.25 * 2]);
  });

  it("tell decay that bypasses the divisor, as in AdamW, from the rest", () => {
    const decoupled = defineUpdate({
      name: "decoupled",
      state: ["m", "v"],
      options: ["beta", "weightDecay"],
      momentum: ["m"],
      decay: ["weightDecay"],
      symbols: { learningRate: "γ", weightDecay: "λ", beta: "β" },
      update(e, { theta, gradient, m, v, learningRate }, { beta, weightDecay }) {
        const mean = e.add(e.mul(beta, m), e.mul(e.sub(1, beta), gradient));
        const square = e.add(v, e.square(gradient));
        const kept = e.mul(theta, e.sub(1, e.mul(learningRate, weightDecay)));
        return { m: mean, v: square, theta: e.sub(kept, e.mul(learningRate, e.div(mean, e.sqrt(square)))) };
      },
    });
    const parts = updateParts(decoupled({ beta: 0.5, weightDecay: 0.25 }));
    expect(parts.formulas()).toEqual({
      gradient: "−γ (1 − β) g / √v",
      momentum: "−γ β m / √v",
      decay: "−θ γ λ",
    });
    const state = { m: f64([2]), v: f64([9]) };
    const found = parts.of({ theta: f64([8]), gradient: f64([4]), state, learningRate: 0.5, step: 3 });
    closeTo(found.gradient, [-0.2]); // 0.5 · 0.5 · 4 / 5
    closeTo(found.momentum, [-0.1]);
    closeTo(found.decay, [-1]);
  });

  it("come one after the other where the update is not linear", () => {
    const signs = defineUpdate({
      name: "signs",
      state: ["m"],
      options: ["weightDecay"],
      momentum: ["m"],
      decay: ["weightDecay"],
      update(e, { theta, gradient, m, learningRate }, { weightDecay }) {
        const sum = e.add(e.add(gradient, m), e.mul(weightDecay, theta));
        return { m: sum, theta: e.sub(theta, e.mul(learningRate, e.sign(sum))) };
      },
    });
    const parts = updateParts(signs({ weightDecay: 1 }));
    const readings = {
      theta: f64([1, 9]),
      gradient: f64([2, 2]),
      state: { m: f64([-3, -3]) },
      learningRate: 0.5,
      step: 2,
    };
    const found = parts.of(readings);
    // sign(2) = 1; with −3 it is −1, a change of −2; with θ it is 0, or 1.
    closeTo(found.gradient, [-0.5, -0.5]);
    closeTo(found.momentum, [1, 1]);
    closeTo(found.decay, [-0.5, -1]);
  });

  it("count what moves the parameter without a gradient to the gradient's", () => {
    const drift = defineUpdate({
      name: "drift",
      state: [],
      options: [],
      update: (e, { theta, gradient }) => ({ theta: e.sub(e.add(theta, 1), gradient) }),
    });
    const found = updateParts(drift({})).of({
      theta: f64([5]),
      gradient: f64([3]),
      state: {},
      learningRate: 1,
      step: 1,
    });
    closeTo(found.gradient, [-2]);
  });

  const options = [
    ["SGD", (w: Parameter) => new SGD([w], { learningRate: 0.1, momentum: 0.9, dampening: 0.2, weightDecay: 0.1 })],
    ["SGD, Nesterov", (w: Parameter) => new SGD([w], { learningRate: 0.1, momentum: 0.9, nesterov: true })],
    ["Adam", (w: Parameter) => new Adam([w], { learningRate: 0.1, weightDecay: 0.1 })],
    ["AMSGrad", (w: Parameter) => new Adam([w], { learningRate: 0.1, amsgrad: true })],
    ["RMSProp", (w: Parameter) => new RMSProp([w], { centered: true, momentum: 0.5, weightDecay: 0.1 })],
  ] as const;

  it.each(options)("of %s sum up to the update, to the rounding of float64", (_, make) => {
    const rng = new Rng(7);
    const theta = parameter(rng.normal([50], { dtype: "float64" }));
    const optimizer = make(theta);
    for (let t = 1; t <= 5; t++) {
      const values = Array.from(theta.data);
      const { parts, change } = step(
        optimizer,
        theta,
        rng.normal([50], { dtype: "float64" }),
        rng.normal([50], { dtype: "float64" }),
      );
      const list = Object.values(parts);
      for (const [i, whole] of change.entries()) {
        const sum = list.reduce((total, part) => total + part.data[i]!, 0);
        const size = Math.abs(values[i]!) + list.reduce((total, part) => total + Math.abs(part.data[i]!), 0);
        // θ − move is rounded once at the size of θ; the terms of each part a few times at theirs.
        expect(Math.abs(sum - whole)).toBeLessThanOrEqual(8 * 2 ** -53 * size);
      }
    }
  });

  it("are written as equations", () => {
    const sgd = new SGD([parameter([1])], { momentum: 0.9, weightDecay: 0.1 });
    const { causes, formulas } = updateParts(sgd.update, { penalties: true });
    expect(causes).toEqual(["gradient", "momentum", "penalty", "decay"]);
    expect(formulas()).toEqual({
      gradient: "−γ (g − p)",
      momentum: "−γ μ v [t ≠ 1]",
      penalty: "−γ p",
      decay: "−γ λ θ",
    });
    expect(formulas("latex").decay).toBe("-\\gamma \\lambda \\theta");
    expect(updateParts(new SGD([parameter([1])]).update).causes).toEqual(["gradient"]);
  });

  it("want an update, and tensors of the parameter's shape", () => {
    expect(() => updateParts({} as never)).toThrow(
      "updateParts: update must be one that defineUpdate made, got an object. Pass optimizer.update.",
    );
    const parts = updateParts(new SGD([parameter([1])]).update);
    const readings = { theta: f64([1, 2]), gradient: f64([1]), state: {}, learningRate: 1, step: 1 };
    expect(() => parts.of(readings)).toThrow("updateParts: gradient must be a tensor of shape [2], as theta, got [1].");
  });
});
