import { type Parameter, parameter, type Tensor, tensor } from "@tapegrad/core";
import { Adam, type Optimizer, RMSProp, SGD } from "@tapegrad/optim";
import { describe, expect, test } from "vitest";
import {
  adamTrajectories,
  gradients,
  rmsPropTrajectories,
  sgdTrajectories,
  start,
  type Trajectory,
} from "./pytorch.ts";

/** All values are of order 1, and eight steps of some ten operations round by 1e-14 at most. */
const tolerance = 1e-12;

function expectTrajectory(make: (theta: Parameter) => Optimizer, expected: Trajectory<unknown>): void {
  const theta = parameter(start, { dtype: "float64" });
  const optimizer = make(theta);
  const at: (readonly number[] | undefined)[] = [];
  for (const gradient of gradients) {
    theta.grad = tensor(gradient, { dtype: "float64" }) as Tensor;
    optimizer.step();
    at.push(Array.from(theta.data));
  }
  const distance = (step: number, wanted: readonly number[]): number =>
    Math.max(...wanted.map((value, i) => Math.abs(value - at[step - 1]![i]!)));
  expect(distance(1, expected.after1)).toBeLessThan(tolerance);
  expect(distance(2, expected.after2)).toBeLessThan(tolerance);
  expect(distance(8, expected.after8)).toBeLessThan(tolerance);
}

describe("eight steps are those of PyTorch", () => {
  for (const expected of sgdTrajectories)
    test(`SGD ${JSON.stringify(expected.options)}`, () =>
      expectTrajectory((theta) => new SGD([theta], expected.options), expected));
  for (const expected of rmsPropTrajectories)
    test(`RMSProp ${JSON.stringify(expected.options)}`, () =>
      expectTrajectory((theta) => new RMSProp([theta], expected.options), expected));
  for (const expected of adamTrajectories)
    test(`Adam ${JSON.stringify(expected.options)}`, () =>
      expectTrajectory((theta) => new Adam([theta], expected.options), expected));
});

test("the default rates are PyTorch's", () => {
  const rate = (make: (w: Parameter) => Optimizer): number => make(parameter([1])).learningRate;
  expect(rate((w) => new SGD([w]))).toBe(0.001);
  expect(rate((w) => new RMSProp([w]))).toBe(0.01);
  expect(rate((w) => new Adam([w]))).toBe(0.001);
});

describe("a quadratic bowl ½ Σ aᵢ (wᵢ − cᵢ)² is descended to its lowest point", () => {
  const a = tensor([1, 4, 0.5], { dtype: "float64" });
  const c = tensor([3, -1, 0.25], { dtype: "float64" });
  const distanceAfter = (steps: number, make: (w: Parameter) => Optimizer): number => {
    const w = parameter([0, 0, 0], { dtype: "float64" });
    const optimizer = make(w);
    for (let i = 0; i < steps; i++) {
      optimizer.zeroGrad();
      a.mul(w.sub(c).square()).sum().mul(0.5).backward();
      optimizer.step();
    }
    return Math.max(...Array.from(w.sub(c).data, (x: number) => Math.abs(x)));
  };

  // The distance along axis i shrinks by |1 − 0.3 aᵢ| a step: 0.85²⁰⁰ · 0.25 < 1e-14, 0.7²⁰⁰ and 0.2²⁰⁰ less.
  test("by SGD", () => expect(distanceAfter(200, (w) => new SGD([w], { learningRate: 0.3 }))).toBeLessThan(1e-14));
  // The roots of z² − (1 + μ − γ a) z + μ have modulus √μ: √0.5²⁰⁰ < 1e-30.
  test("by momentum", () =>
    expect(distanceAfter(200, (w) => new SGD([w], { learningRate: 0.3, momentum: 0.5 }))).toBeLessThan(1e-14));
  test("by Nesterov's momentum", () =>
    expect(distanceAfter(300, (w) => new SGD([w], { learningRate: 0.2, momentum: 0.5, nesterov: true }))).toBeLessThan(
      1e-14,
    ));
  // With a rate that decays like 1/t the step, of the length of the rate, can end anywhere: within the last rates of c.
  test("by RMSProp", () =>
    expect(distanceAfter(2000, (w) => new RMSProp([w], { learningRate: (t) => 1 / (t + 10) }))).toBeLessThan(1e-2));
  test("by Adam", () =>
    expect(distanceAfter(2000, (w) => new Adam([w], { learningRate: (t) => 1 / (t + 10) }))).toBeLessThan(1e-2));
});

describe("what the equations imply", () => {
  test("the first step of Adam has the length of the rate, whatever the size of the gradient", () => {
    const w = parameter([0, 0, 0], { dtype: "float64" });
    w.grad = tensor([1e-3, -1, 1e6], { dtype: "float64" }) as Tensor;
    new Adam([w], { learningRate: 0.5, epsilon: 0 }).step();
    for (const [i, wanted] of [-0.5, 0.5, -0.5].entries()) expect(w.data[i]).toBeCloseTo(wanted, 14);
  });

  test("AMSGrad's step grows no longer after one large gradient; Adam's does", () => {
    const lastStep = (amsgrad: boolean): number => {
      const w = parameter([0], { dtype: "float64" });
      const optimizer = new Adam([w], { beta1: 0, beta2: 0.5, amsgrad });
      let before = 0;
      for (let i = 0; i < 60; i++) {
        before = w.data[0]!;
        w.grad = tensor([i === 0 ? 1000 : 1], { dtype: "float64" }) as Tensor;
        optimizer.step();
      }
      return before - w.data[0]!;
    };
    expect(lastStep(false)).toBeCloseTo(1e-3, 9); // v has forgotten: the length of the rate
    expect(lastStep(true)).toBeCloseTo(1e-3 / Math.sqrt(500_000), 9); // the largest v is ½ · 1000²
  });

  test("centered RMSProp stays finite for equal gradients, where v − ḡ² rounds below 0", () => {
    const w = parameter([0, 0, 0, 0], { dtype: "float64" });
    const optimizer = new RMSProp([w], { centered: true, decay: 0.5 });
    for (let i = 0; i < 200; i++) {
      w.grad = tensor([0.1, 0.3, 0.7, 1.1], { dtype: "float64" }) as Tensor;
      optimizer.step();
    }
    expect(Array.from(w.data).every((x) => Number.isFinite(x))).toBe(true);
  });

  test("a NaN in a gradient reaches its own weight only", () => {
    for (const make of [SGD, RMSProp, Adam]) {
      const w = parameter([1, 1], { dtype: "float64" });
      w.grad = tensor([Number.NaN, 0], { dtype: "float64" }) as Tensor;
      new make([w]).step();
      expect(Array.from(w.data)).toEqual([Number.NaN, 1]);
    }
  });

  test("float32 parameters keep float32 state, and agree with float64 to float32's rounding", () => {
    const run = (dtype: "float32" | "float64"): Parameter => {
      const w = parameter(start, { dtype });
      const optimizer = new Adam([w], { learningRate: 0.1 });
      for (const gradient of gradients) {
        w.grad = tensor(gradient, { dtype }) as Tensor;
        optimizer.step();
      }
      expect(optimizer.state().parameters[0]!.tensors.m!.dtype).toBe(dtype);
      return w;
    };
    const [single, double] = [run("float32"), run("float64")];
    // Eight steps, each rounding values below 4 three times: 8 · 3 · 4 · 2⁻²⁵.
    for (let i = 0; i < 3; i++) expect(Math.abs(single.data[i]! - double.data[i]!)).toBeLessThan(8 * 3 * 4 * 2 ** -25);
  });
});
