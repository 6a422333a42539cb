import { grad, jvp, parameter, type Tensor, tensor, vjp } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;

describe("jvp", () => {
  test("gives the value and ∂y/∂x · v: of x² that is 2 x v", () => {
    const [y, dy] = jvp((x: Tensor) => x.square(), [tensor([1, 2, 3], float64)], [tensor([10, -1, 0.5], float64)]);
    expect([y.toArray(), dy.toArray()]).toEqual([
      [1, 4, 9],
      [20, -4, 3],
    ]);
    expect([y.requiresGrad, dy.requiresGrad]).toEqual([false, false]);
  });

  test("of sums and means of rows it is the sums and means of the direction's rows", () => {
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      float64,
    );
    const v = tensor(
      [
        [1, 10, 100],
        [2, 20, 200],
      ],
      float64,
    );
    expect(jvp((z: Tensor) => z.sum(1), [x], [v])[1].toArray()).toEqual([111, 222]);
    expect(jvp((z: Tensor) => z.mean(1), [x], [v])[1].toArray()).toEqual([37, 74]);
    expect(jvp((z: Tensor) => z.max(1), [x], [v])[1].toArray()).toEqual([100, 200]);
  });

  test("of A x it is Ȧ x + A ẋ", () => {
    const A = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      float64,
    );
    const dA = tensor(
      [
        [0, 1],
        [0, 0],
      ],
      float64,
    );
    const [, dy] = jvp(
      (A: Tensor, x: Tensor) => A.matmul(x),
      [A, tensor([5, 6], float64)],
      [dA, tensor([1, 10], float64)],
    );
    expect(dy.toArray()).toEqual([6 + 21, 43]);
  });

  test("and vjp are transposes of each other: u · (J v) = (Jᵀ u) · v", () => {
    const f = (x: Tensor): Tensor => x.tanh().mul(x.sum()).exp();
    const x = tensor([0.3, -0.5, 0.2], float64);
    const [u, v] = [tensor([1, -2, 3], float64), tensor([0.5, 4, -1], float64)];
    const [, forward] = jvp(f, [x], [v]);
    const [back] = vjp(f, x)[1](u);
    expect(forward.mul(u).sum().item()).toBeCloseTo(back.mul(v).sum().item(), 13);
    expect(forward.mul(u).sum().item()).not.toBe(0);
  });

  test("takes trees, and gives a tree like the value", () => {
    const [value, tangent] = jvp(
      (p: { a: Tensor; b: readonly Tensor[] }) => ({ product: p.a.mul(p.b[0]!), a: p.a }),
      [{ a: tensor([2], float64), b: [tensor([3], float64)] }],
      [{ a: tensor([1], float64), b: [tensor([10], float64)] }],
    );
    expect([value.product.toArray(), tangent.product.toArray(), tangent.a.toArray()]).toEqual([[6], [23], [1]]);
  });

  test("is zero for what does not depend on the primals", () => {
    const [, dy] = jvp((_: Tensor) => tensor([1, 2]), [tensor([1])], [tensor([1])]);
    expect(dy.toArray()).toEqual([0, 0]);
  });

  test("can be differentiated: d/dx (2 x v) = 2 v, and with respect to what the function captured", () => {
    const slope = (x: Tensor) => jvp((z: Tensor) => z.square(), [x], [tensor([10], float64)])[1].sum();
    expect(grad(slope)(tensor([3], float64)).toArray()).toEqual([20]);
    const w = parameter([4], float64);
    const [, dy] = jvp((x: Tensor) => x.mul(w), [tensor([3], float64)], [tensor([2], float64)]);
    dy.sum().backward();
    expect(w.grad?.toArray()).toEqual([2]);
  });

  test("is differentiable with respect to the direction, in which it is linear", () => {
    const push = (v: Tensor) => jvp((x: Tensor) => x.square(), [tensor([3], float64)], [v])[1].sum();
    expect(grad(push)(tensor([1], float64)).toArray()).toEqual([6]);
  });

  test("refuses tangents that do not fit, and primals without a derivative", () => {
    const f = (x: Tensor): Tensor => x;
    expect(thrownBy(() => jvp(f, tensor([1]) as never, [tensor([1])]))).toBe(
      "TapegradError: jvp: primals must be a list, one for each argument of f, got a Tensor. Write [x].",
    );
    expect(thrownBy(() => jvp(f, [tensor([1, 2])], [tensor([1])]))).toBe(
      "ShapeError: jvp: tangent [0] must have shape [2], got [1].",
    );
    expect(thrownBy(() => jvp(f, [tensor([1, 2])], [] as never))).toBe(
      "ShapeError: jvp: tangents must be a list of trees like the primals, with 1 tensors, got 0.",
    );
    expect(thrownBy(() => jvp(f, [tensor([1], { dtype: "int32" })], [tensor([1])]))).toContain(
      "a derivative needs dtype float32 or float64, got int32 for the argument.",
    );
  });
});
