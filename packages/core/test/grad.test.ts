import { type DType, type Gradients, grad, noGrad, parameter, type Tensor, tensor, valueAndGrad } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

type Scalar = Tensor<[], DType>;
const float64 = { dtype: "float64" } as const;

/** `Σ x³`, whose derivatives are 3x², 6x and 6. */
function sumOfCubes(x: Tensor): Scalar {
  return x.mul(x).mul(x).sum();
}

describe("grad", () => {
  test("d/dx Σ x³ = 3x², and nothing is stored anywhere", () => {
    const x = tensor([1, 2, -3], { ...float64, requiresGrad: true });
    expect(grad(sumOfCubes)(x).toArray()).toEqual([3, 12, 27]);
    expect(x.grad).toBeNull();
  });

  test("an argument need not require a gradient, and does not do so afterwards", () => {
    const x = tensor([1, 2, -3], float64);
    expect(grad(sumOfCubes)(x).toArray()).toEqual([3, 12, 27]);
    expect(x.requiresGrad).toBe(false);
  });

  test("the gradient of an argument the value does not depend on is zeros, in its shape and dtype", () => {
    const independent = grad((_: Tensor, y: Tensor) => y.square().sum())(tensor([[1, 2]]), tensor([5]));
    expect(independent.toArray()).toEqual([[0, 0]]);
    expect(independent.dtype).toBe("float32");
    expect(grad((_: Tensor) => tensor(1))(tensor([1])).toArray()).toEqual([0]);
  });

  test("the identity has gradient 1", () => {
    expect(grad((x: Tensor) => x)(tensor(3)).item()).toBe(1);
  });

  test("argnums chooses the arguments: one gradient for a number, a list for a list, in its order", () => {
    const f = (a: Tensor, b: Tensor, c: Tensor): Scalar => a.mul(b).mul(c).sum();
    const [a, b, c] = [tensor([2], float64), tensor([3], float64), tensor([5], float64)];
    expect(grad(f)(a, b, c).toArray()).toEqual([15]);
    expect(grad(f, { argnums: 1 })(a, b, c).toArray()).toEqual([10]);
    const [dc, da] = grad(f, { argnums: [2, 0] })(a, b, c);
    expect([dc.toArray(), da.toArray()]).toEqual([[6], [15]]);
    expect(grad(f, { argnums: [] as const })(a, b, c)).toEqual([]);
  });

  test("one tensor passed for two arguments has a derivative in each place", () => {
    const x = tensor([3], float64);
    const [da, db] = grad((a: Tensor, b: Tensor) => a.mul(a).mul(b).sum(), { argnums: [0, 1] })(x, x);
    expect([da.toArray(), db.toArray()]).toEqual([[18], [9]]);
  });

  test("an argument may be a tree, and its gradient is the same tree", () => {
    const params = { layers: [{ w: tensor([2], float64), b: tensor([1], float64) }], scale: tensor(3, float64) };
    const f = ({ layers: [layer], scale }: typeof params, x: Tensor): Scalar =>
      layer!.w.mul(x).add(layer!.b).mul(scale).sum();
    const gradients = grad(f)(params, tensor([10], float64)); // scale (w x + b)
    expect(gradients.layers[0]?.w.toArray()).toEqual([30]);
    expect(gradients.layers[0]?.b.toArray()).toEqual([3]);
    expect(gradients.scale.item()).toBe(21);
  });

  test("arguments that are not differentiated may be anything", () => {
    const f = (x: Tensor, { times }: { times: number }, label: string): Scalar =>
      label === "on" ? x.mul(times).sum() : x.sum();
    expect(grad(f)(tensor([1, 1]), { times: 4 }, "on").toArray()).toEqual([4, 4]);
  });

  test("a Parameter among the arguments gets its gradient back, not stored", () => {
    const w = parameter([1, 2]);
    expect(grad((w: Tensor) => w.square().sum())(w).toArray()).toEqual([2, 4]);
    expect(w.grad).toBeNull();
  });

  test("under noGrad it still differentiates, and what it returns requires no gradient", () => {
    const w = parameter([1, 2]);
    const gradient = noGrad(() => grad((x: Tensor) => x.mul(w).square().sum())(tensor([1, 1])));
    expect(gradient.toArray()).toEqual([2, 8]);
    expect(gradient.requiresGrad).toBe(false);
  });

  test("what f leaves undifferentiated with noGrad stays so", () => {
    expect(grad((x: Tensor) => x.mul(noGrad(() => x.mul(1))).sum())(tensor([3])).toArray()).toEqual([3]);
  });
});

