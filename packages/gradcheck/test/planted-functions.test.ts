import {
  broadcastTo,
  customVjp,
  type Dynamic,
  defineOp,
  log,
  matmul,
  mean,
  mul,
  pow,
  sub,
  sum,
  Tensor,
  where,
} from "@tapegrad/core";
import { arbitraries, checkGradients } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { findAtInputs, firstTerm, plantedFaults } from "./planted.ts";

// Wrong derivatives of eight kinds in functions as users write them.

const { plant, testSizes } = plantedFaults();
const { tensorOf, broadcastableShapes } = arbitraries;

describe("sign", { timeout: 60_000 }, () => {
  plant("a customVjp", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.square(),
      vjp: (cotangent, { inputs }) => [cotangent.mul(inputs[0]!).mul(-2)],
    });
    return findAtInputs((x: Tensor) => planted(x).sum(), [tensorOf()]);
  });

  plant("a defineOp", () => {
    const planted: (x: Tensor) => Tensor = defineOp({
      name: "planted",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward: (y, x) => {
        for (let i = 0; i < x.size; i++) y.data[i] = Math.cos(x.data[i]!);
      },
      vjp: {
        x(cotangent, { x }) {
          const sines = new Tensor(x.shape, x.dtype, x.data.map(Math.sin));
          return mul(cotangent, sines); // −sin
        },
      },
      formula: { value: "y = cos x" },
    });
    return findAtInputs((x: Tensor) => planted(x.mul(2)), [tensorOf()]);
  });
});

describe("factor", { timeout: 60_000 }, () => {
  plant("a customVjp: the mean squared error without its 1/n", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, y: Tensor) => x.sub(y).square().mean(),
      vjp(cotangent, { inputs: [x, y] }) {
        const gradient = cotangent.mul(x!.sub(y!)).mul(2);
        return [gradient, gradient.neg()];
      },
    });
    const shapes = [3];
    return findAtInputs(
      (x: Tensor, y: Tensor) => planted(x, y),
      [tensorOf({ shape: shapes }), tensorOf({ shape: shapes })],
    );
  });

  plant("a customVjp with an attribute in its closure", () => {
    const scaled = (factor: number): ((x: Tensor) => Tensor) =>
      customVjp({
        name: "planted",
        forward: (x: Tensor) => x.tanh().mul(factor),
        vjp: (cotangent, { output }) => [cotangent.mul(output.div(factor).square().neg().add(1))],
      });
    return findAtInputs((x: Tensor) => scaled(3)(x).sum(), [tensorOf()]);
  });
});

describe("dropped term", { timeout: 60_000 }, () => {
  plant("a customVjp: x tanh x without the derivative of x", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.mul(x.tanh()),
      vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!.mul(x!.tanh().square().neg().add(1)))],
    });
    return findAtInputs((x: Tensor) => planted(x).sum(), [tensorOf()]);
  });

  plant("a customVjp: a layer norm without the derivative of the mean", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.sub(x.mean(-1, { keepDims: true })),
      vjp: (cotangent) => [cotangent],
    });
    return findAtInputs((x: Tensor) => planted(x), [tensorOf({ shape: [2, 3] })]);
  });
});

describe("missed broadcast sum", { timeout: 60_000 }, () => {
  plant("a customVjp: a bias whose gradient is that of the first row", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, b: Tensor) => x.add(b),
      vjp: (cotangent, { inputs: [, b] }) => [cotangent, firstTerm(cotangent, b!.shape)],
    });
    return findAtInputs(
      (x: Tensor, b: Tensor) => planted(x, b).tanh(),
      [tensorOf({ shape: broadcastableShapes(1).map(([shape]) => [2, ...shape!]) }), tensorOf({ shape: [1] })],
    );
  });

  plant("a customVjp: the mean of the rows instead of their sum", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, b: Tensor) => x.mul(b),
      vjp: (cotangent, { inputs: [x, b] }) => [cotangent.mul(b!), cotangent.mul(x!).mean(0)],
    });
    return findAtInputs(
      (x: Tensor, b: Tensor) => planted(x, b),
      [tensorOf({ shape: [3, 2] }), tensorOf({ shape: [2] })],
    );
  });
});

