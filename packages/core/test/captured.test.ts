import { grad, jvp, parameter, type Tensor, tensor, valueAndGrad, vjp } from "@tapegrad/core";
import { expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

test("a loss that captures the parameters it is asked about, and ignores its arguments, is refused", () => {
  const w = parameter([1, 2], { name: "w" });
  expect(thrownBy(() => grad((_: Tensor) => w.square().sum())(w))).toContain(
    'grad: the function must compute with its arguments, got one that captures "w" and does not use what it is given in its place. ' +
      "Use the arguments, or call backward() on the loss.",
  );
  expect(thrownBy(() => grad((_: { readonly a: Tensor }) => w.sum())({ a: w }))).toContain("captures");
});

test("captured parameters beside arguments are constants, and an argument that nothing depends on has zeros", () => {
  const w = parameter([1, 2]);
  expect(grad((x: Tensor) => x.mul(w).sum())(w).toArray()).toEqual([1, 2]);
  expect(grad((_: Tensor) => w.sum())(tensor([5])).toArray()).toEqual([0]);
});

test("what is no function is refused when it is given", () => {
  for (const make of [
    () => grad(null as never),
    () => valueAndGrad(5 as never),
    () => vjp("f" as never),
    () => jvp(undefined as never, [], []),
  ])
    expect(thrownBy(make)).toMatch(/f must be a function, got/);
});