describe("valueAndGrad", () => {
  test("gives f(x) and its gradient", () => {
    const [value, gradient] = valueAndGrad(sumOfCubes)(tensor([1, 2], float64));
    expect(value.item()).toBe(9);
    expect(gradient.toArray()).toEqual([3, 12]);
  });

  test("cuts the value off where nothing else requires a gradient", () => {
    const [value, gradient] = valueAndGrad(sumOfCubes)(tensor([1, 2]));
    expect([value.requiresGrad, value.node]).toEqual([false, null]);
    expect([gradient.requiresGrad, gradient.node]).toEqual([false, null]);
  });

  test("keeps value and gradient differentiable with respect to what the function captured", () => {
    const w = parameter([3], float64);
    const [value, gradient] = valueAndGrad((x: Tensor) => x.mul(x).mul(w).sum())(tensor([2], float64));
    value.backward({ keepTape: true }); // x² w
    expect(w.grad?.toArray()).toEqual([4]);
    w.grad = null;
    gradient.sum().backward(); // 2 x w
    expect((w as Tensor).grad?.toArray()).toEqual([4]);
  });

  test("takes argnums and trees as grad does", () => {
    const [value, [a, b]] = valueAndGrad((p: { a: Tensor }, q: readonly Tensor[]) => p.a.mul(q[0]!).sum(), {
      argnums: [0, 1],
    })({ a: tensor([2]) }, [tensor([7])]);
    expect(value.item()).toBe(14);
    expect(a.a.toArray()).toEqual([7]);
    expect(b[0]?.toArray()).toEqual([2]);
  });
});

describe("gradients of gradients", () => {
  test("three times differentiated, x³ gives 3x², 6x and 6", () => {
    const first = grad(sumOfCubes);
    const second = grad((x: Tensor) => first(x).sum());
    const third = grad((x: Tensor) => second(x).sum());
    const x = tensor([2, -1], float64);
    expect(first(x).toArray()).toEqual([12, 3]);
    expect(second(x).toArray()).toEqual([12, -6]);
    expect(third(x).toArray()).toEqual([6, 6]);
    expect(third(x).requiresGrad).toBe(false);
  });

  test("the Hessian of x₀² x₁ + x₁³ has the rows [2x₁, 2x₀] and [2x₀, 6x₁]", () => {
    const f = (x: Tensor): Scalar => {
      const [a, b] = [x.mul(tensor([1, 0])).sum(), x.mul(tensor([0, 1])).sum()];
      return a.mul(a).mul(b).add(b.mul(b).mul(b));
    };
    const row = (i: number) =>
      grad((x: Tensor) =>
        grad(f)(x)
          .mul(tensor(i === 0 ? [1, 0] : [0, 1]))
          .sum(),
      );
    const x = tensor([3, 5], float64);
    expect([row(0)(x).toArray(), row(1)(x).toArray()]).toEqual([
      [10, 6],
      [6, 30],
    ]);
  });

  test("the Hessian of Σ tanh(A x) is Aᵀ diag(−2 t (1 − t²)) A, with matrix products in between", () => {
    const A = tensor(
      [
        [0.5, -1],
        [2, 0.25],
      ],
      float64,
    );
    const f = (x: Tensor): Scalar => A.matmul(x).tanh().sum();
    const x = tensor([0.3, -0.2], float64);
    const rows = [
      [1, 0],
      [0, 1],
    ].map((e) => grad((x: Tensor) => grad(f)(x).mul(tensor(e)).sum())(x).toArray());
    const a = [
      [0.5, -1],
      [2, 0.25],
    ];
    const curvature = [0.5 * 0.3 + 0.2, 2 * 0.3 - 0.25 * 0.2].map((u) => -2 * Math.tanh(u) * (1 - Math.tanh(u) ** 2));
    for (const i of [0, 1]) {
      for (const j of [0, 1]) {
        const expected = a[0]![i]! * curvature[0]! * a[0]![j]! + a[1]![i]! * curvature[1]! * a[1]![j]!;
        expect((rows[i] as number[])[j]).toBeCloseTo(expected, 14);
      }
    }
  });

  test("an inner derivative does not mix up its own variable with the outer one it captures", () => {
    // d/dx [x · d/dy (x y)] = d/dx x² = 2x; mixing up the two would give something else.
    const f = (x: Tensor): Scalar => x.mul(grad((y: Tensor) => x.mul(y).sum())(tensor([1], float64))).sum();
    expect(grad(f)(tensor([5], float64)).toArray()).toEqual([10]);
    // The same tensor outside and inside: d/dx [x · (d/dy x y² at y = x)] = d/dx 2x³ = 6x².
    const g = (x: Tensor): Scalar => x.mul(grad((y: Tensor) => x.mul(y).mul(y).sum())(x)).sum();
    expect(grad(g)(tensor([5], float64)).toArray()).toEqual([150]);
  });

  test("an inner derivative of something else is a constant to the outer one", () => {
    const f = (x: Tensor): Scalar => x.mul(grad((y: Tensor) => y.square().sum())(tensor([7], float64))).sum();
    expect(grad(f)(tensor([5], float64)).toArray()).toEqual([14]);
  });

  test("a Parameter captured by both gets mixed second derivatives: ∂²(w² x³)/∂w∂x = 6 w x²", () => {
    const w = parameter([2], float64);
    const slope = grad((x: Tensor) => w.square().mul(sumOfCubes(x)).sum())(tensor([3], float64)); // 3 w² x²
    expect(slope.toArray()).toEqual([108]);
    slope.sum().backward();
    expect(w.grad?.toArray()).toEqual([108]); // 6 w x²
  });

  test("a gradient penalty: backward() through grad() finds the derivative of (‖∂f/∂x‖² − 1)²", () => {
    // f(x) = w · x, so ∂f/∂x = w, and d/dw (|w|² − 1)² = 4 (|w|² − 1) w.
    const w = parameter([1, 2], float64);
    const input = grad((x: Tensor) => x.mul(w).sum())(tensor([0.5, -3], float64));
    input.square().sum().sub(1).square().backward();
    expect(w.grad?.toArray()).toEqual([16, 32]);
  });

  test("a penalty on a Parameter's own gradient: d/dw (w²)′² = 8w", () => {
    const w = parameter([3], float64);
    const gradient = grad((w: Tensor) => w.square().sum())(w); // a function of w itself
    gradient.square().sum().backward();
    expect(w.grad?.toArray()).toEqual([24]);
  });

  test("a value that the sum loss + penalty shares is differentiated through both terms", () => {
    const w = parameter([2], float64);
    const [loss, dx] = valueAndGrad((x: Tensor) => w.mul(x).square().sum())(tensor([3], float64)); // w² x², 2 w² x
    loss.add(dx.sum()).backward();
    expect(w.grad?.toArray()).toEqual([2 * 2 * 9 + 4 * 2 * 3]);
  });

  test("a Parameter overwritten since is noticed behind a gradient as well", () => {
    const w = parameter([2], { ...float64, name: "w" });
    const slope = grad((x: Tensor) => w.square().mul(x).sum())(tensor([3], float64)).sum();
    w.assign([5]);
    expect(thrownBy(() => slope.backward())).toBe(
      'GradientError: backward: x "w" of square must still have the values it was used with, but it was overwritten since. ' +
        "Call backward() before assign() or an optimizer's step().",
    );
  });
});

