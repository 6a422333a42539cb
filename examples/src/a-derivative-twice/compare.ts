import { grad, type Tensor, tensor } from "@tapegrad/core";

/** `f(x) = x sin(x²)`, of a scalar. */
export function curve(x: Tensor): Tensor<[]> {
  return x.mul(x.square().sin()).as([]);
}

/** One derivative, found in three ways. */
export interface Found {
  /** What calculus gives. */
  readonly formula: number;
  /** What `grad` gives. */
  readonly tape: number;
  /** What is left of a difference of values. */
  readonly difference: number;
}

/** The first two derivatives of f at `x`. */
export function compare(x: number): { readonly x: number; readonly first: Found; readonly second: Found } {
  const at = (value: number): Tensor => tensor(value, { dtype: "float64" });
  const f = (value: number): number => value * Math.sin(value * value);
  const slope = grad(curve);
  const curvature = grad((y: Tensor) => slope(y) as Tensor<[]>); // of a scalar, as its argument
  const [sine, cosine] = [Math.sin(x * x), Math.cos(x * x)];
  // Shorter steps lose more to rounding than they gain: ε^(1/3) and ε^(1/4) are the best for central differences.
  const [h, k] = [6e-6, 1.2e-4];
  return {
    x,
    first: {
      formula: sine + 2 * x * x * cosine,
      tape: slope(at(x)).item(),
      difference: (f(x + h) - f(x - h)) / (2 * h),
    },
    second: {
      formula: 6 * x * cosine - 4 * x ** 3 * sine,
      tape: curvature(at(x)).item(),
      difference: (f(x + k) - 2 * f(x) + f(x - k)) / (k * k),
    },
  };
}