describe("swapped operands", { timeout: 60_000 }, () => {
  plant("a customVjp: xʸ with base and exponent confused", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, y: Tensor) => pow(x, y),
      vjp: (cotangent, { inputs: [x, y], output }) => [
        cotangent.mul(x!.mul(pow(x!, y!.sub(1)))),
        cotangent.mul(output.mul(log(x!))),
      ],
    });
    const positive = tensorOf({ shape: [2], range: [0.5, 2] });
    return findAtInputs((x: Tensor, y: Tensor) => planted(x, y).sum(), [positive, positive]);
  });

  plant("a customVjp: a product of square matrices with its factors confused", () => {
    const planted = customVjp({
      name: "planted",
      forward: (a: Tensor, b: Tensor) => matmul(a, b),
      vjp: (cotangent, { inputs: [a, b] }) => [
        matmul(b!, cotangent, { transposeA: true }),
        matmul(a!, cotangent, { transposeA: true }),
      ],
    });
    const square = tensorOf({ shape: [2, 2] });
    return findAtInputs((a: Tensor, b: Tensor) => planted(a, b), [square, square]);
  });
});

describe("ignored cotangent", { timeout: 60_000 }, () => {
  plant("a customVjp of a loss, which is right as long as nothing follows", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.square().sum(),
      vjp: (_, { inputs: [x] }) => [x!.mul(2)],
    });
    expect(checkGradients((x: Tensor) => planted(x), [tensorOfOnes()], { seed: 1 }).verdict).toBe("pass");
    return findAtInputs((x: Tensor) => planted(x).mul(3), [tensorOf()]);
  });

  plant("a defineOp", () => {
    const planted: (x: Tensor) => Tensor = defineOp({
      name: "planted",
      inputs: ["x"],
      shape: (x) => x.shape,
      forward: (y, x) => {
        for (let i = 0; i < x.size; i++) y.data[i] = x.data[i]! ** 3;
      },
      vjp: { x: (_, { x }) => x.square().mul(3) },
      formula: { value: "y = x³" },
    });
    return findAtInputs((x: Tensor) => planted(x), [tensorOf()]);
  });
});

describe("ignored attribute", { timeout: 60_000 }, () => {
  plant("a customVjp: leaky relu with the default slope", () => {
    const leaky = (slope: number): ((x: Tensor) => Tensor) =>
      customVjp({
        name: "planted",
        forward: (x: Tensor) => where(x.greater(0), x, x.mul(slope)),
        vjp: (cotangent, { inputs: [x] }) => [where(x!.greater(0), cotangent, cotangent.mul(0.01))],
      });
    return findAtInputs((x: Tensor) => leaky(0.3)(x).sum(), [tensorOf({ avoid: [0] })]);
  });

  plant("a customVjp: a power whose exponent is taken to be 2", () => {
    const power = (n: number): ((x: Tensor) => Tensor) =>
      customVjp({
        name: "planted",
        forward: (x: Tensor) => x.pow(n),
        vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!).mul(2)],
      });
    return findAtInputs((x: Tensor) => power(3)(x), [tensorOf()]);
  });
});

describe("wrong axis", { timeout: 60_000 }, () => {
  plant("a customVjp: a row sum whose gradient is spread along columns", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => sum(x, 1),
      vjp: (cotangent, { inputs: [x] }) => [broadcastTo(cotangent, x!.shape as Dynamic)],
    });
    return findAtInputs((x: Tensor) => planted(x).tanh(), [tensorOf({ shape: [2, 2] })]);
  });

  plant("a customVjp: a column mean whose lanes are taken to be rows", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => sub(x, mean(x, 0, { keepDims: true })),
      vjp: (cotangent) => [sub(cotangent, mean(cotangent, 1, { keepDims: true }))],
    });
    return findAtInputs((x: Tensor) => planted(x), [tensorOf({ shape: fc.constantFrom([2, 2], [3, 2]) })]);
  });
});

function tensorOfOnes(): Tensor {
  return new Tensor([2], "float64", Float64Array.of(1, 1));
}

testSizes(16);
