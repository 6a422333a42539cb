import {
  add,
  defineElementwise,
  defineOp,
  grad,
  hypot,
  jvp,
  logSumExp,
  matmul,
  mul,
  norm,
  Sweep,
  sqrt,
  std,
  type Tensor,
  tensor,
  where,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import type { Algebra } from "../src/op/algebra.ts";
import { dual } from "../src/op/readers/dual.ts";
import { numbers } from "../src/op/readers/numbers.ts";
import { thrownBy } from "./thrownBy.ts";

// What the code that completes derivatives for all ops does at the places where it matters: where a slope is infinite, where an input has
// none, where shapes and dtypes differ.

const float64 = { dtype: "float64" } as const;
const column = (...values: number[]): Tensor => tensor(values, float64) as Tensor;
/** ∂²y/∂xᵢ², and what is mixed in by the sum: `∂/∂x Σᵢ ∂y/∂xᵢ`. */
const second = (f: (x: Tensor) => Tensor, x: Tensor): unknown =>
  grad((at: Tensor) => grad((one: Tensor) => f(one).sum() as Tensor<[]>)(at).sum() as Tensor<[]>)(x).toArray();

describe("what has no influence has no derivative", () => {
  test("a cotangent of 0 stays 0 where the slope is infinite", () => {
    const f = (x: Tensor): Tensor<[]> => where(x.greater(0), sqrt(x), 0).sum() as Tensor<[]>;
    expect(grad(f)(column(0, 4)).toArray()).toEqual([0, 0.25]);
  });

  test("a tangent of 0 stays 0 where the slope is infinite", () => {
    const [, dy] = jvp((x: Tensor) => sqrt(x), [column(0, 4)], [column(0, 1)]);
    expect(dy.toArray()).toEqual([0, 0.25]);
  });

  test("dual numbers say the same of operations and of a guarded product", () => {
    const e = dual(numbers as Algebra<number, boolean | number>);
    expect(e.sqrt({ value: 0, tangent: 0 }).tangent).toBe(0);
    expect(e.polygamma(0, { value: 0, tangent: 0 }).tangent).toBe(0);
  });
});

describe("the table of slopes", () => {
  const e = dual(numbers as Algebra<number, boolean | number>);
  const alongB = (a: number, b: number): unknown =>
    e.pow({ value: a, tangent: null }, { value: b, tangent: 1 }).tangent;

  test("∂aᵇ/∂b is 0 at 0⁰, −∞ where the power is infinite, and NaN where ln a is", () => {
    expect([alongB(0, 0), alongB(0, 2), alongB(0, -1), alongB(-2, 0), alongB(1, 0)]).toEqual([0, 0, -Infinity, NaN, 0]);
  });

  test("√(a² + b²) has a slope of 0 at its kink", () => {
    const slopes = (a: number, b: number): unknown[] => [
      e.hypot({ value: a, tangent: 1 }, { value: b, tangent: null }).tangent,
      e.hypot({ value: a, tangent: null }, { value: b, tangent: 1 }).tangent,
    ];
    expect([slopes(0, 0), slopes(3, 4), slopes(0, 2), slopes(-2, 0)]).toEqual([
      [0, 0],
      [0.6, 0.8],
      [0, 1],
      [-1, 0],
    ]);
  });
});

describe("second derivatives where a first one is 0", () => {
  const length: (a: Tensor, b: Tensor) => Tensor = defineElementwise({
    name: "length",
    inputs: ["a", "b"],
    dtype: "float",
    value: (e, { a, b }) => e.hypot(a, b),
  });

  test("∂²/∂a² √(a² + b²) = b² / y³, which is 1/|b| at a = 0; with a slope stated or not", () => {
    for (const f of [hypot as unknown as typeof length, length]) {
      expect(second((a) => f(a, column(2)), column(0))).toEqual([0.5]);
      expect(second((b) => f(column(2), b), column(0))).toEqual([0.5]);
    }
  });

  test("of a norm it is 1/y for an element that is 0; at the kink it is 0", () => {
    // Mixed derivatives −xᵢ xⱼ / y³ vanish with xᵢ.
    expect(second((x) => norm(x) as Tensor, column(0, 2))).toEqual([0.5, 0]);
    expect(second((x) => norm(x) as Tensor, column(0, 0))).toEqual([0, 0]);
    expect(second((x) => norm(x, 0, { ord: 3 }) as Tensor, column(0, 0))).toEqual([0, 0]);
  });

  test("of a standard deviation it is 0 at a constant", () => {
    // Along one direction: along all at once nothing varies.
    const f = (x: Tensor): Tensor<[]> =>
      grad((at: Tensor) => std(at) as Tensor<[]>)(x)
        .mul(column(1, 0))
        .sum() as Tensor<[]>;
    expect(grad(f)(column(3, 3)).toArray()).toEqual([0, 0]);
  });
});

describe("forward, a tangent has the shape and the dtype of its output", () => {
  test("a scalar's tangent reaches all that it was repeated to", () => {
    const [, dy] = jvp((x: Tensor) => add(x, column(1, 2, 3)) as Tensor, [tensor(5, float64)], [tensor(7, float64)]);
    expect(dy.toArray()).toEqual([7, 7, 7]);
  });

  test("a float32 tangent becomes float64 with its output", () => {
    const [y, dy] = jvp((x: Tensor) => add(x, column(1, 2)) as Tensor, [tensor([5, 6])], [tensor([7, 8])]);
    expect([y.dtype, dy.dtype, dy.toArray()]).toEqual(["float64", "float64", [7, 8]]);
  });

  test("so it does through a rule: A ẋ of a float32 ẋ is float64 with A", () => {
    const A = tensor([[1, 2]], float64);
    const [, dy] = jvp((x: Tensor) => matmul(A, x) as Tensor, [tensor([5, 6])], [tensor([7, 8])]);
    expect([dy.dtype, dy.toArray()]).toEqual(["float64", [23]]);
  });

  test("what does not vary with an input adds nothing", () => {
    const stairs: (x: Tensor, y: Tensor) => Tensor = defineElementwise({
      name: "stairs",
      inputs: ["x", "y"],
      dtype: "same",
      value: (e, { x, y }) => e.add(e.floor(x), y),
    });
    const fixed: (x: Tensor) => Tensor = defineElementwise({
      name: "fixed",
      inputs: ["x"],
      dtype: "same",
      value: () => 3,
    });
    const [, both] = jvp((x: Tensor) => stairs(x, x.mul(2) as Tensor), [column(0.5)], [column(10)]);
    expect(both.toArray()).toEqual([20]);
    const [, one] = jvp((x: Tensor) => stairs(x, column(1)), [column(0.5)], [column(10)]);
    expect(one.toArray()).toEqual([0]);
    const [value, none] = jvp(fixed, [column(0.5)], [column(10)]);
    expect([value.toArray(), none.toArray()]).toEqual([[3], [0]]);
  });

  test("an input without a rule passes no tangent", () => {
    const scaled: (x: Tensor, by: Tensor) => Tensor = defineOp({
      name: "scaled",
      inputs: ["x", "by"],
      shape: (x) => x.shape,
      forward(y, x, by) {
        for (let i = 0; i < x.size; i++) y.data[i] = x.data[i]! * by.data[i]!;
      },
      vjp: { x: (cotangent, { by }) => mul(cotangent, by), by: "nondifferentiable" },
      formula: { value: "y = x b", x: "x̄ = b ȳ" },
    });
    const [, dy] = jvp((x: Tensor) => scaled(x, x), [column(3)], [column(10)]);
    expect(dy.toArray()).toEqual([30]);
  });

  test("the derivative of a tangent along ln Σ exp is its Hessian, diag(p) − p pᵀ, times the direction", () => {
    const along = (x: Tensor): Tensor<[]> =>
      jvp((at: Tensor) => logSumExp(at) as Tensor, [x], [column(1, 0)])[1] as Tensor<[]>;
    expect(grad(along)(column(0, 0)).toArray()).toEqual([0.25, -0.25]);
  });
});

test("a slope may be made of several inputs and the output at once", () => {
  // y = a b c, its slopes written in roundabout ways: ∂y/∂a = (y b) / (a b), ∂y/∂b = a c + y − a b c, ∂y/∂c = y / c.
  const product: (a: Tensor, b: Tensor, c: Tensor) => Tensor = defineElementwise({
    name: "product",
    inputs: ["a", "b", "c"],
    dtype: "number",
    value: (e, { a, b, c }) => e.mul(a, e.mul(b, c)),
    slope: {
      a: (e, { a, b, output }) => e.div(e.mul(output, b), e.mul(a, b)),
      b: (e, { a, b, c, output }) => e.sub(e.add(e.mul(a, c), output), e.mul(a, e.mul(b, c))),
      c: (e, { c, output }) => e.div(output, c),
    },
  });
  const gradients = grad((a: Tensor, b: Tensor, c: Tensor) => product(a, b, c).sum() as Tensor<[]>, {
    argnums: [0, 1, 2],
  })(column(2), column(3), column(5));
  expect(gradients.map((gradient) => gradient.toArray())).toEqual([[15], [10], [6]]);
});

test("a node passes nothing on before a cotangent has reached it", () => {
  const x = tensor([0], { dtype: "float64", requiresGrad: true });
  const y = x.tanh().exp();
  const sweep = new Sweep([y], [column(1)], null);
  const [exp, tanh] = sweep.nodes;
  expect(sweep.propagate(tanh!, 0)).toBe(null);
  expect(sweep.propagate(exp!, 0)?.toArray()).toEqual([1]);
  expect(sweep.propagate(tanh!, 0)?.toArray()).toEqual([1]);
});

describe("a rule that gives something else than a cotangent of its input", () => {
  const wrong = (gives: unknown): ((x: Tensor) => Tensor) =>
    defineOp({
      name: "wrong",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward(y, x) {
        y.data.set(x.data);
      },
      vjp: { x: () => gives as Tensor },
      formula: { value: "y = x", x: "x̄ = ?" },
    });

  test("is found out, also where its shape could be summed to the right one", () => {
    const run = (gives: unknown): unknown =>
      thrownBy(() => grad((x: Tensor) => wrong(gives)(x).sum() as Tensor<[]>)(column(1, 2)));
    const wanted = "GradientError: wrong: the rule for x must give the shape [2] and dtype float64 of x";
    expect(run(3)).toBe(`${wanted}, got 3.`);
    expect(run(tensor([[1, 2]], float64))).toBe(`${wanted}, got [1, 2] and float64.`);
    expect(run(column(1, 2, 3))).toBe(`${wanted}, got [3] and float64.`);
  });
});
