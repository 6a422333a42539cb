// What `where` leaves out cannot spoil a gradient, whatever was computed of it: its cotangent is 0 and stays 0.
import {
  grad,
  logSoftmax,
  logSumExp,
  norm,
  prod,
  softmax,
  std,
  type Tensor,
  tensor,
  variance,
  where,
} from "@tapegrad/core";
import { expect, test } from "vitest";

const rows = [
  [NaN, 0],
  [Infinity, 0],
  [-Infinity, -Infinity],
  [0, 0],
];
const taken = [3, 4];

test.each([
  ["logSumExp", (x: Tensor) => logSumExp(x, 1)],
  ["norm", (x: Tensor) => norm(x, 1)],
  ["norm of order 1", (x: Tensor) => norm(x, 1, { ord: 1 })],
  ["norm of order 3", (x: Tensor) => norm(x, 1, { ord: 3 })],
  ["prod", (x: Tensor) => prod(x, 1)],
  ["std", (x: Tensor) => std(x, 1)],
  ["variance", (x: Tensor) => variance(x, 1)],
  ["softmax", (x: Tensor) => softmax(x)],
  ["logSoftmax", (x: Tensor) => logSoftmax(x)],
] as const)("a row left out of %s", (_, f) => {
  // The sum, or the sum of both outputs weighted differently: those of softmax add up to 1.
  const total = (y: Tensor): Tensor => (y.ndim === 2 ? y.mul(tensor([1, 3])) : y).sum();
  const alone = grad((x: Tensor) => total(f(x)))(tensor([taken], { dtype: "float64" })).toArray() as number[][];
  for (const row of rows) {
    const masked = (x: Tensor): Tensor => {
      const y = f(x);
      const keep = y.ndim === 2 ? tensor([[false], [true]]) : tensor([false, true]);
      return total(where(keep as Tensor<number[], "bool">, y, 0));
    };
    const gradient = grad(masked)(tensor([row, taken], { dtype: "float64" }));
    expect(gradient.add(0).toArray()).toEqual([[0, 0], alone[0]]); // −0 is as good
  }
});
