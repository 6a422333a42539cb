import { full, grad, type Tensor, tensor } from "@tapegrad/core";
import { Dense, losses, Module, regularizers, Sequential, withPenalties } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { thrownBy } from "./thrownBy.ts";

const { l1, l2, l1l2 } = regularizers;
const float64 = { dtype: "float64" } as const;
const w = tensor([0.5, -3, 0, 2], float64);

describe("values and gradients", () => {
  test("l1 is λ Σ |w|, its gradient λ sign w, 0 at 0", () => {
    expect(l1(0.5)(w).item()).toBe(2.75);
    expect(grad(l1(0.5))(w).toArray()).toEqual([0.5, -0.5, 0, 0.5]);
  });

  test("l2 is λ Σ w², its gradient 2 λ w exactly", () => {
    expect(l2(0.5)(w).item()).toBe(0.5 * (0.25 + 9 + 4));
    for (const strength of [0.5, 0.01, 1 / 3])
      expect(grad(l2(strength))(w).toArray()).toEqual([0.5, -3, 0, 2].map((x) => 2 * strength * x));
  });

  test("l1l2 is both", () => {
    expect(l1l2({ l1: 0.5, l2: 2 })(w).item()).toBe(2.75 + 26.5);
    expect(grad(l1l2({ l1: 0.5, l2: 2 }))(w).toArray()).toEqual([2.5, -12.5, 0, 8.5]);
    expect(l1l2({ l1: 0, l2: 2 })(w).item()).toBe(26.5);
    expect(l1l2({ l1: 0.5, l2: 0 })(w).item()).toBe(2.75);
  });

  test("of any shape, and of both float dtypes", () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect([l2(1)(x).item(), l2(1)(x).dtype, l1(1)(w).dtype]).toEqual([30, "float32", "float64"]);
  });

  test("strength 0 is none, even of infinite weights", () => {
    const wild = tensor([Infinity, Number.NaN], float64);
    for (const none of [l1(0), l2(0), l1l2({ l1: 0, l2: 0 })]) {
      expect([none(wild).item(), none(wild).dtype, none(w).requiresGrad]).toEqual([0, "float64", false]);
    }
  });

  test("a strength that is none", () => {
    expect(thrownBy(() => l1(-1))).toBe("DomainError: l1: the strength must be a finite number from 0 on, got -1.");
    expect(thrownBy(() => l2(Number.NaN))).toBe(
      "DomainError: l2: the strength must be a finite number from 0 on, got NaN.",
    );
    expect(thrownBy(() => l2("0.1" as never))).toBe(
      'DomainError: l2: the strength must be a finite number from 0 on, got "0.1".',
    );
    expect(thrownBy(() => l1l2({ l1: 0, l2: -1 }))).toBe(
      "DomainError: l1l2: l2 must be a finite number from 0 on, got -1.",
    );
    expect(thrownBy(() => l1l2({ l2: 1 } as never))).toBe(
      "DomainError: l1l2: l1 must be a finite number from 0 on, got undefined.",
    );
  });
});

