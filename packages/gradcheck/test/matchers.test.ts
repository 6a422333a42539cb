import "@tapegrad/gradcheck/vitest";
import { customVjp, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";
import { number, vector } from "./vector.ts";

describe("toHaveCorrectGradients", () => {
  const wrong = customVjp({
    name: "wrong",
    forward: (x: Tensor) => x.tanh(),
    vjp: (cotangent) => [cotangent],
  });

  test("holds for right functions, kinks included, and not for wrong ones", () => {
    expect((x: Tensor) => x.tanh()).toHaveCorrectGradients([vector(1, 2)]);
    expect((x: Tensor) => x.abs()).toHaveCorrectGradients([number(0)]);
    expect((x: Tensor, y: Tensor) => x.mul(y)).toHaveCorrectGradients([vector(1, 2), number(3)], { order: 2 });
    expect(wrong).not.toHaveCorrectGradients([vector(1, 2)]);
  });

  test("says what the report says", () => {
    const text = thrownBy(() => expect(wrong).toHaveCorrectGradients([number(1)], { seed: 4 }));
    expect(text).toMatch(
      /^Error: gradients: fail \(1 fail; 1 in all\)\n {2}fail {12}input: derivative analytic 1, numeric 0\.41997/,
    );
    expect(text).toMatch(/blame: the rule of wrong for input0/);
    expect(text).toMatch(/seed 4, \d+ evaluations$/);
    expect(thrownBy(() => expect((x: Tensor) => x.mul(2)).not.toHaveCorrectGradients([number(1)], { seed: 4 }))).toBe(
      "Error: expected a wrong derivative, got none\ngradients: pass (1 pass; 1 in all)\n  seed 4, 12 evaluations",
    );
  });
});

describe("toBeAllClose", () => {
  test("takes tensors, nested arrays and numbers", () => {
    expect(tensor([[1, 2]])).toBeAllClose([[1, 2]]);
    expect(tensor([[1, 2]])).toBeAllClose(tensor([[1, 2]]));
    expect(tensor(3)).toBeAllClose(3);
    expect([1, 2]).toBeAllClose(tensor([1, 2]));
    expect(tensor([true, false])).toBeAllClose([true, false]);
    expect(tensor([1, 2], { dtype: "int32" })).toBeAllClose([1, 2]);
  });

  test("float32 to 1e-5 and float64 to 1e-12, of each element and of the largest", () => {
    expect(tensor([1 + 1e-6])).toBeAllClose([1]);
    expect(tensor([1 + 3e-5])).not.toBeAllClose([1]);
    expect(vector(1 + 1e-12)).toBeAllClose([1]);
    expect(vector(1 + 3e-12)).not.toBeAllClose([1]);
    // What cancels to 0 is off by roundings of what it was computed from, here 1e6.
    expect(vector(1e6, 1e-7)).toBeAllClose([1e6, 0]);
    expect(vector(1e6, 1e-5)).not.toBeAllClose([1e6, 0]);
    expect(vector(1e-20)).not.toBeAllClose([2e-20]);
    // A literal is as exact as it is written: what was computed in float32 says how close it can be.
    expect(vector(1 + 1e-6)).toBeAllClose(tensor([1]));
    expect(vector(1 + 1e-6)).not.toBeAllClose([1]);
  });

  test("tolerances can be given", () => {
    expect(vector(1.05)).toBeAllClose([1], { relative: 0.1 });
    expect(vector(1.05)).not.toBeAllClose([1], { relative: 0.01 });
    expect(vector(0.05)).toBeAllClose([0], { absolute: 0.1 });
    expect(vector(0.05)).not.toBeAllClose([0], { relative: 0.1 });
  });

  test("infinities and NaN are close to themselves only", () => {
    expect(vector(Infinity, -Infinity, Number.NaN)).toBeAllClose([Infinity, -Infinity, Number.NaN]);
    expect(vector(Infinity)).not.toBeAllClose([-Infinity]);
    expect(vector(1)).not.toBeAllClose([Number.NaN]);
    expect(vector(Number.NaN)).not.toBeAllClose([1]);
    expect(vector(1)).not.toBeAllClose([Infinity]);
    expect(vector(Infinity)).not.toBeAllClose([1]);
    expect(vector(0)).toBeAllClose([-0]);
  });

  test("names the worst element, its index, the tolerance and why", () => {
    expect(
      thrownBy(() =>
        expect(
          tensor([
            [1, 2],
            [3, 5],
          ]),
        ).toBeAllClose([
          [1, 2.5],
          [3, 4],
        ]),
      ),
    ).toBe(
      `Error: expected all elements to be close
  worst     [1, 1]: 5, expected 4, off by 1
  tolerance 0.00004 + 0.00001 · |expected| = 0.00008 (the default for float32, scaled by the largest element)`,
    );
    expect(thrownBy(() => expect(vector(1, 2)).toBeAllClose([1, 3], { absolute: 0.5, relative: 0 }))).toBe(
      `Error: expected all elements to be close
  worst     [1]: 2, expected 3, off by 1
  tolerance 0.5 + 0 · |expected| = 0.5 (as asked for)`,
    );
    expect(thrownBy(() => expect(vector(1, Number.NaN, 9)).toBeAllClose([1, 2, 3]))).toContain(
      "  worst     [1]: NaN, expected 2, off by NaN\n",
    );
  });

  test("of shapes it says that they differ", () => {
    expect(thrownBy(() => expect(vector(1, 2)).toBeAllClose([[1, 2]]))).toBe("Error: expected shape [1, 2], got [2]");
    expect(tensor([])).toBeAllClose(tensor([]));
  });

  test("the negation says what would have been wanted", () => {
    expect(thrownBy(() => expect(vector(1)).not.toBeAllClose([1]))).toBe(
      "Error: expected some element to differ, got none",
    );
    expect(thrownBy(() => expect(vector(1.1)).not.toBeAllClose([1], { absolute: 0.2, relative: 0 }))).toMatch(
      /^Error: expected some element to differ by more than the tolerance\n {2}worst {5}\[0\]: 1\.1, expected 1, off by 0\.1/,
    );
  });

  test("what is no tensor at all is said to be none", () => {
    expect(thrownBy(() => expect("three").toBeAllClose([3]))).toMatch(/^TapegradError: tensor: /);
  });
});
