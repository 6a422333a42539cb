import {
  customVjp,
  grad,
  jvp,
  noGrad,
  parameter,
  record,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;

function vector(...values: readonly number[]): Tensor {
  return tensor([...values], float64);
}

describe("jvp", () => {
  test("gives f(x) and ∂f/∂x · v: of x² that is 2 x v", () => {
    const [y, dy] = jvp((x: Tensor) => x.square(), [vector(1, 2, 3)], [vector(10, -1, 0.5)]);
    expect([y.toArray(), dy.toArray()]).toEqual([
      [1, 4, 9],
      [20, -4, 3],
    ]);
  });

  test("of several primals the tangents add up: d(x y) = y dx + x dy", () => {
    const [, dy] = jvp((x: Tensor, y: Tensor) => x.mul(y), [vector(2), vector(5)], [vector(1), vector(100)]);
    expect(dy.toArray()).toEqual([5 + 200]);
  });

  test("of A x along A it is dA x, along x it is A dx", () => {
    const A = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      float64,
    );
    const x = vector(5, 6);
    const f = (A: Tensor, x: Tensor): Tensor => A.matmul(x);
    const dA = tensor(
      [
        [0, 1],
        [0, 0],
      ],
      float64,
    );
    expect(jvp(f, [A, x], [dA, vector(0, 0)])[1].toArray()).toEqual([6, 0]);
    expect(jvp(f, [A, x], [A.mul(0), vector(1, 0)])[1].toArray()).toEqual([1, 3]);
  });

  test("is the adjoint of vjp: ⟨u, J v⟩ = ⟨Jᵀ u, v⟩", () => {
    const f = (x: Tensor): Tensor => x.mul(x.sum()).tanh();
    const [x, v, u] = [vector(0.1, -0.4, 0.3), vector(1, 2, -1), vector(0.5, 3, 1)];
    const [, Jv] = jvp(f, [x], [v]);
    const [, pullback] = vjp(f, x);
    const [JTu] = pullback(u);
    expect(Jv.mul(u).sum().item()).toBeCloseTo(JTu.mul(v).sum().item(), 14);
  });

  test("takes trees and gives trees", () => {
    const [value, tangent] = jvp(
      (p: { a: Tensor; b: Tensor[] }) => ({ sum: p.a.add(p.b[0]!), list: [p.a.square()] }),
      [{ a: vector(3), b: [vector(4)] }],
      [{ a: vector(1), b: [vector(10)] }],
    );
    expect([value.sum.toArray(), value.list[0]!.toArray()]).toEqual([[7], [9]]);
    expect([tangent.sum.toArray(), tangent.list[0]!.toArray()]).toEqual([[11], [6]]);
  });

  test("what does not depend on a primal has the tangent 0", () => {
    const [, dy] = jvp((x: Tensor) => [x.mul(2), vector(7, 7)], [vector(1)], [vector(1)]);
    expect(dy.map((t) => t.toArray())).toEqual([[2], [0, 0]]);
  });

  test("a tangent of another dtype is converted to that of its primal", () => {
    const [, dy] = jvp((x: Tensor) => x.mul(3), [vector(1)], [tensor([2])]);
    expect([dy.dtype, dy.toArray()]).toEqual(["float64", [6]]);
  });

  test("derivatives nest: the derivative of x ↦ d/dv x³ along w is 6 x v w", () => {
    const cube = (x: Tensor): Tensor => x.pow(3);
    const along = (x: Tensor): Tensor => jvp(cube, [x], [vector(1, 1)])[1];
    expect(jvp(along, [vector(2, 3)], [vector(1, 10)])[1].toArray()).toEqual([12, 180]);
  });

  test("a Hessian times a vector is the jvp of a gradient: of Σ x³ it is 6 x v", () => {
    const gradient = grad((x: Tensor) => x.pow(3).sum());
    expect(jvp(gradient, [vector(1, 2)], [vector(1, 10)])[1].toArray()).toEqual([6, 120]);
  });

  test("and the gradient of a jvp: of x ↦ 2 x v summed it is 2 v", () => {
    const f = (x: Tensor): Tensor => jvp((y: Tensor) => y.square(), [x], [vector(1, 5)])[1].sum();
    expect(grad(f)(vector(3, 4)).toArray()).toEqual([2, 10]);
  });

  test("works inside noGrad, and leaves nothing behind", () => {
    const x = parameter([2], float64);
    const [y, dy] = noGrad(() => jvp((z: Tensor) => z.square(), [x], [vector(1)]));
    expect([y.toArray(), dy.toArray(), y.requiresGrad, dy.requiresGrad, x.grad]).toEqual([
      [4],
      [4],
      false,
      false,
      null,
    ]);
  });

  test("does not confuse the perturbations of nested calls: d/dx (x · d/dy (x + y)) = 1", () => {
    const f = (x: Tensor): Tensor => x.mul(jvp((y: Tensor) => x.add(y), [vector(1)], [vector(1)])[1]);
    expect(jvp(f, [vector(1)], [vector(1)])[1].toArray()).toEqual([1]);
  });

  test("errors: tangents of another shape, of another number, integers", () => {
    const f = (x: Tensor): Tensor => x.square();
    expect(thrownBy(() => jvp(f, [vector(1, 2)], [vector(1)]))).toBe(
      "ShapeError: jvp: tangent [0] must have shape [2], got [1].",
    );
    expect(
      thrownBy(() => jvp((p: { a: Tensor }) => p.a, [{ a: vector(1, 2) }], [{ a: tensor([[1, 2]]) }] as never)),
    ).toBe("ShapeError: jvp: tangent [0].a must have shape [2], got [1, 2].");
    expect(thrownBy(() => jvp(f, [vector(1)], [] as never))).toBe(
      "ShapeError: jvp: tangents must be a list of trees like the primals, with 1 tensors, got 0.",
    );
    const whole: Tensor = tensor([1], { dtype: "int32" });
    expect(thrownBy(() => jvp(f, [whole], [whole]))).toMatch(
      /^GradientError: \w+: a derivative needs dtype float32 or float64, got int32 for /,
    );
  });
});

