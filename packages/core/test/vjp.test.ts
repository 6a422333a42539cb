import { grad, noGrad, parameter, type Tensor, tensor, vjp } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;

describe("vjp", () => {
  test("gives the value and ȳᵀ ∂y/∂x for any cotangent: of x² that is 2 x ȳ", () => {
    const [y, pullback] = vjp((x: Tensor) => x.square(), tensor([1, 2, 3], float64));
    expect(y.toArray()).toEqual([1, 4, 9]);
    const [x] = pullback(tensor([10, -1, 0.5], float64));
    expect(x.toArray()).toEqual([20, -4, 3]);
  });

  test("of A x the pullback is Aᵀ ȳ, of x in A it is ȳ xᵀ", () => {
    const A = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      float64,
    );
    const [y, pullback] = vjp((A: Tensor, x: Tensor) => A.matmul(x), A, tensor([1, 0, -1], float64));
    expect(y.toArray()).toEqual([-2, -2]);
    const [toA, toX] = pullback(tensor([1, 10], float64));
    expect(toX.toArray()).toEqual([41, 52, 63]);
    expect(toA.mul(1).add(0).toArray()).toEqual([
      [1, 0, -1],
      [10, 0, -10],
    ]);
  });

  test("the pullback may be called again, and is linear", () => {
    const [, pullback] = vjp((x: Tensor) => x.tanh(), tensor([0.3, -1], float64));
    const [once] = pullback(tensor([1, 2], float64));
    const [again] = pullback(tensor([1, 2], float64));
    const [double] = pullback(tensor([2, 4], float64));
    expect(again.toArray()).toEqual(once.toArray());
    expect(double.toArray()).toEqual(once.mul(2).toArray());
    expect((once.toArray() as number[])[0]).toBeCloseTo(1 - Math.tanh(0.3) ** 2, 15);
  });

  test("value and primals may be trees, and so are cotangents and results", () => {
    const [value, pullback] = vjp(
      (p: { a: Tensor; b: Tensor }) => ({ product: p.a.mul(p.b), parts: [p.a, p.b.square()] }),
      { a: tensor([2], float64), b: tensor([3], float64) },
    );
    expect(value.product.toArray()).toEqual([6]);
    const [{ a, b }] = pullback({ product: tensor([1]), parts: [tensor([10]), tensor([100])] });
    expect([a.toArray(), b.toArray()]).toEqual([[3 + 10], [2 + 600]]);
  });

  test("a primal the value does not depend on gets zeros", () => {
    const [, pullback] = vjp((x: Tensor, _: Tensor) => x.mul(2), tensor([1]), tensor([[1, 2]]));
    expect(pullback(tensor([1]))[1].toArray()).toEqual([[0, 0]]);
  });

  test("a cotangent of another dtype is converted to that of the value", () => {
    const [, pullback] = vjp((x: Tensor) => x.add(3), tensor([1], float64));
    const [x] = pullback(tensor([2]));
    expect([x.dtype, x.toArray()]).toEqual(["float64", [2]]);
  });

  test("the value is cut off where nothing else requires a gradient", () => {
    const [y, pullback] = vjp((x: Tensor) => x.square(), tensor([1, 2]));
    expect([y.requiresGrad, y.node]).toEqual([false, null]);
    expect(pullback(tensor([1, 1]))[0].requiresGrad).toBe(false);
  });

  test("value and results are differentiable with respect to what the function captured", () => {
    const w = parameter([3], float64);
    const [y, pullback] = vjp((x: Tensor) => x.square().mul(w), tensor([2], float64));
    const [x] = pullback(tensor([1], float64));
    y.sum().add(x.sum()).backward(); // x² w + 2 x w
    expect(w.grad?.toArray()).toEqual([8]);
  });

  test("inside grad both are differentiated: d/dx (x² + ȳ · 2x) = 2x + 2ȳ", () => {
    const f = (x: Tensor) => {
      const [y, pullback] = vjp((z: Tensor) => z.square(), x);
      return y.add(pullback(tensor([10], float64))[0]).sum();
    };
    expect(grad(f)(tensor([3], float64)).toArray()).toEqual([26]);
  });

  test("a derivative with respect to the cotangent is the Jacobian times its own: the pullback is linear", () => {
    const [, pullback] = vjp((x: Tensor) => x.square(), tensor([3], float64));
    expect(grad((c: Tensor) => pullback(c)[0].sum())(tensor([1], float64)).toArray()).toEqual([6]);
  });

  test("under noGrad it still differentiates", () => {
    const w = parameter([3], float64);
    const [y, x] = noGrad(() => {
      const [y, pullback] = vjp((x: Tensor) => x.mul(w), tensor([2], float64));
      return [y, pullback(tensor([1], float64))[0]];
    });
    expect([y?.requiresGrad, x?.requiresGrad, x?.toArray()]).toEqual([false, false, [3]]);
  });
});

describe("what vjp refuses", () => {
  test("a pullback after the primal was overwritten, frozen Parameter or not", () => {
    for (const frozen of [false, true]) {
      const w = parameter([1, 2]).freeze(frozen);
      const [, pullback] = vjp((x: Tensor) => x.square(), w);
      w.assign([3, 4]);
      expect(thrownBy(() => pullback(tensor([1, 1])))).toBe(
        "GradientError: backward: x of square must still have the values it was used with, but it was overwritten since. " +
          "Call backward() before assign() or an optimizer's step().",
      );
    }
  });

  test("the derivative of something that used a view of a Parameter overwritten since, cut off or not", () => {
    for (const frozen of [false, true]) {
      const w = parameter([1, 2]).freeze(frozen);
      const [view] = vjp((x: Tensor) => x.reshape([2, 1]), w);
      const loss = view.mul(tensor([[1], [1]], { requiresGrad: true })).sum();
      w.assign([3, 4]);
      expect(thrownBy(() => loss.backward())).toContain("a of mul must still have the values it was used with");
    }
  });

  test("a cotangent of another shape", () => {
    const [, one] = vjp((x: Tensor) => x.square(), tensor([1, 2]));
    expect(thrownBy(() => one(tensor([1, 2, 3])))).toBe("ShapeError: vjp: cotangent must have shape [2], got [3].");
    const [, tree] = vjp((x: Tensor) => ({ y: [x] }), tensor([1, 2]));
    expect(thrownBy(() => tree({ y: [tensor(1)] }))).toBe(
      "ShapeError: vjp: cotangent y[0] must have shape [2], got [].",
    );
    expect(thrownBy(() => tree({ y: [] }))).toBe(
      "ShapeError: vjp: the cotangent must be a tree like the value, with 1 tensors, got 0.",
    );
  });

  test("primals and values that are no trees of float tensors", () => {
    expect(thrownBy(() => vjp((x: Tensor) => x, tensor([1], { dtype: "int32" })))).toBe(
      "GradientError: vjp: a derivative needs dtype float32 or float64, got int32 for the argument. " +
        "Cast it, or let the function capture it.",
    );
    expect(thrownBy(() => vjp((x: Tensor) => x.item(), tensor([1])))).toBe(
      "TapegradError: vjp: expected a tensor, or arrays and objects of tensors, got 1.",
    );
    expect(thrownBy(() => vjp(async (x: Tensor) => x, tensor([1])))).toBe(
      "GradientError: vjp: the callback must be synchronous, got one that returns a Promise. Await first, then call vjp.",
    );
  });
});
