import { customVjp, defineOp, grad, Sweep, type Tensor, tensor } from "@tapegrad/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

// Sweeps over the same nodes: one after the other, within each other, step by step in turn. Each must see its own cotangents alone.

function leaf(...values: number[]): Tensor {
  return tensor(values, { dtype: "float64", requiresGrad: true });
}

function column(...values: number[]): Tensor {
  return tensor(values, { dtype: "float64" });
}

describe("two sweeps over the same nodes", () => {
  test("taken in turn, step by step, give what each gives alone", () => {
    const x = leaf(2);
    const y = x.square().mul(x); // x³
    const sweeps = [1, 10].map((seed) => new Sweep([y], [column(seed)], null));
    for (const n of sweeps[0]!.nodes.keys())
      for (const sweep of sweeps) {
        const node = sweep.nodes[n]!;
        for (const i of node.inputs.keys()) sweep.propagate(node, i);
      }
    expect(sweeps.map((sweep) => sweep.leafCotangents.get(x)?.toArray())).toEqual([[12], [120]]);
  });

  test("over parts of a graph that overlap, give what each gives alone", () => {
    const [x, z] = [leaf(2), leaf(5)];
    const shared = x.square();
    const [y, w] = [shared.mul(z).mul(z), shared.add(z)];
    const first = new Sweep([y], [column(1)], null);
    const second = new Sweep([w], [column(1)], new Set([z])); // of its nodes only the last leads to z
    first.run({ record: false });
    second.run({ record: false });
    expect(first.leafCotangents.get(x)?.toArray()).toEqual([100]); // 2 x z²
    expect(first.leafCotangents.get(z)?.toArray()).toEqual([40]); // 2 x² z
    expect(second.leafCotangents.get(z)?.toArray()).toEqual([1]);
    expect(second.leafCotangents.get(x)).toBe(undefined);
  });

  test("the second begun in a rule of the first, give what each gives alone", () => {
    const x = leaf(3);
    const shared = x.square().exp().log(); // x²
    let inner: Tensor | undefined;
    const nosy = customVjp({
      name: "nosy",
      forward: (s: Tensor) => s.mul(2),
      vjp(cotangent) {
        inner = new Sweep([shared], [column(1)], null).run({ record: false }).get(x);
        return [cotangent.mul(2)];
      },
    });
    nosy(shared).add(shared).sum().backward();
    expect(inner?.data[0]).toBeCloseTo(6, 12);
    expect(x.grad?.data[0]).toBeCloseTo(18, 12); // d/dx 3 x²
  });
});

describe("a rule that throws in the middle of a sweep", () => {
  test("leaves nothing behind: the next backward pass through the same nodes is right", () => {
    let broken = true;
    const fragile = defineOp({
      name: "fragile",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward(y, x) {
        y.data.set(x.data);
      },
      vjp: {
        x(cotangent) {
          if (broken) throw new Error("not today");
          return cotangent;
        },
      },
      formula: { value: "y = x", x: "x̄ = ȳ" },
    });
    const [x, z] = [leaf(2), leaf(7)];
    // The cotangent of the square has come from one side when the other side throws.
    const square = x.square();
    const loss = (fragile(square.mul(3)) as Tensor).add(square.mul(z)).sum() as Tensor<[]>;
    expect(thrownBy(() => loss.backward({ keepTape: true }))).toBe("Error: not today");
    expect([x.grad, z.grad]).toEqual([null, null]);
    broken = false;
    loss.backward();
    expect(x.grad?.toArray()).toEqual([40]); // 2 x (3 + z)
    expect(z.grad?.toArray()).toEqual([4]);
  });
});

describe("many leaves", () => {
  test("each get their own sum, however many there are", () => {
    for (const count of [1, 15, 16, 17, 18, 40]) {
      const leaves = Array.from({ length: count }, (_, i) => leaf(i));
      // Σ (i + 1) xᵢ + Σ xᵢ²: each leaf is reached twice.
      const terms = [...leaves.map((x, i) => x.mul(i + 1)), ...leaves.map((x) => x.square())];
      terms
        .reduce((total, term) => total.add(term))
        .sum()
        .backward();
      expect(leaves.map((x) => Number(x.grad?.data[0]))).toEqual(leaves.map((_, i) => 3 * i + 1));
    }
  });

  test("a gradient of a gradient meets the same leaves again", () => {
    const leaves = Array.from({ length: 20 }, (_, i) => column(i + 1));
    const cubes = (xs: readonly Tensor[]): Tensor<[]> =>
      xs
        .map((x) => x.square().mul(x))
        .reduce((total, x) => total.add(x))
        .sum() as Tensor<[]>;
    const slopes = grad(
      (xs: readonly Tensor[]): Tensor<[]> =>
        grad(cubes)(xs)
          .reduce((total: Tensor, x: Tensor) => total.add(x))
          .sum() as Tensor<[]>,
    )(leaves);
    expect(slopes.map((x) => x.toArray())).toEqual(leaves.map((_, i) => [6 * (i + 1)]));
  });
});