describe("customVjp", () => {
  const reverse = customVjp({
    name: "reverse",
    forward: (x: Tensor) => x.mul(1),
    vjp: (cotangent) => [cotangent.neg()],
  });

  test("has the value of forward and the derivative of vjp", () => {
    const [value, gradient] = valueAndGrad((x: Tensor) => reverse(x).mul(3).sum())(vector(1, 2));
    expect([value.item(), gradient.toArray()]).toEqual([9, [-3, -3]]);
  });

  test("is one node of the tape, under its name", () => {
    const { tape } = record(() => reverse(parameter([1, 2])).sum());
    expect(tape.nodes.map(({ op }) => op.name)).toEqual(["reverse", "sum"]);
  });

  test("vjp sees the inputs and the output", () => {
    const seen: unknown[] = [];
    const product = customVjp({
      forward: (x: Tensor, y: Tensor) => x.mul(y),
      vjp(cotangent, { inputs, output }) {
        seen.push(
          inputs.map((input) => input.toArray()),
          output.toArray(),
          cotangent.toArray(),
        );
        return [cotangent.mul(inputs[1]!), cotangent.mul(inputs[0]!)];
      },
    });
    const gradients = grad((x: Tensor, y: Tensor) => product(x, y).mul(2).sum(), { argnums: [0, 1] })(
      vector(3),
      vector(5),
    );
    expect(seen).toEqual([[[3], [5]], [15], [2]]);
    expect(gradients.map((gradient) => gradient.toArray())).toEqual([[10], [6]]);
  });

  test("vjp runs once per backward pass, however many inputs there are", () => {
    let calls = 0;
    const sum3 = customVjp({
      forward: (a: Tensor, b: Tensor, c: Tensor) => a.add(b).add(c),
      vjp(cotangent) {
        calls++;
        return [cotangent, cotangent.mul(2), cotangent.mul(3)];
      },
    });
    const [a, b, c] = [parameter([1]), parameter([2]), parameter([3])] as const;
    sum3(a, b, c).sum().backward();
    expect([calls, ...[a, b, c].map(({ grad }) => grad!.toArray())]).toEqual([1, [1], [2], [3]]);
    const loss = sum3(a, b, c).sum();
    loss.backward({ keepTape: true });
    loss.backward();
    expect(calls).toBe(3);
  });

  test("each of two backward passes with different cotangents gets its own", () => {
    const [, pullback] = vjp((x: Tensor) => reverse(x), vector(1, 2));
    expect(pullback(vector(1, 10))[0].toArray()).toEqual([-1, -10]);
    expect(pullback(vector(3, 4))[0].toArray()).toEqual([-3, -4]);
  });

  test("null is an input without a derivative: it gets zeros", () => {
    const first = customVjp({
      forward: (x: Tensor, y: Tensor) => x.mul(y),
      vjp: (cotangent, { inputs }) => [cotangent.mul(inputs[1]!), null],
    });
    const gradients = grad((x: Tensor, y: Tensor) => first(x, y).sum(), { argnums: [0, 1] })(
      vector(3, 1),
      vector(5, 2),
    );
    expect(gradients.map((gradient) => gradient.toArray())).toEqual([
      [5, 2],
      [0, 0],
    ]);
  });

  test("second derivatives follow from vjp: of x⁴ with the rule 4 x³ it is 12 x²", () => {
    const fourth = customVjp({
      forward: (x: Tensor) => x.square().square(),
      vjp: (cotangent, { inputs }) => [cotangent.mul(inputs[0]!.pow(3).mul(4))],
    });
    const first = grad((x: Tensor) => fourth(x).sum());
    expect(first(vector(1, 2)).toArray()).toEqual([4, 32]);
    expect(grad((x: Tensor) => first(x).sum())(vector(1, 2)).toArray()).toEqual([12, 48]);
    expect(jvp(first, [vector(1, 2)], [vector(1, 1)])[1].toArray()).toEqual([12, 48]);
  });

  test("second derivatives through the output: of exp with the rule ȳ y it is exp", () => {
    const exponential = customVjp({
      forward: (x: Tensor) => x.exp(),
      vjp: (cotangent, { output }) => [cotangent.mul(output)],
    });
    const first = grad((x: Tensor) => exponential(x).sum());
    const second = grad((x: Tensor) => first(x).sum())(vector(0.5));
    expect(second.item()).toBeCloseTo(Math.exp(0.5), 14);
  });

  test("second derivatives with respect to several inputs: of x² y", () => {
    const f = customVjp({
      forward: (x: Tensor, y: Tensor) => x.square().mul(y),
      vjp: (cotangent, { inputs: [x, y] }) => [cotangent.mul(x!.mul(y!).mul(2)), cotangent.mul(x!.square())],
    });
    const byX = grad((x: Tensor, y: Tensor) => f(x, y).sum());
    const gradients = grad((x: Tensor, y: Tensor) => byX(x, y).sum(), { argnums: [0, 1] })(vector(3), vector(5));
    expect(gradients.map((gradient) => gradient.toArray())).toEqual([[10], [6]]);
  });

  test("what forward computes is not recorded, and a stop of the gradient in it stops nothing", () => {
    const f = customVjp({
      forward: (x: Tensor) => x.detach().cast("int32").cast("float64"),
      vjp: (cotangent) => [cotangent], // straight through
    });
    expect(grad((x: Tensor) => f(x).sum())(vector(1.4, 2.6)).toArray()).toEqual([1, 1]);
  });

  test("without anything to differentiate it gives what forward gives, and vjp never runs", () => {
    const f = customVjp({
      forward: (x: Tensor) => x.mul(2),
      vjp: () => {
        throw new Error("not asked for");
      },
    });
    const y = f(vector(1, 2));
    expect([y.toArray(), y.requiresGrad, y.node]).toEqual([[2, 4], false, null]);
  });

  test("may be called with other numbers of inputs, and with other shapes and dtypes each time", () => {
    const total = customVjp({
      forward: (...list: readonly Tensor[]) => list.reduce((a, b) => a.add(b)),
      vjp: (cotangent, { inputs }) => inputs.map(() => cotangent),
    });
    expect(total(vector(1)).toArray()).toEqual([1]);
    expect(total(vector(1), vector(2), vector(3)).toArray()).toEqual([6]);
    const single = total(tensor([[1, 2]]));
    expect([single.shape, single.dtype]).toEqual([[1, 2], "float32"]);
    expect(grad((x: Tensor) => total(x, x).sum())(vector(1)).toArray()).toEqual([2]);
  });

  test("errors: no tensor from forward, no list or one of another length from vjp, a cotangent of another shape", () => {
    const make = (forward: unknown, rule: unknown): ((x: Tensor) => Tensor) =>
      customVjp({ name: "mine", forward: forward as (x: Tensor) => Tensor, vjp: rule as never });
    const copy = (x: Tensor): Tensor => x.mul(1);
    const derivative = (f: (x: Tensor) => Tensor) => () => grad((x: Tensor) => f(x).sum())(vector(1, 2));
    expect(
      thrownBy(
        derivative(
          make(
            () => 3,
            () => [],
          ),
        ),
      ),
    ).toBe("GradientError: mine: forward must give a tensor, got 3.");
    expect(thrownBy(derivative(make(copy, () => [])))).toBe(
      "GradientError: mine: vjp must give a list of 1, one cotangent for each input, got 0.",
    );
    expect(thrownBy(derivative(make(copy, (cotangent: Tensor) => cotangent)))).toMatch(
      /^GradientError: mine: vjp must give a list of 1, one cotangent for each input, got .*Tensor.*\.$/,
    );
    expect(thrownBy(derivative(make(copy, (cotangent: Tensor) => [cotangent.sum()])))).toBe(
      "GradientError: mine: the rule for input0 must give the shape [2] and dtype float64 of input0, got [] and float64.",
    );
    expect(thrownBy(derivative(make(copy, (cotangent: Tensor) => [cotangent.cast("float32")])))).toBe(
      "GradientError: mine: the rule for input0 must give the shape [2] and dtype float64 of input0, got [2] and float32.",
    );
  });
});
