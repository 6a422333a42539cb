import {
  add,
  backward,
  defineOp,
  grad,
  mul,
  noGrad,
  parameter,
  record,
  stopGradient,
  type Tensor,
  tensor,
  zeros,
} from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

/** A leaf of float64, so that the expected values are exact. */
function leaf(values: number | number[] | number[][]): Tensor {
  return tensor(values as never, { dtype: "float64", requiresGrad: true });
}

function forget(x: Tensor): void {
  x.grad = null;
}

describe("what backward finds", () => {
  test("a scalar that is itself a leaf has derivative 1", () => {
    const x = leaf(5);
    x.backward();
    expect(x.grad?.item()).toBe(1);
  });

  test("d/dx Σ x² is 2x, and the method is the function", () => {
    const [x, y] = [leaf([1, -2, 3]), leaf([1, -2, 3])];
    x.square().sum().backward();
    backward(y.square().sum());
    expect(x.grad?.toArray()).toEqual([2, -4, 6]);
    expect(y.grad?.toArray()).toEqual([2, -4, 6]);
  });

  test("every leaf gets its own derivative, with the shape and dtype of the leaf", () => {
    const w = parameter([[1, 2, 3]], { name: "w" });
    const b = tensor([10], { dtype: "float64", requiresGrad: true });
    w.mul(b).sum().backward(); // y = b Σ w
    expect(w.grad?.toArray()).toEqual([[10, 10, 10]]);
    expect(w.grad?.dtype).toBe("float32");
    expect(b.grad?.toArray()).toEqual([6]);
    expect(b.grad?.dtype).toBe("float64");
  });

  test("a value used in several places gets the sum of what comes back: d/dx x·x·x = 3x²", () => {
    const x = leaf(2);
    x.mul(x).mul(x).backward();
    expect(x.grad?.item()).toBe(12);
  });

  test("paths that part and meet again are both counted (a diamond)", () => {
    // y = tanh(s) · s² with s = 3x:  dy/dx = 3 ((1 − tanh² s) s² + 2 s tanh s)
    const x = leaf(0.2);
    const s = x.mul(3);
    s.tanh().mul(s.square()).backward();
    const t = Math.tanh(0.6);
    expect(x.grad?.item()).toBeCloseTo(3 * ((1 - t * t) * 0.36 + 2 * 0.6 * t), 14);
  });

  test("a ladder of shared values costs one visit a node: 2⁶⁰ paths through 60 doublings", () => {
    const x = leaf(1);
    let y = x;
    for (let i = 0; i < 60; i++) y = add(y, y);
    y.backward();
    expect(x.grad?.item()).toBe(2 ** 60);
  });

  test("an input that appears twice in one call counts twice", () => {
    const x = leaf([1, 2]);
    x.sub(x).sum().backward();
    expect(x.grad?.toArray()).toEqual([0, 0]);
  });

  test("an order in which nodes were made and used differently changes nothing", () => {
    const [a, b] = [leaf(2), leaf(3)];
    const late = b.mul(5);
    const early = a.mul(late);
    add(early, late).backward(); // (a + 1) 5b
    expect(a.grad?.item()).toBe(15);
    expect(b.grad?.item()).toBe(15);
  });

  test("repeats undone by broadcasting are summed: a bias gets one term for each row", () => {
    const bias = leaf([0, 0]);
    zeros([3, 2])
      .cast("float64")
      .add(bias)
      .mul(tensor([[1], [2], [4]]))
      .sum()
      .backward();
    expect(bias.grad?.toArray()).toEqual([7, 7]);
  });

  test("a leaf the loss does not depend on keeps grad null", () => {
    const [x, other] = [leaf(1), leaf(1)];
    x.mul(2).backward();
    expect(other.grad).toBeNull();
  });

  test("neither stopGradient nor noGrad nor a cast to integers lets a derivative through", () => {
    const x = leaf(3);
    const constants = [stopGradient(x), noGrad(() => x.mul(1)), x.cast("int32").cast("float64")];
    for (const constant of constants) expect(constant.requiresGrad).toBe(false);
    expect(x.cast("int32").node).toBeNull(); // so it holds on to nothing either
    x.mul(stopGradient(x)).backward();
    expect(x.grad?.item()).toBe(3);
  });

  test("casts between floats pass the derivative on in each leaf's own dtype", () => {
    const x = tensor([1.5], { requiresGrad: true });
    x.cast("float64").mul(2).sum().backward();
    expect(x.grad?.dtype).toBe("float32");
    expect(x.grad?.toArray()).toEqual([2]);
  });

  test("the gradient itself requires no gradient", () => {
    const x = leaf([1, 2]);
    x.square().sum().backward();
    expect(x.grad?.requiresGrad).toBe(false);
    expect(x.grad?.node).toBeNull();
  });

  test("an op with several outputs gets a cotangent for each, zeros for those not used", () => {
    const parts = defineOp<(x: Tensor) => readonly [Tensor, Tensor], readonly ["x"], false, true>({
      name: "parts",
      inputs: ["x"],
      several: true,
      shape: (x) => [x.shape, x.shape],
      dtype: (x) => [x.dtype, x.dtype],
      forward([double, square], x) {
        for (let i = 0; i < x.size; i++) {
          double!.data[i] = 2 * x.data[i]!;
          square!.data[i] = x.data[i]! ** 2;
        }
        return undefined;
      },
      vjp: { x: ([ofDouble, ofSquare], { x }) => add(mul(ofDouble!, 2), mul(ofSquare!, mul(x, 2))) },
      formula: { value: "(2x, x²)" },
    });
    const [x, y, z] = [leaf([3]), leaf([3]), leaf([3])];
    const [double, square] = parts(x);
    add(double, square).sum().backward();
    parts(y)[0].sum().backward();
    parts(z)[1].sum().backward();
    expect([x, y, z].map((leaf) => leaf.grad?.toArray())).toEqual([[8], [2], [6]]);
  });
});

