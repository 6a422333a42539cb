import { grad, type Tensor, tensor, zeros } from "@tapegrad/core";
import { losses } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { distance } from "./distance.ts";
import { thrownBy } from "./thrownBy.ts";

const {
  binaryCrossEntropy,
  categoricalCrossEntropy,
  meanAbsoluteError,
  meanSquaredError,
  sparseCategoricalCrossEntropy,
} = losses;

type Rows = number[] | number[][] | number[][][];
type Options = { readonly fromLogits?: boolean };
type LossFunction = (
  predictions: Tensor,
  targets: Tensor,
  options: Options & { reduction?: "mean" | "sum" },
) => Tensor<[]>;

interface Case {
  readonly loss: LossFunction;
  readonly options: Options;
  readonly predictions: Rows;
  readonly targets: Rows;
  /** How many losses the mean is of. */
  readonly terms: number;
  readonly mean: number;
  /** Of the mean. */
  readonly gradient: Rows;
}

// One row is extreme: exp(1000) overflows, and so does 1 / p of what underflowed.
const logits = [
  [1, 2, 3],
  [-1, 0.5, 0.25],
  [1000, -1000, 0],
  [-30, 20, -800],
];
const probabilities = [
  [0.2, 0.3, 0.5],
  [0.1, 0.8, 0.1],
  [1, 0, 0],
  [1, 0, 0],
];
const soft = [
  [0, 0.25, 0.75],
  [1, 0, 0],
  [0.5, 0.5, 0],
  [0, 1, 0],
];

