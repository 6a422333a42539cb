import { type NestedArray, Rng, type Tensor, tensor, zeros } from "@tapegrad/core";
import { type ActivationName, Dense, initializers } from "@tapegrad/nn";
import { describe, expect, test } from "vitest";
import { distance } from "./distance.ts";
import { thrownBy } from "./thrownBy.ts";

const W = [
  [0.1, -0.2],
  [0.3, 0.4],
  [-0.5, 0.6],
];
const b = [0.05, -0.1];
const X = [
  [0.5, -1, 2],
  [1, 0.25, -0.75],
];

function layer(activation: ActivationName | ((x: Tensor) => Tensor) = "linear"): Dense<3, 2> {
  const dense = new Dense(3, 2, { activation, dtype: "float64" });
  dense.kernel.assign(W);
  dense.bias!.assign(b);
  return dense;
}

// Computed with PyTorch 1.13 in float64.
const outputs: Record<ActivationName, NestedArray> = {
  linear: [
    [-1.2, 0.6],
    [0.6000000000000001, -0.65],
  ],
  relu: [
    [0, 0.6],
    [0.6000000000000001, 0],
  ],
  sigmoid: [
    [0.23147521650098238, 0.6456563062257954],
    [0.6456563062257954, 0.34298953732650117],
  ],
  tanh: [
    [-0.8336546070121552, 0.5370495669980353],
    [0.5370495669980353, -0.5716699660851172],
  ],
  softplus: [
    [0.26328246733803123, 1.0374879504858856],
    [1.0374879504858856, 0.4200553357027152],
  ],
  softmax: [
    [0.14185106490048782, 0.8581489350995123],
    [0.7772998611746911, 0.2227001388253088],
  ],
  logSoftmax: [
    [-1.9529776105260739, -0.15297761052607406],
    [-0.25192908134537295, -1.501929081345373],
  ],
};

/** Values of order 1, and a dozen operations, each rounding by 1e-16. */
const tolerance = 1e-14;

describe("Dense is φ(x W + b)", () => {
  for (const [name, expected] of Object.entries(outputs) as [ActivationName, NestedArray][]) {
    test(name, () => {
      const dense = layer(name);
      expect(distance(dense.forward(tensor(X, { dtype: "float64" })), expected)).toBeLessThan(tolerance);
    });
  }

  test("with an activation that is a function", () => {
    const y = layer((x) => x.square()).forward(tensor(X, { dtype: "float64" }));
    expect(
      distance(y, [
        [1.44, 0.36],
        [0.36, 0.4225],
      ]),
    ).toBeLessThan(tolerance);
  });

  test("without a bias", () => {
    const dense = new Dense(3, 2, { useBias: false, dtype: "float64" });
    dense.kernel.assign(W);
    expect(dense.bias).toBe(null);
    expect(dense.namedParameters().map(([name]) => name)).toEqual(["kernel"]);
    expect(
      distance(dense.forward(tensor(X, { dtype: "float64" })), [
        [-1.25, 0.7],
        [0.55, -0.55],
      ]),
    ).toBeLessThan(tolerance);
  });

  test("derivatives of every input are PyTorch's", () => {
    const dense = layer("sigmoid");
    const x = tensor(X, { dtype: "float64", requiresGrad: true });
    const weights = tensor(
      [
        [1, 2],
        [-1, 0.5],
      ],
      { dtype: "float64" },
    );
    dense.forward(x).mul(weights).sum().backward();
    expect(
      distance(dense.kernel.grad, [
        [-0.13983702013325447, 0.3414580977621842],
        [-0.23509050076097004, -0.42940001658693294],
        [0.5273770616361044, 0.8306315688474841],
      ]),
    ).toBeLessThan(tolerance);
    expect(distance(dense.bias!.grad, [-0.050889799809851616, 0.5702423382188415])).toBeLessThan(tolerance);
    expect(
      distance(x.grad, [
        [-0.07372425211798236, 0.23639572455936758, 0.18559386822458593],
        [-0.045413195506771115, -0.023565729214786422, 0.1819964346116448],
      ]),
    ).toBeLessThan(tolerance);
  });
});