describe("backward called more than once", () => {
  test("gradients of several losses add up until they are reset", () => {
    const x = leaf([1, 2]);
    x.mul(3).sum().backward();
    x.mul(x).sum().backward();
    expect(x.grad?.toArray()).toEqual([5, 7]);
    forget(x);
    x.mul(3).sum().backward();
    expect(x.grad?.toArray()).toEqual([3, 3]);
  });

  test("adding up changes no gradient that was handed out before", () => {
    const x = leaf([1, 2]);
    x.mul(3).sum().backward();
    const first = x.grad!;
    x.mul(3).sum().backward();
    expect(first.toArray()).toEqual([3, 3]);
    expect(x.grad?.toArray()).toEqual([6, 6]);
  });

  test("a second pass through the same tape is an error that says what to do", () => {
    const x = leaf([1, 2]);
    const loss = x.square().sum();
    loss.backward();
    expect(thrownBy(() => loss.backward())).toBe(
      "GradientError: backward: the tape must still be there, but an earlier backward() through sum let go of it. " +
        "Call backward({ keepTape: true }) that first time.",
    );
    expect(x.grad?.toArray()).toEqual([2, 4]);
  });

  test("a second loss through a released part of the tape is that error too, and no leaf changes", () => {
    const [x, y] = [leaf([1, 2]), leaf([1, 2])];
    const shared = x.square();
    shared.sum().backward();
    expect(thrownBy(() => shared.mul(y).sum().backward())).toBe(
      "GradientError: backward: the tape must still be there, but an earlier backward() through square let go of it. " +
        "Call backward({ keepTape: true }) that first time.",
    );
    expect(x.grad?.toArray()).toEqual([2, 4]);
    expect(y.grad).toBeNull();
  });

  test("with keepTape the same pass can be run again, and adds the same again", () => {
    const x = leaf([1, 2]);
    const loss = x.square().sum();
    loss.backward({ keepTape: true });
    loss.backward({ keepTape: true });
    backward(loss);
    expect(x.grad?.toArray()).toEqual([6, 12]);
    expect(thrownBy(() => loss.backward())).toContain("the tape must still be there");
  });

  test("afterwards the tape holds nothing, unless it is kept or recorded", () => {
    const x = leaf([1, 2]);
    const released = x.square().sum();
    released.backward();
    expect(released.node?.inputs).toEqual([]);
    const kept = x.square().sum();
    kept.backward({ keepTape: true });
    expect(kept.node?.inputs).toHaveLength(1);
    const { value } = record(() => {
      const loss = x.square().sum();
      loss.backward();
      return loss;
    });
    expect(value.node?.inputs).toHaveLength(1);
  });
});