describe("withPenalties", () => {
  const x = tensor([[1, 2]], float64);
  const dense = (options: ConstructorParameters<typeof Dense>[2]): Dense<2, 2> =>
    new Dense(2, 2, { kernelInitializer: "ones", biasInitializer: "ones", ...float64, ...options });
  const lossOf = (model: Module & { forward(x: Tensor): Tensor }, input: Tensor = x): Tensor<[]> =>
    withPenalties(model, () => model.forward(input).sum());

  test("adds the kernel's penalty, not the bias's", () => {
    const layer = dense({ kernelRegularizer: l2(0.5) });
    const loss = lossOf(layer); // x W + b = [4, 4]
    expect(loss.item()).toBe(8 + 0.5 * 4);
    loss.backward();
    // ∂Σy/∂W = x for each output, and 2λw = 1
    expect(layer.kernel.grad!.toArray()).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(layer.bias!.grad!.toArray()).toEqual([1, 1]);
  });

  test("adds the bias's penalty where biasRegularizer asks for it", () => {
    const layer = dense({ biasRegularizer: l1(3) });
    const loss = lossOf(layer);
    expect(loss.item()).toBe(8 + 6);
    loss.backward();
    expect(layer.bias!.grad!.toArray()).toEqual([4, 4]);
    expect(lossOf(dense({ biasRegularizer: l1(3), kernelRegularizer: l1(1) })).item()).toBe(8 + 6 + 4);
    expect(lossOf(dense({ biasRegularizer: l1(3), useBias: false })).item()).toBe(6);
  });

  test("divides the activity's penalty by the batch size", () => {
    const layer = dense({ activityRegularizer: l2(1), activation: "relu" });
    expect(lossOf(layer).item()).toBe(8 + 32);
    const batch = tensor(
      [
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      float64,
    );
    expect(lossOf(layer, batch).item()).toBe(32 + 32);
    expect(lossOf(layer, tensor([1, 2], float64)).item()).toBe(8 + 32); // one example
    const loss = lossOf(layer, batch);
    loss.backward();
    // ∂/∂b of Σ y + Σ y² / 4: four examples of 1 + 2 · 4 / 4
    expect(layer.bias!.grad!.toArray()).toEqual([12, 12]);
  });

  test("counts a layer that is used twice once for its weights, and each time for its activity", () => {
    const layer = dense({ kernelRegularizer: l2(1), activityRegularizer: l1(1) });
    const model = new Sequential(layer, layer);
    // first [4, 4], then [9, 9]
    expect(lossOf(model).item()).toBe(18 + 4 + (8 + 18));
  });

  test("finds the penalties of all parts, and of Modules of one's own", () => {
    class Shrinking extends Module {
      readonly inner = dense({ kernelRegularizer: l2(1) });
      forward(input: Tensor): Tensor {
        return this.inner.forward(input);
      }
      override penalty(): Tensor<[]> {
        return full([], 100, float64);
      }
    }
    expect(lossOf(new Shrinking()).item()).toBe(8 + 100 + 4);
  });

  test("strength 0 equals no regularizer, to the bit, in value and gradient", () => {
    const gradients = [
      {},
      { kernelRegularizer: l2(0), biasRegularizer: l1(0), activityRegularizer: l1l2({ l1: 0, l2: 0 }) },
    ].map((options) => {
      const layer = dense({ ...options, activation: "sigmoid" });
      const loss = lossOf(layer, tensor([[0.1, 0.7]], float64));
      loss.backward();
      return [loss.item(), layer.kernel.grad!.toArray(), layer.bias!.grad!.toArray()];
    });
    expect(gradients[1]).toEqual(gradients[0]);
  });

  test("collects nothing outside, and nothing is left after a failure", () => {
    let asked = 0;
    const layer = dense({
      activityRegularizer: (y) => {
        asked++;
        return y.sum() as Tensor<[]>;
      },
    });
    layer.forward(x);
    expect(asked).toBe(0);
    expect(() =>
      withPenalties(layer, () => {
        layer.forward(x);
        throw new Error("no loss");
      }),
    ).toThrow("no loss");
    expect(asked).toBe(1);
    layer.forward(x);
    expect(asked).toBe(1);
    expect(lossOf(layer).item()).toBe(16);
  });

  test("within another counts its own activities only", () => {
    const [outer, inner] = [dense({ activityRegularizer: l1(1) }), dense({ activityRegularizer: l1(10) })];
    const seen: number[] = [];
    const total = withPenalties(outer, () => {
      const y = outer.forward(x);
      seen.push(withPenalties(inner, () => inner.forward(x).sum()).item());
      return y.sum();
    });
    expect([total.item(), seen]).toEqual([16, [88]]);
  });
});

test("doubling every example changes no gradient, penalties included", () => {
  const gradients = [1, 2].map((times) => {
    const layer = new Dense(2, 2, {
      kernelInitializer: "ones",
      kernelRegularizer: l2(0.5),
      activityRegularizer: l2(0.25),
      ...float64,
    });
    const rows = [
      [1, 2],
      [0.5, -1],
      [3, 0.25],
    ];
    const targets = [
      [1, 0],
      [0.5, 1],
      [2, 2],
    ];
    const repeat = (values: number[][]): Tensor => tensor(Array.from({ length: times }, () => values).flat(), float64);
    const y = repeat(targets);
    withPenalties(layer, () => losses.meanSquaredError(layer.forward(repeat(rows)) as Tensor, y)).backward();
    return [...layer.kernel.grad!.data, ...layer.bias!.grad!.data];
  });
  for (const [i, gradient] of gradients[0]!.entries())
    expect(Math.abs(gradient - gradients[1]![i]!)).toBeLessThan(1e-14);
});

describe("what is no penalty, or no loss", () => {
  const x = tensor([[1, 2]]);
  const text = 'ShapeError: Dense "d": a penalty must be a tensor of shape [], got';
  const hint = "End its regularizer with .sum().";

  test("a regularizer that gives something else", () => {
    const run = (options: object): string => {
      const layer = new Dense(2, 2, { name: "d", ...options });
      return thrownBy(() => withPenalties(layer, () => layer.forward(x).sum()));
    };
    const squares = (w: Tensor): Tensor => w.square();
    expect(run({ kernelRegularizer: squares })).toBe(`${text} [2, 2]. ${hint}`);
    expect(run({ kernelRegularizer: () => 5 })).toBe(`${text} 5. ${hint}`);
    expect(run({ activityRegularizer: squares })).toBe(`${text} [1, 2]. ${hint}`);
  });

  test("withPenalties of something else", () => {
    const layer = new Dense(2, 2);
    expect(thrownBy(() => withPenalties({} as never, () => x.sum()))).toBe(
      "TapegradError: withPenalties: model must be a Module, got an object.",
    );
    expect(thrownBy(() => withPenalties(layer, x.sum() as never))).toBe(
      "TapegradError: withPenalties: loss must be a function, got a Tensor.",
    );
    expect(thrownBy(() => withPenalties(layer, () => 5 as never))).toBe(
      "TapegradError: withPenalties: loss must give a tensor of shape [], got 5.",
    );
  });

  test("a name is Keras's: strength 0.01", () => {
    const layer = new Dense(2, 1, { kernelInitializer: "ones", kernelRegularizer: "l2", biasRegularizer: "l1" });
    layer.bias!.assign([-3]);
    expect(layer.penalty()?.item()).toBeCloseTo(0.02 + 0.03, 7);
    expect(new Dense(2, 1, { kernelInitializer: "ones", kernelRegularizer: "l1l2" }).penalty()?.item()).toBeCloseTo(
      0.04,
      7,
    );
  });

  test("l1l2 with a name that is none", () => {
    expect(thrownBy(() => regularizers.l1l2({ l1: 1, L2: 1 } as never))).toBe(
      "DomainError: l1l2: options must be among l1, l2, got L2. Did you mean l2?",
    );
  });
});