describe("one example, a batch, or a batch of sequences", () => {
  test.each([
    "float32",
    "float64",
  ] as const)("row i of a batch's result is the result of row i, bit for bit: %s", (dtype) => {
    for (const [n, inputs, units] of [
      [5, 3, 4],
      [33, 64, 50],
      [100, 17, 1],
    ] as const) {
      const rng = new Rng(n);
      const dense = new Dense(inputs as number, units as number, { activation: "tanh", rng, dtype });
      const x: Tensor = rng.normal<number[], "float32" | "float64">([n, inputs], { dtype });
      const y: Tensor = dense.forward(x);
      for (let i = 0; i < n; i++) expect(dense.forward(x.slice([i])).toArray()).toEqual(y.slice([i]).toArray());
    }
  });

  test("softmax goes along the units in all of them", () => {
    const dense = layer("softmax");
    const x = tensor([X, X], { dtype: "float64" });
    expect(distance(dense.forward(x), [outputs.softmax, outputs.softmax])).toBeLessThan(tolerance);
    expect(
      distance(dense.forward(tensor(X[1]!, { dtype: "float64" })), (outputs.softmax as NestedArray[])[1]!),
    ).toBeLessThan(tolerance);
  });

  test("no example gives no result", () => {
    expect(layer().forward(zeros([0, 3])).shape).toEqual([0, 2]);
  });

  test("integers count as floats", () => {
    const dense = new Dense(2, 1, { kernelInitializer: "ones" });
    const y = dense.forward(tensor([[1, 2]], { dtype: "int32" }));
    expect([y.dtype, y.toArray()]).toEqual(["float32", [[3]]]);
  });
});

describe("first values", () => {
  test("by default: Glorot's uniform for the kernel, zeros for the bias", () => {
    const dense = new Dense(30, 20, { rng: new Rng(3) });
    const expected = initializers.glorotUniform([30, 20], { rng: new Rng(3) });
    expect(dense.kernel.toArray()).toEqual(expected.toArray());
    expect(dense.bias!.toArray()).toEqual(new Array(20).fill(0));
    expect([dense.kernel.name, dense.bias!.name]).toEqual(["kernel", "bias"]);
  });

  test("by name, or by a function", () => {
    const named = new Dense(2, 3, { kernelInitializer: "heNormal", biasInitializer: "ones", rng: new Rng(1) });
    expect(named.kernel.toArray()).toEqual(initializers.heNormal([2, 3], { rng: new Rng(1) }).toArray());
    expect(named.bias!.toArray()).toEqual([1, 1, 1]);
    const shapes: (readonly number[])[] = [];
    const made = new Dense(2, 3, {
      kernelInitializer: (shape, options) => {
        shapes.push(shape);
        return initializers.constant(shape, { ...options, value: 0.5 });
      },
      biasInitializer: (shape) => {
        shapes.push(shape);
        return tensor([1, 2, 3]);
      },
    });
    expect(shapes).toEqual([[2, 3], [3]]);
    expect(made.kernel.toArray()).toEqual([
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
    ]);
    expect(made.bias!.toArray()).toEqual([1, 2, 3]);
  });

  test("the same generator state gives the same layer; the default generator moves on", () => {
    const [a, c] = [new Dense(4, 4, { rng: new Rng("x") }), new Dense(4, 4, { rng: new Rng("x") })];
    expect(a.kernel.toArray()).toEqual(c.kernel.toArray());
    expect(new Dense(4, 4).kernel.toArray()).not.toEqual(new Dense(4, 4).kernel.toArray());
  });

  test("have the layer's dtype, whatever an initializer gives", () => {
    const options = {
      kernelInitializer: () => tensor([[1.5]]),
      biasInitializer: () => tensor([2], { dtype: "int32" }),
    };
    for (const dtype of ["float32", "float64"] as const) {
      const dense = new Dense(1, 1, { ...options, dtype });
      expect([dense.kernel.dtype, dense.bias!.dtype, dense.bias!.requiresGrad]).toEqual([dtype, dtype, true]);
    }
    expect(new Dense(1, 1, { kernelInitializer: () => tensor([[1]], { dtype: "float64" }) }).kernel.dtype).toBe(
      "float32",
    );
  });
});