describe("what backward refuses, changing nothing", () => {
  test("a loss that is no scalar", () => {
    const x = leaf([1, 2]);
    expect(thrownBy(() => x.mul(2).backward())).toBe(
      "GradientError: backward: the loss must be a scalar, got shape [2]. Reduce it with .sum() or .mean(), or use vjp.",
    );
    expect(thrownBy(() => backward(x.reshape([2, 1]) as never))).toBe(
      "GradientError: backward: the loss must be a scalar, got shape [2, 1]. " +
        "Reduce it with .sum() or .mean(), or use vjp.",
    );
    expect(x.grad).toBeNull();
  });

  test("a loss of integers", () => {
    const count = tensor([1, 2], { dtype: "int32" }).sum();
    expect(thrownBy(() => count.backward())).toBe(
      "GradientError: backward: the loss must have dtype float32 or float64, got int32. Cast it, or use a smooth one.",
    );
  });

  test("a loss that is no tensor", () => {
    const received = [undefined, null, 3, "loss", [1]];
    expect(received.map((loss) => thrownBy(() => backward(loss as never)))).toEqual(
      ["undefined", "null", "3", '"loss"', "[1]"].map(
        (text) => `GradientError: backward: the loss must be a tensor, got ${text}.`,
      ),
    );
  });

  test("a loss that depends on nothing that requires a gradient", () => {
    const text =
      "GradientError: backward: the loss must depend on a tensor that requires a gradient, got none. " +
      "Make an input with { requiresGrad: true }, or use a Parameter that is not frozen.";
    const frozen = parameter([1, 2]).freeze();
    expect(thrownBy(() => tensor([1, 2]).sum().backward())).toBe(text);
    expect(thrownBy(() => frozen.sum().backward())).toBe(text);
    expect(thrownBy(() => noGrad(() => leaf([1, 2]).sum()).backward())).toBe(text);
  });

  test("a value that was overwritten since a rule's op read it, with and without its name", () => {
    const w = parameter([1, 2], { name: "w", dtype: "float64" });
    const x = leaf([1, 2]);
    const named = x.mul(w).sum();
    const viewed = w.reshape([2, 1]).square().sum();
    w.assign([3, 4]);
    expect(thrownBy(() => named.backward())).toBe(
      'GradientError: backward: b "w" of mul must still have the values it was used with, but it was overwritten since. ' +
        "Call backward() before assign() or an optimizer's step().",
    );
    expect(thrownBy(() => viewed.backward())).toBe(
      "GradientError: backward: x of square must still have the values it was used with, but it was overwritten since. " +
        "Call backward() before assign() or an optimizer's step().",
    );
    expect(x.grad).toBeNull();
    expect(w.grad).toBeNull();
  });

  test("but a value no rule looks at may be overwritten: d(x + w) = 1 whatever w is", () => {
    const w = parameter([1, 2]);
    const x = leaf([1, 2]);
    const loss = x.mul(3).add(w).sum();
    w.assign([3, 4]);
    loss.backward();
    expect(w.grad?.toArray()).toEqual([1, 1]);
    expect(x.grad?.toArray()).toEqual([3, 3]);
  });

  test("and one overwritten before it was used is as good as any", () => {
    const w = parameter([1, 2]).assign([3, 4]);
    const loss = w.square().sum();
    loss.backward();
    expect(w.grad?.toArray()).toEqual([6, 8]);
  });

  test("a value overwritten that is not differentiated through needs no rule, so it may be too", () => {
    // ∂(x w)/∂w needs x only; x is constant here, so w is never read again.
    const w = parameter([1, 2]);
    const loss = tensor([5, 6]).mul(w).sum();
    w.assign([3, 4]);
    loss.backward();
    expect(w.grad?.toArray()).toEqual([5, 6]);
  });

  test("a rule that throws leaves every leaf as it was", () => {
    const broken = defineOp<(x: Tensor) => Tensor, readonly ["x"]>({
      name: "broken",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward: (y, x) => y.data.set(x.data),
      vjp: {
        x: () => {
          throw new Error("no derivative today");
        },
      },
      formula: { value: "y = x" },
    });
    const [first, last] = [leaf([1, 2]), leaf([1, 2])];
    first.square().sum().backward();
    const loss = broken(first).add(last.mul(first)).sum();
    expect(thrownBy(() => loss.backward())).toBe("Error: no derivative today");
    expect(first.grad?.toArray()).toEqual([2, 4]);
    expect(last.grad).toBeNull();
    // Recording is as before, too.
    expect(first.mul(2).requiresGrad).toBe(true);
  });

  test("a rule whose result does not have the shape and dtype of its input", () => {
    const wrong = (give: (cotangent: Tensor) => Tensor) =>
      defineOp<(x: Tensor) => Tensor, readonly ["x"]>({
        name: "wrong",
        inputs: ["x"],
        shape: (x) => x.shape,
        forward: (y, x) => y.data.set(x.data),
        vjp: { x: give },
        formula: { value: "y = x" },
      });
    const x = leaf([1, 2]);
    expect(
      thrownBy(() =>
        wrong((c) => c.sum())(x)
          .sum()
          .backward(),
      ),
    ).toBe("GradientError: wrong: the rule for x must give the shape [2] and dtype float64 of x, got [] and float64.");
    expect(
      thrownBy(() =>
        wrong((c) => c.cast("float32"))(x)
          .sum()
          .backward(),
      ),
    ).toBe("GradientError: wrong: the rule for x must give the shape [2] and dtype float64 of x, got [2] and float32.");
    expect(x.grad).toBeNull();
  });
});

describe("size", () => {
  test("a chain of 100,000 additions runs forward and backward", { timeout: 60_000 }, () => {
    const x = leaf(1);
    let y = x;
    for (let i = 0; i < 100_000; i++) y = add(y, 1);
    expect(y.item()).toBe(100_001);
    y.backward();
    expect(x.grad?.item()).toBe(1);
    const chain = (x: Tensor): Tensor => {
      let y = x;
      for (let i = 0; i < 100_000; i++) y = add(y, 1);
      return y;
    };
    expect(grad(chain)(tensor(1)).item()).toBe(1);
  });
});
