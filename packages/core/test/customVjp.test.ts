import { customVjp, grad, noGrad, parameter, record, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const float64 = { dtype: "float64" } as const;

describe("customVjp", () => {
  /** x³ with its own rule 3x²ȳ; counts the calls of each part. */
  function counted() {
    const calls = { forward: 0, vjp: 0 };
    const cube = customVjp({
      name: "cube",
      forward: (x: Tensor) => {
        calls.forward++;
        return x.mul(x).mul(x);
      },
      vjp: (cotangent, { inputs: [x] }) => {
        calls.vjp++;
        return [cotangent.mul(x!.square().mul(3))];
      },
    });
    return { cube, calls };
  }

  test("has the value of forward, and the derivative it was given, whatever the chain of its ops would say", () => {
    const { cube } = counted();
    expect(cube(tensor([2, -1], float64)).toArray()).toEqual([8, -1]);
    expect(grad((x: Tensor) => cube(x).sum())(tensor([2, -1], float64)).toArray()).toEqual([12, 3]);
    const reversed = customVjp({ forward: (x: Tensor) => x.mul(5), vjp: (cotangent) => [cotangent.neg()] });
    expect(grad((x: Tensor) => reversed(x).sum())(tensor([1])).toArray()).toEqual([-1]);
  });

  test("second derivatives follow from the rule", () => {
    const { cube } = counted();
    const first = grad((x: Tensor) => cube(x).sum());
    const second = grad((x: Tensor) => first(x).sum());
    expect(second(tensor([2, -1], float64)).toArray()).toEqual([12, -6]);
  });

  test("forward and rule run once for one call and one pass, and forward leaves one node", () => {
    const { cube, calls } = counted();
    const x = tensor([2], { ...float64, requiresGrad: true });
    const loss = cube(x).sum();
    expect(calls).toEqual({ forward: 1, vjp: 0 });
    expect(loss.node?.inputs[0]?.node?.op.name).toBe("cube");
    loss.backward();
    expect(calls).toEqual({ forward: 1, vjp: 1 });
    expect(x.grad?.toArray()).toEqual([12]);
    expect(record(() => noGrad(() => cube(x))).value.requiresGrad).toBe(false);
  });

  test("of several inputs one call of the rule serves all, and null is no derivative", () => {
    let calls = 0;
    const scale = customVjp({
      name: "scale",
      forward: (x: Tensor, by: Tensor) => x.mul(by),
      vjp: (cotangent, { inputs: [, by] }) => {
        calls++;
        return [cotangent.mul(by!), null];
      },
    });
    const [x, by] = [parameter([2, 3]), parameter([5, 7])];
    scale(x, by).sum().backward();
    expect([x.grad?.toArray(), by.grad?.toArray(), calls]).toEqual([[5, 7], [0, 0], 1]);
  });

  test("refuses a rule that does not give one cotangent for each input, of its shape, and a forward that gives no tensor", () => {
    const x = parameter([1, 2]);
    const broken = (vjp: unknown) =>
      thrownBy(() =>
        customVjp({ name: "broken", forward: (x: Tensor) => x.mul(1), vjp: vjp as () => Tensor[] })(x)
          .sum()
          .backward(),
      );
    const must = "GradientError: broken: vjp must give a list of 1, one cotangent for each input, got";
    expect(broken(() => [])).toBe(`${must} 0.`);
    expect(broken((c: Tensor) => [c, c])).toBe(`${must} 2.`);
    expect(broken((c: Tensor) => c)).toBe(`${must} a Tensor.`);
    expect(broken((c: Tensor) => [c.sum()])).toBe(
      "GradientError: broken: the rule for input0 must give the shape [2] and dtype float32 of input0, got [] and float32.",
    );
    expect(x.grad).toBeNull();
    expect(thrownBy(() => customVjp({ forward: (() => 3) as never, vjp: () => [] })(x))).toBe(
      "GradientError: custom: forward must give a tensor, got 3.",
    );
  });
});