// Values and gradients are those of PyTorch 1.13 in float64: cross_entropy, nll_loss of log(clamp(p, 1e-7, 1 − 1e-7)),
// binary_cross_entropy of the same, mse_loss, l1_loss.
const cases: Record<string, Case> = {
  "sparseCategoricalCrossEntropy from logits": {
    loss: sparseCategoricalCrossEntropy as LossFunction,
    options: { fromLogits: true },
    predictions: logits,
    targets: [2, 0, 0, 0],
    terms: 4,
    mean: 13.150429537711574,
    gradient: [
      [0.02250764329259511, 0.06118211776369941, -0.08368976105629455],
      [-0.2221356322374493, 0.12487943245330373, 0.09725619978414554],
      [0, 0, 0],
      [-0.25, 0.25, 0],
    ],
  },
  "sparseCategoricalCrossEntropy of sequences from logits": {
    loss: sparseCategoricalCrossEntropy as LossFunction,
    options: { fromLogits: true },
    predictions: [0, 1].map((i) => [0, 1, 2].map((j) => [0, 1, 2, 3].map((k) => Math.sin(12 * i + 4 * j + k)))),
    targets: [
      [0, 1, 2],
      [3, 0, 1],
    ],
    terms: 6,
    mean: 1.6491511097913178,
    gradient: [
      [
        [-0.14269936056601817, 0.055598801243155256, 0.059500700325988004, 0.0275998589968749],
        [0.022103284915243923, -0.1486083839314959, 0.03562733688772629, 0.09087776212852569],
        [0.08707605262432042, 0.04888849748259409, -0.14787520598898057, 0.01191065588206608],
      ],
      [
        [0.014511495279505928, 0.037776267746848405, 0.06682794871225983, -0.11911571173861417],
        [-0.12148152760765515, 0.023040973226816187, 0.028436806818209773, 0.07000374756262921],
        [0.0667590607495219, -0.104811203919775, 0.026557002740541187, 0.011495140429711892],
      ],
    ],
  },
  "categoricalCrossEntropy from logits": {
    loss: categoricalCrossEntropy as LossFunction,
    options: { fromLogits: true },
    predictions: logits,
    targets: soft,
    terms: 4,
    mean: 250.71292953771157,
    gradient: [
      [0.02250764329259511, -0.0013178822363005896, -0.021189761056294554],
      [-0.2221356322374493, 0.12487943245330373, 0.09725619978414554],
      [0.125, -0.125, 0],
      [4.8218746199097946e-23, 0, 0],
    ],
  },
  sparseCategoricalCrossEntropy: {
    loss: sparseCategoricalCrossEntropy as LossFunction,
    options: {},
    predictions: probabilities,
    targets: [2, 0, 0, 1],
    terms: 4,
    mean: 4.778457006128079,
    gradient: [
      [0, 0, -0.5],
      [-2.5, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  },
  categoricalCrossEntropy: {
    loss: categoricalCrossEntropy as LossFunction,
    options: {},
    predictions: probabilities,
    targets: soft,
    terms: 4,
    mean: 6.825145551483243,
    gradient: [
      [0, -0.20833333333333334, -0.375],
      [-2.5, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  },
  binaryCrossEntropy: {
    loss: binaryCrossEntropy as LossFunction,
    options: {},
    predictions: [0.2, 0.9, 0, 1, 1, 0.5],
    targets: [0, 1, 1, 1, 0, 0.25],
    terms: 6,
    mean: 5.54297377499583,
    gradient: [0.2083333333333333, -0.1851851851851852, 0, 0, 0, 0.16666666666666666],
  },
  "binaryCrossEntropy from logits": {
    loss: binaryCrossEntropy as LossFunction,
    options: { fromLogits: true },
    predictions: [0, 1.5, -2, 40, -40, 1000, -1000, 1000, -1000, 20],
    targets: [1, 0, 0.25, 1, 0, 1, 0, 0, 1, 1],
    terms: 10,
    mean: 200.3021488471647,
    gradient: [-0.05, 0.08175744761936436, -0.013079707797788245, 0, 0, 0, 0, 0.1, -0.1, -2.0611536921677497e-10],
  },
  meanSquaredError: {
    loss: meanSquaredError as LossFunction,
    options: {},
    predictions: [
      [1.5, -2],
      [0, 3],
      [4, 4],
    ],
    targets: [
      [1, -1],
      [0, 5],
      [-4, 4],
    ],
    terms: 6,
    mean: 11.541666666666666,
    gradient: [
      [0.16666666666666666, -0.3333333333333333],
      [0, -0.6666666666666666],
      [2.6666666666666665, 0],
    ],
  },
  meanAbsoluteError: {
    loss: meanAbsoluteError as LossFunction,
    options: {},
    predictions: [
      [1.5, -2],
      [0, 3],
      [4, 4],
    ],
    targets: [
      [1, -1],
      [0, 5],
      [-4, 4],
    ],
    terms: 6,
    mean: 1.9166666666666667,
    gradient: [
      [0.16666666666666666, -0.16666666666666666],
      [0, -0.16666666666666666],
      [0.16666666666666666, 0],
    ],
  },
};

const float64 = { dtype: "float64" } as const;
const of = (values: unknown): Tensor => tensor(values as number[], float64);
const scaled = (values: Rows, factor: number): Rows =>
  (values as unknown[]).map((value) =>
    Array.isArray(value) ? scaled(value as Rows, factor) : (value as number) * factor,
  ) as Rows;

describe.each(Object.entries(cases))("%s", (_, { loss, options, predictions, targets, terms, mean, gradient }) => {
  test("value and gradient of the mean and of the sum are PyTorch's", () => {
    for (const [reduction, factor] of [
      ["mean", 1],
      ["sum", terms],
    ] as const) {
      const p = of(predictions);
      p.requiresGrad = true;
      const value = loss(p, of(targets), { ...options, reduction });
      value.backward();
      expect(value.shape).toEqual([]);
      expect(Math.abs(value.item() / (mean * factor) - 1)).toBeLessThan(1e-14);
      expect(distance(p.grad, scaled(gradient, factor))).toBeLessThan(1e-14 * factor);
    }
  });

  test("the mean is the default, and in float32 the same to its precision", () => {
    const value = loss(tensor(predictions as number[]), tensor(targets as number[]), options);
    expect(value.dtype).toBe("float32");
    // The float32 next to 1 − 1e-7 is 1 − 1.19e-7, so what is clipped there is 15.94 instead of 16.12: one of six terms.
    expect(Math.abs(value.item() / mean - 1)).toBeLessThan(
      loss === (binaryCrossEntropy as LossFunction) && !options.fromLogits ? 0.18 / 6 / mean : 1e-6,
    );
  });

  test("doubling every example changes no gradient of the mean", () => {
    const f = (p: Tensor): Tensor<[]> => loss(p, of([...targets, ...targets]), options);
    const twice = grad(f)(of([...predictions, ...predictions]));
    const n = predictions.length;
    const first = twice.slice([[0, n]]).add(twice.slice([[n, 2 * n]]));
    expect(distance(first, gradient)).toBeLessThan(1e-14);
  });
});

describe("cross-entropy loses no digits where the network is right and sure", () => {
  // log1p(exp(−z)), from Python; as a difference these are 0, or noise.
  test("from logits", () => {
    const exact = { 20: 2.061153620314381e-9, 40: 4.248354255291589e-18 };
    for (const dtype of ["float64", "float32"] as const) {
      const epsilon = dtype === "float64" ? 1e-15 : 1e-6;
      for (const [z, wanted] of Object.entries(exact)) {
        const values = [
          binaryCrossEntropy(tensor([Number(z)], { dtype }), tensor([1]), { fromLogits: true }),
          binaryCrossEntropy(tensor([-z], { dtype }), tensor([0]), { fromLogits: true }),
          sparseCategoricalCrossEntropy(tensor([[Number(z), 0]], { dtype }), tensor([0]), { fromLogits: true }),
        ];
        for (const value of values) expect(Math.abs(value.item() / wanted - 1)).toBeLessThan(epsilon);
      }
    }
  });

  test("in the gradient too: ∂/∂z = σ(z) − t", () => {
    const gradient = grad((z: Tensor) =>
      binaryCrossEntropy(z, tensor([1, 0, 1]), { fromLogits: true, reduction: "sum" }),
    )(of([40, -40, 0]));
    expect(gradient.data[0]! / -4.248354255291589e-18).toBeCloseTo(1, 14);
    expect(gradient.data[1]! / 4.248354255291589e-18).toBeCloseTo(1, 14);
    expect(gradient.data[2]).toBe(-0.5); // no kink at 0
  });
});

test("probabilities are clipped at 1e-7", () => {
  const bounds = [-Math.log(1e-7), -Math.log1p(-1e-7)];
  const t = of([0, 1, 0, 1]);
  for (const [i, p] of [1, 0, 0, 1].entries()) {
    const value = binaryCrossEntropy(of([p]), t.slice([[i, i + 1]])).item();
    expect(Math.abs(value / bounds[i < 2 ? 0 : 1]! - 1)).toBeLessThan(1e-8); // 1 − (1 − 1e-7) keeps 9 digits of 1e-7
  }
  expect(sparseCategoricalCrossEntropy(of([[1, 0]]), tensor([1])).item()).toBe(-Math.log(1e-7));
  expect(categoricalCrossEntropy(of([[1, 0]]), tensor([[0, 1]])).item()).toBe(-Math.log(1e-7));
  // In float32 too the logarithms stay finite.
  expect(binaryCrossEntropy(tensor([1]), tensor([0])).item()).toBeCloseTo(16, 0);
});

test("second derivatives of the fused cross-entropy are PyTorch's", () => {
  const f = (z: Tensor): Tensor<[]> =>
    sparseCategoricalCrossEntropy(z.reshape([2, 3]), tensor([2, 0]), { fromLogits: true });
  const z = of([1, 2, 3, -1, 0.5, 0.25]);
  const rows = [0, 1, 2, 3, 4, 5].map((i) => {
    const unit = of([0, 0, 0, 0, 0, 0].map((_, j) => (i === j ? 1 : 0)));
    return grad((x: Tensor) => grad(f)(x).mul(unit).sum())(z).toArray();
  });
  expect(
    distance(of(rows), [
      [0.040962534532496604, -0.011016522260087145, -0.029946012272409454, 0, 0, 0],
      [-0.011016522260087145, 0.09241822325498936, -0.0814017009949022, 0, 0, 0],
      [-0.029946012272409454, -0.0814017009949022, 0.1113477132673117, 0, 0, 0],
      [0, 0, 0, 0.04951735159864798, -0.027837491454859697, -0.02167986014378827],
      [0, 0, 0, -0.027837491454859697, 0.12499988370773348, -0.09716239225287372],
      [0, 0, 0, -0.02167986014378827, -0.09716239225287372, 0.11884225239666203],
    ]),
  ).toBeLessThan(1e-15);
});

describe("targets", () => {
  test("labels may be int32, float or, for two classes, bool", () => {
    const p = of([
      [0, 1],
      [2, 0],
    ]);
    const values = (["int32", "float32", "float64", "bool"] as const).flatMap((dtype) =>
      [true, false].map((fromLogits) => {
        const labels: Tensor = tensor<number[], "int32">([1, 0]).cast(dtype);
        return sparseCategoricalCrossEntropy(fromLogits ? p : p.softmax(), labels, { fromLogits }).item();
      }),
    );
    const exact = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-2))) / 2;
    for (const value of values) expect(Math.abs(value - exact)).toBeLessThan(1e-15);
  });

  test("of the others may be integers or bools", () => {
    for (const dtype of ["int32", "bool"] as const) {
      const t: Tensor = tensor([1, 0]).cast(dtype);
      expect(binaryCrossEntropy(of([0.5, 0.5]), t).item()).toBeCloseTo(Math.LN2, 15);
      expect(binaryCrossEntropy(of([0, 0]), t, { fromLogits: true }).item()).toBeCloseTo(Math.LN2, 15);
      expect(categoricalCrossEntropy(of([0.25, 0.75]), t).item()).toBeCloseTo(Math.log(4), 15);
      expect(meanSquaredError(of([3, 2]), t).item()).toBe(4);
      expect(meanAbsoluteError(of([3, 2]), t).item()).toBe(2);
    }
  });

  test("no gradient is found for integer logits, but there is a value", () => {
    const value = sparseCategoricalCrossEntropy(tensor([[0, 0]], { dtype: "int32" }), tensor([1]), {
      fromLogits: true,
    });
    expect(value.item()).toBeCloseTo(Math.LN2, 7);
  });
});

test("every loss is nothing but 0, without a sign, where predictions are right", () => {
  const zero = [
    sparseCategoricalCrossEntropy(of([[1000, 0]]), tensor([0]), { fromLogits: true }),
    categoricalCrossEntropy(of([[1000, 0]]), tensor([[1, 0]]), { fromLogits: true }),
    binaryCrossEntropy(of([1000, -1000]), tensor([1, 0]), { fromLogits: true }),
    meanSquaredError(of([1]), of([1])),
    meanAbsoluteError(of([1]), of([1])),
  ];
  expect(zero.map((value) => value.item())).toEqual([0, 0, 0, 0, 0]);
});

describe("bad input", () => {
  test("targets of another shape", () => {
    for (const [name, loss] of Object.entries({
      binaryCrossEntropy,
      categoricalCrossEntropy,
      meanSquaredError,
      meanAbsoluteError,
    })) {
      const call = loss as LossFunction;
      expect(thrownBy(() => call(zeros([4]), zeros([4, 1]), {}))).toBe(
        `ShapeError: ${name}: targets must have the shape [4] of the predictions, got [4, 1].`,
      );
      expect(thrownBy(() => call(zeros([2, 3]), zeros([3]), {}))).toBe(
        `ShapeError: ${name}: targets must have the shape [2, 3] of the predictions, got [3].`,
      );
      expect(thrownBy(() => call(zeros([1]), 3 as never, {}))).toBe(
        `TapegradError: ${name}: targets must be a tensor, got 3.`,
      );
      expect(thrownBy(() => call([1] as never, zeros([1]), {}))).toBe(
        `TapegradError: ${name}: predictions must be a tensor, got [1]. Wrap it in tensor(…).`,
      );
    }
    expect(thrownBy(() => categoricalCrossEntropy(tensor(0.5), tensor(1)))).toBe(
      "ShapeError: categoricalCrossEntropy: predictions must have a last axis of classes, got a scalar.",
    );
  });

  test("labels of another shape", () => {
    const call = (predictions: Tensor, labels: Tensor): string =>
      thrownBy(() => sparseCategoricalCrossEntropy(predictions, labels));
    const where = "ShapeError: sparseCategoricalCrossEntropy:";
    expect(call(zeros([64, 10]), zeros([32]))).toBe(`${where} labels must have shape [64], got [32].`);
    expect(call(zeros([64, 10]), zeros([64, 1]))).toBe(`${where} labels must have shape [64], got [64, 1].`);
    expect(call(zeros([64, 10]), zeros([64, 10]))).toBe(
      `${where} labels must have shape [64], got [64, 10]. For one-hot targets use categoricalCrossEntropy.`,
    );
    expect(call(zeros([]), zeros([]))).toBe(`${where} predictions must have a last axis of classes, got a scalar.`);
    expect(call(zeros([2, 3]), [0, 1] as never)).toBe(
      "TapegradError: sparseCategoricalCrossEntropy: labels must be a tensor, got [0, 1]. Wrap it in tensor(…).",
    );
  });

  test("labels outside the classes", () => {
    const hint = "The last layer needs one output for each class, and labels start at 0.";
    const where = "DomainError: sparseCategoricalCrossEntropy: labels must be whole numbers in 0 … 2, got";
    for (const fromLogits of [true, false]) {
      const call = (labels: number[]): string =>
        thrownBy(() => sparseCategoricalCrossEntropy(zeros([2, 3]), tensor(labels) as Tensor, { fromLogits }));
      expect(call([0, 3])).toBe(`${where} 3 at position 1. ${hint}`);
      expect(call([-1, 0])).toBe(`${where} -1 at position 0. ${hint}`);
      expect(call([0.5, 0])).toBe(`${where} 0.5 at position 0. ${hint}`);
      expect(call([0, Number.NaN])).toBe(`${where} NaN at position 1. ${hint}`);
    }
  });

  test("a reduction that is none", () => {
    expect(thrownBy(() => meanSquaredError(zeros([1]), zeros([1]), { reduction: "none" as never }))).toBe(
      'DomainError: meanSquaredError: reduction must be "mean" or "sum", got "none".',
    );
  });
});