describe("bad input", () => {
  test("sizes and options", () => {
    expect(thrownBy(() => new Dense(0, 2))).toBe(
      "DomainError: Dense: inFeatures must be a whole number from 1 on, got 0.",
    );
    expect(thrownBy(() => new Dense(2, 2.5, { name: "out" }))).toBe(
      'DomainError: Dense "out": outFeatures must be a whole number from 1 on, got 2.5.',
    );
    expect(thrownBy(() => new Dense(2, 2, { activation: "swish" as never }))).toBe(
      'DomainError: Dense: activation must be a function or one of "linear", "relu", "sigmoid", "softplus", "tanh", "softmax", ' +
        '"logSoftmax", got "swish".',
    );
    expect(thrownBy(() => new Dense(2, 2, { kernelInitializer: "toString" as never, name: "h" }))).toBe(
      'DomainError: Dense "h": kernelInitializer must be a function or one of "zeros", "ones", "uniform", "normal", ' +
        '"truncatedNormal", "glorotUniform", "glorotNormal", "heUniform", "heNormal", got "toString".',
    );
    expect(thrownBy(() => new Dense(2, 2, { kernelRegularizer: "L2" as never }))).toBe(
      'DomainError: Dense: kernelRegularizer must be a function such as l2(0.01) or one of "l1", "l2", "l1l2", got "L2". ' +
        'Did you mean "l2"?',
    );
    expect(thrownBy(() => new Dense(2, 2, { dtype: "int32" as never }))).toBe(
      'DTypeError: Dense: dtype must be float32 or float64, got "int32".',
    );
  });

  test("an initializer that does not fit", () => {
    expect(thrownBy(() => new Dense(2, 3, { kernelInitializer: () => zeros([3, 2]) }))).toBe(
      "ShapeError: Dense: the kernel initializer must give shape [2, 3], got [3, 2].",
    );
    expect(thrownBy(() => new Dense(2, 3, { biasInitializer: () => 0 as never }))).toBe(
      "ShapeError: Dense: the bias initializer must give shape [3], got 0.",
    );
    expect(thrownBy(() => new Dense(2, 3, { biasInitializer: "glorotUniform" }))).toBe(
      'ShapeError: glorotUniform: a kernel must have the shape [in, out], got [3]. Use "normal" or "uniform".',
    );
  });

  test("an input of another size", () => {
    const dense = new Dense(784, 10, { name: "hidden" });
    const given = (x: unknown): string => thrownBy(() => dense.forward(x as Tensor));
    const wanted = 'ShapeError: Dense "hidden": input must have shape [..., 784], got';
    expect(given(zeros([32, 783]))).toBe(`${wanted} [32, 783].`);
    expect(given(zeros([]))).toBe(`${wanted} [].`);
    expect(given([1, 2])).toBe('ShapeError: Dense "hidden": input must be a tensor of shape [..., 784], got [1, 2].');
  });

  test("images as they are", () => {
    const dense = new Dense(784, 10);
    const given = (x: Tensor): string => thrownBy(() => dense.forward(x));
    const wanted = "ShapeError: Dense: input must have shape [..., 784], got";
    expect(given(zeros([32, 28, 28]))).toBe(`${wanted} [32, 28, 28]. Reshape it first: x.reshape([-1, 784]).`);
    expect(given(zeros([32, 1, 28, 28]))).toBe(`${wanted} [32, 1, 28, 28]. Reshape it first: x.reshape([-1, 784]).`);
    expect(given(zeros([28, 28]))).toBe(`${wanted} [28, 28]. Reshape it first: x.reshape([784]).`);
    expect(given(zeros([8, 28, 27]))).toBe(`${wanted} [8, 28, 27].`);
  });
});