describe("what grad refuses", () => {
  test("a function that gives no scalar", () => {
    expect(thrownBy(() => grad((x: Tensor) => x.mul(2))(tensor([1, 2])))).toBe(
      "GradientError: grad: the loss must be a scalar, got shape [2]. Reduce it with .sum() or .mean(), or use vjp.",
    );
    expect(thrownBy(() => valueAndGrad((() => 3) as never)(tensor([1]) as never))).toBe(
      "GradientError: valueAndGrad: the loss must be a tensor, got 3.",
    );
    expect(thrownBy(() => grad((x: Tensor) => x.cast("int32").sum())(tensor([1])))).toBe(
      "GradientError: grad: the loss must have dtype float32 or float64, got int32. Cast it, or use a smooth one.",
    );
  });

  test("an async function", () => {
    expect(thrownBy(() => grad((async (x: Tensor) => x) as never)(tensor(1) as never))).toBe(
      "GradientError: grad: the callback must be synchronous, got one that returns a Promise. Await first, then call grad.",
    );
  });

  test("an argument of integers, named by its path", () => {
    const labels = tensor([1, 2], { dtype: "int32" });
    expect(thrownBy(() => grad((x: Tensor) => x.sum())(labels))).toBe(
      "GradientError: grad: a derivative needs dtype float32 or float64, got int32 for the argument. " +
        "Cast it, or leave it out of argnums.",
    );
    expect(thrownBy(() => grad((p: { mask: Tensor[] }) => p.mask[0]!.sum())({ mask: [tensor([true])] }))).toBe(
      "GradientError: grad: a derivative needs dtype float32 or float64, got bool for mask[0]. " +
        "Cast it, or leave it out of argnums.",
    );
  });

  test("an argument that is no tree of tensors", () => {
    expect(thrownBy(() => grad((p: { w: Tensor; rate: number }) => p.w.sum())({ w: tensor([1]), rate: 3 }))).toBe(
      "TapegradError: grad: expected a tensor, or arrays and objects of tensors, got 3 at rate.",
    );
  });

  test("argnums that name no argument, or one twice", () => {
    const f = ((x: Tensor) => x.sum()) as never;
    const call = (argnums: number | number[], ...args: Tensor[]) =>
      thrownBy(() => (grad(f, { argnums }) as (...args: Tensor[]) => Gradients<Tensor[], number>)(...args));
    const x = tensor([1]);
    const must = "TapegradError: grad: argnums must name arguments of the call";
    expect(call(1, x)).toBe(`${must}, 0 … 0, got 1.`);
    expect(call(-1, x, x)).toBe(`${must}, 0 … 1, got -1.`);
    expect(call(0.5, x)).toBe(`${must}, 0 … 0, got 0.5.`);
    expect(call([0, 2], x, x)).toBe(`${must}, 0 … 1, got [0, 2].`);
    expect(call(0)).toBe(`${must}, there are none, got 0.`);
    expect(call([0, 0], x)).toBe("TapegradError: grad: argnums must name each argument once, got [0, 0].");
  });
});
