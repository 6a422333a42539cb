import {
  type DType,
  grad,
  logSoftmax,
  logSumExp,
  max,
  mul,
  pow,
  softmax,
  softplus,
  type Tensor,
  tensor,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";

// Second derivatives where the formula of the first has 0 · ∞ or ∞ − ∞ in it. The laws cannot compare them with differences there,
// and the edges of an op state first derivatives only.

type Scalar = Tensor<[], DType>;
const float64 = { dtype: "float64" } as const;

/** The elements, -0 as 0: of a derivative that is 0, the sign says nothing. */
function unsigned(x: Tensor): number[] {
  return Array.from<number, number>(x.data, (value) => value + 0);
}

/** The diagonal of second derivatives of `Σ f(x)`, for an f that works element by element. */
function second(f: (x: Tensor) => Tensor, x: number[]): number[] {
  const slope = (at: Tensor): Scalar => grad((z: Tensor) => f(z).sum() as Scalar)(at).sum();
  return unsigned(grad(slope)(tensor(x, float64)));
}

/** The gradient by `x` of `Σᵢ wᵢ ∂/∂xᵢ Σⱼ cⱼ fⱼ(x)`: with weights that differ, no two entries of a Hessian cancel. */
function weighted(f: (x: Tensor) => Tensor, x: number[], w: number[], c: number | number[] = 1): number[] {
  const value = (z: Tensor): Scalar => mul(f(z), tensor(c, float64)).sum() as Scalar;
  const slope = (at: Tensor): Scalar => mul(grad(value)(at), tensor(w, float64)).sum() as Scalar;
  return unsigned(grad(slope)(tensor(x, float64)));
}

describe("pow", () => {
  const bases = [0, -2, 3];
  test.each([
    [0, [0, 0, 0]],
    [1, [0, 0, 0]],
    [2, [2, 2, 2]],
    [3, [0, -12, 18]],
    [4, [0, 48, 108]],
  ])("d²/da² of a to the power %i is finite, at 0 and for negative a too", (exponent, expected) => {
    expect(second((a) => pow(a, exponent), bases)).toEqual(expected);
    const exponents = tensor([exponent, exponent, exponent], float64);
    expect(second((a) => pow(a, exponents), bases)).toEqual(expected);
  });

  test("d²/db² of 0ᵇ is 0, and of 2ᵇ it is 2ᵇ ln² 2", () => {
    const [zero, ...others] = second((b) => pow(tensor([0, 2, 2], float64), b), [2, 0, 3]);
    expect(zero).toBe(0);
    expect(others[0]).toBeCloseTo(Math.LN2 ** 2, 14);
    expect(others[1]).toBeCloseTo(8 * Math.LN2 ** 2, 14);
  });

  test("∂²/∂a∂b = aᵇ⁻¹ (1 + b ln a) in both orders: 1/a at b = 0, and 0 at a = 0 for b > 1", () => {
    const a = tensor([4, 0.5, 0, 0], float64);
    const b = tensor([0, 0, 2, 1.5], float64);
    const y = (at: Tensor, to: Tensor): Scalar => pow(at, to).sum() as Scalar;
    const byA = (at: Tensor, to: Tensor): Scalar => grad(y)(at, to).sum() as Scalar;
    const byB = (at: Tensor, to: Tensor): Scalar => grad(y, { argnums: 1 })(at, to).sum() as Scalar;
    expect(grad(byA, { argnums: 1 })(a, b).toArray()).toEqual([0.25, 2, 0, 0]);
    expect(grad(byB)(a, b).toArray()).toEqual([0.25, 2, 0, 0]);
  });
});

describe("logSumExp", () => {
  test("has a Hessian of zeros where one term is all, infinite or not", () => {
    for (const x of [
      [Infinity, 0, 1],
      [Infinity, Infinity, -Infinity],
      [-Infinity, -Infinity, -Infinity],
      [1000, -1000, 0],
      [-Infinity, 5, -Infinity],
    ]) {
      expect(weighted((z) => logSumExp(z, 0), x, [3, 1, 2])).toEqual([0, 0, 0]);
    }
  });

  test("with an impossible term has the Hessian of the others: diag(p) − p pᵀ", () => {
    // p = (1/2, 1/2): H w = (w₂ − w₃)/4 · (1, −1)
    const [first, ...others] = weighted((z) => logSumExp(z, 0), [-Infinity, 7, 7], [3, 1, 2]);
    expect(first).toBe(0);
    expect(others[0]).toBeCloseTo(-0.25, 14);
    expect(others[1]).toBeCloseTo(0.25, 14);
  });
});

describe("softmax and logSoftmax", () => {
  test("have second derivatives of 0 where one term is all, infinite or not", () => {
    for (const x of [
      [Infinity, 0, 1],
      [1000, -1000, 0],
      [-Infinity, 5, -Infinity],
    ]) {
      expect(weighted(softmax, x, [3, 1, 2], [1, 2, 4])).toEqual([0, 0, 0]);
      expect(weighted(logSoftmax, x, [3, 1, 2], [1, 2, 4])).toEqual([0, 0, 0]);
    }
  });

  test("of logits −∞ and two equal ones are those of the two: ∂²(p₂ − p₃)/∂x² is 0 at p = 1/2", () => {
    expect(weighted(softmax, [-Infinity, 7, 7], [3, 1, 2], [0, 1, -1])).toEqual([0, 0, 0]);
  });
});

test("softplus″ = σ(x) σ(−x), 0 at ±∞ and eˣ in its tail", () => {
  expect(second(softplus, [-Infinity, -800, 0, 800, Infinity])).toEqual([0, 0, 0.25, 0, 0]);
  expect(second(softplus, [-40])).toEqual([4.248354255291589e-18]);
});

test("max″ is 0, at ties and next to infinities too", () => {
  expect(weighted(max, [3, 3, 1], [3, 1, 2])).toEqual([0, 0, 0]);
  expect(weighted(max, [Infinity, Infinity, -Infinity], [3, 1, 2])).toEqual([0, 0, 0]);
});
