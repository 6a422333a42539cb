import { bincount, grad, jit, maskedSelect, nonzero, type Tensor, tensor, unique } from "@tapegrad/core";
import { checkGradients } from "@tapegrad/gradcheck";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

// Functions whose result has as many elements as the values of their inputs say.

describe("a compiled function refuses what has no shape before it has values", () => {
  const refused: readonly (readonly [string, (x: Tensor) => Tensor, string])[] = [
    ["nonzero", (x) => nonzero(x), "Compute with notEqual(x, 0), which keeps the shape."],
    ["maskedSelect", (x) => maskedSelect(x, x.greater(0)), "Write where(mask, x, 0), which keeps the shape."],
    ["unique", (x) => unique(x), "Call it before, and pass what it gives."],
    ["bincount", (x) => bincount(x), "Write indexAdd(zeros([n]), x, 1), whose length is known."],
  ];
  test.each(refused)("%s", (name, f, advice) => {
    const message = thrownBy(() => jit(f)(tensor([1, 0, 2])));
    expect(message).toContain("jit: the function must compute with tensors alone, so that it can be compiled, got ");
    expect(message).toContain(`one that calls ${name}, whose result has as many elements as the values say at `);
    expect(message).toContain(advice);
  });
});

describe("bincount with weights", () => {
  const x = tensor([3, 0, 3], { dtype: "int32" });

  test("adds the weight of each element at its number", () => {
    expect(bincount(x, { weights: tensor([1, 2, 4]) }).toArray()).toEqual([2, 0, 0, 5]);
    expect(bincount(x, { weights: tensor([true, true, false]) }).toArray()).toEqual([1, 0, 0, 1]);
    expect(bincount(x, { weights: tensor([1, 2, 4], { dtype: "float64" }), minLength: 6 }).dtype).toBe("float64");
  });

  test("gives each weight the cotangent of its number", () => {
    const f = (weights: Tensor): Tensor =>
      bincount(x, { weights })
        .mul(tensor([1, 10, 100, 1000]))
        .sum();
    expect(grad(f)(tensor([1, 2, 4])).toArray()).toEqual([1000, 1, 1000]);
    const squares = (weights: Tensor): Tensor => bincount(x, { weights }).square().sum();
    expect(checkGradients(squares, [tensor([1, 2, 4], { dtype: "float64" })], { order: 2 }).verdict).toBe("pass");
  });

  test("refuses weights of another shape", () => {
    const message = thrownBy(() => bincount(x, { weights: tensor([1]) }));
    expect(message).toBe("ShapeError: bincount: weights must have the shape of x, [3], got [1].");
  });
});
