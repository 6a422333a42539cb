import {
  broadcastTo,
  customVjp,
  type Dynamic,
  defineOp,
  div,
  exp,
  inputName,
  log,
  matmul,
  mean,
  mul,
  neg,
  type Op,
  onesLike,
  opOf,
  permute,
  pow,
  record,
  reshape,
  slice,
  sub,
  sum,
  sumTo,
  Tensor,
  where,
} from "@tapegrad/core";
import { knownOps } from "@tapegrad/core/facts";
import { arbitraries, checkGradients, type GradientReport } from "@tapegrad/gradcheck";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

// Forty wrong derivatives of eight kinds, in ops of the library (a rule is replaced for the time of a test) and in functions as
// users write them. Each is found from random programs or inputs, made small, and blamed on the op it is in.

type Rule = NonNullable<Op["rules"][number]>;
type RuleContext = Parameters<Rule>[1];

/** What was found: how many nodes and elements the smallest failing case has. */
const found: { readonly name: string; readonly nodes: number; readonly elements: number }[] = [];

/** Ops that are mixed with the one that is wrong. */
const company = ["add", "tanh", "mul", "exp", "sum", "reshape", "softplus"];

interface PlantedOp {
  readonly op: string;
  readonly input?: number;
  /** From the right rule to a wrong one. */
  readonly wrong: (right: Rule) => Rule;
}

/** Replaces a rule of an op while `run` runs. */
function withRule<T>({ op: name, input = 0, wrong }: PlantedOp, run: () => T): T {
  const { call } = knownOps.find((op) => op.name === name)!;
  const rules = opOf(call)!.rules as Rule[]; // restored below
  const right = rules[input]!;
  rules[input] = wrong(right);
  try {
    return run();
  } finally {
    rules[input] = right;
  }
}

/** Random programs with a wrong op in them: the smallest that fails. */
function findInPrograms(planted: PlantedOp): void {
  withRule(planted, () => {
    const ops = [...new Set([planted.op, ...company])];
    const details = fc.check(
      fc.property(
        arbitraries.expression({ ops }),
        ({ f, inputs }) => checkGradients(f, inputs as Tensor[], { seed: 1 }).ok,
      ),
      { seed: 1, numRuns: 300 },
    );
    expect(details.failed, "found").toBe(true);
    const [program] = details.counterexample!;
    const report = checkGradients(program.f, program.inputs as Tensor[], { seed: 1 });
    requireBlame(report, planted.op);
    found.push({ name: planted.op, nodes: program.steps.length, elements: program.elements });
  });
}

/** A function of a user's with a wrong op in it, at random inputs. */
function findAtInputs<Args extends readonly Tensor[]>(
  f: (...args: Args) => Tensor,
  inputs: readonly fc.Arbitrary<Tensor>[],
): void {
  const property = fc.property(
    fc.tuple(...inputs),
    (args) => checkGradients(f, args as unknown as Args, { seed: 1 }).ok,
  );
  const details = fc.check(property, { seed: 1, numRuns: 300 });
  expect(details.failed, "found").toBe(true);
  const args = details.counterexample![0] as unknown as Args;
  requireBlame(checkGradients(f, args, { seed: 1 }), "planted");
  found.push({
    name: "planted",
    nodes: record(() => f(...args)).tape.nodes.length,
    elements: args.reduce((total, { size }) => total + size, 0),
  });
}

function requireBlame(report: GradientReport, op: string): void {
  expect(report.verdict, `${report}`).toBe("fail");
  expect([...new Set(report.blame.map((blame) => blame.op))], `${report}`).toEqual([op]);
}

afterAll(() => {
  const median = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  expect(found).toHaveLength(40);
  expect(median(found.map(({ nodes }) => nodes))).toBeLessThanOrEqual(3);
  expect(median(found.map(({ elements }) => elements))).toBeLessThanOrEqual(4);
});

const { tensorOf, broadcastableShapes } = arbitraries;

/** The input of a rule, under the name the op has for it. */
function named(context: RuleContext, i: number): Tensor {
  return Reflect.get(context, inputName(context.node.op, i)) as Tensor;
}

function attrs(context: RuleContext): { axis: number; axes: number[]; shape: number[] } {
  return context.attrs as never; // of the ops below
}

function likeInput(x: Tensor, { node }: RuleContext, i: number): Tensor {
  return sumTo(x, node.inputs[i]!.shape as Dynamic);
}

describe("sign", { timeout: 60_000 }, () => {
  const negated =
    (right: Rule): Rule =>
    (...args) =>
      neg(right(...args));
  test.each(["sub", "matmul", "logSumExp"])("%s", (op) =>
    findInPrograms({ op, input: op === "sub" ? 1 : 0, wrong: negated }));

  test("a customVjp", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.square(),
      vjp: (cotangent, { inputs }) => [cotangent.mul(inputs[0]!).mul(-2)],
    });
    findAtInputs((x: Tensor) => planted(x).sum(), [tensorOf()]);
  });

  test("a defineOp", () => {
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
    findAtInputs((x: Tensor) => planted(x.mul(2)), [tensorOf()]);
  });
});

describe("factor", { timeout: 60_000 }, () => {
  const doubled =
    (right: Rule): Rule =>
    (...args) =>
      mul(right(...args), 2);
  test.each(["square", "mean", "sigmoid"])("%s", (op) => findInPrograms({ op, wrong: doubled }));

  test("a customVjp: the mean squared error without its 1/n", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, y: Tensor) => x.sub(y).square().mean(),
      vjp(cotangent, { inputs: [x, y] }) {
        const gradient = cotangent.mul(x!.sub(y!)).mul(2);
        return [gradient, gradient.neg()];
      },
    });
    const shapes = [3];
    findAtInputs((x: Tensor, y: Tensor) => planted(x, y), [tensorOf({ shape: shapes }), tensorOf({ shape: shapes })]);
  });

  test("a customVjp with an attribute in its closure", () => {
    const scaled = (factor: number): ((x: Tensor) => Tensor) =>
      customVjp({
        name: "planted",
        forward: (x: Tensor) => x.tanh().mul(factor),
        vjp: (cotangent, { output }) => [cotangent.mul(output.div(factor).square().neg().add(1))],
      });
    findAtInputs((x: Tensor) => scaled(3)(x).sum(), [tensorOf()]);
  });
});

describe("dropped term", { timeout: 60_000 }, () => {
  test("softmax without the sum over its lane", () =>
    findInPrograms({
      op: "softmax",
      wrong:
        () =>
        ([cotangent], { output }) =>
          mul(cotangent!, output),
    }));

  test("logSoftmax without the sum over its lane", () =>
    findInPrograms({
      op: "logSoftmax",
      wrong:
        () =>
        ([cotangent]) =>
          cotangent!,
    }));

  test("sigmoid y instead of y (1 − y)", () =>
    findInPrograms({
      op: "sigmoid",
      wrong:
        () =>
        ([cotangent], { output }) =>
          mul(cotangent!, output),
    }));

  test("a customVjp: x tanh x without the derivative of x", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.mul(x.tanh()),
      vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!.mul(x!.tanh().square().neg().add(1)))],
    });
    findAtInputs((x: Tensor) => planted(x).sum(), [tensorOf()]);
  });

  test("a customVjp: a layer norm without the derivative of the mean", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.sub(x.mean(-1, { keepDims: true })),
      vjp: (cotangent) => [cotangent],
    });
    findAtInputs((x: Tensor) => planted(x), [tensorOf({ shape: [2, 3] })]);
  });
});

describe("missed broadcast sum", { timeout: 60_000 }, () => {
  /** Where a sum over the axes along which an input was repeated belongs, only the first of its terms. */
  const first = (x: Tensor, shape: readonly number[]): Tensor => {
    const missing = x.ndim - shape.length;
    const ranges = (x.shape as readonly number[]).map((n, axis): [number, number] => [
      0,
      axis < missing || shape[axis - missing] === 1 ? 1 : n,
    ]);
    return reshape(slice(x, ranges) as Tensor, shape as Dynamic);
  };
  const firstOf =
    (local: (context: RuleContext) => Tensor | number, input: number) =>
    (): Rule =>
    ([cotangent], context) =>
      first(mul(cotangent!, local(context)), context.node.inputs[input]!.shape);

  test("add", () => findInPrograms({ op: "add", input: 1, wrong: firstOf(() => 1, 1) }));
  test("mul", () => findInPrograms({ op: "mul", input: 0, wrong: firstOf((context) => named(context, 1), 0) }));
  test("broadcastTo", () => findInPrograms({ op: "broadcastTo", wrong: firstOf(() => 1, 0) }));

  test("a customVjp: a bias whose gradient is that of the first row", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, b: Tensor) => x.add(b),
      vjp: (cotangent, { inputs: [, b] }) => [cotangent, first(cotangent, b!.shape)],
    });
    findAtInputs(
      (x: Tensor, b: Tensor) => planted(x, b).tanh(),
      [tensorOf({ shape: broadcastableShapes(1).map(([shape]) => [2, ...shape!]) }), tensorOf({ shape: [1] })],
    );
  });

  test("a customVjp: the mean of the rows instead of their sum", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, b: Tensor) => x.mul(b),
      vjp: (cotangent, { inputs: [x, b] }) => [cotangent.mul(b!), cotangent.mul(x!).mean(0)],
    });
    findAtInputs((x: Tensor, b: Tensor) => planted(x, b), [tensorOf({ shape: [3, 2] }), tensorOf({ shape: [2] })]);
  });
});

describe("swapped operands", { timeout: 60_000 }, () => {
  test("mul", () =>
    findInPrograms({
      op: "mul",
      input: 1,
      wrong:
        () =>
        ([cotangent], context) =>
          likeInput(mul(cotangent!, named(context, 1)), context, 1),
    }));

  test("div", () =>
    findInPrograms({
      op: "div",
      input: 0,
      wrong:
        () =>
        ([cotangent], context) =>
          likeInput(div(cotangent!, named(context, 0)), context, 0),
    }));

  test("minimum, where the larger operand gets the gradient", () =>
    findInPrograms({
      op: "minimum",
      input: 0,
      wrong:
        () =>
        ([cotangent], context) =>
          likeInput(where(named(context, 0).greater(named(context, 1)), cotangent!, 0), context, 0),
    }));

  test("a customVjp: xʸ with base and exponent confused", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor, y: Tensor) => pow(x, y),
      vjp: (cotangent, { inputs: [x, y], output }) => [
        cotangent.mul(x!.mul(pow(x!, y!.sub(1)))),
        cotangent.mul(output.mul(log(x!))),
      ],
    });
    const positive = tensorOf({ shape: [2], range: [0.5, 2] });
    findAtInputs((x: Tensor, y: Tensor) => planted(x, y).sum(), [positive, positive]);
  });

  test("a customVjp: a product of square matrices with its factors confused", () => {
    const planted = customVjp({
      name: "planted",
      forward: (a: Tensor, b: Tensor) => matmul(a, b),
      vjp: (cotangent, { inputs: [a, b] }) => [
        matmul(b!, cotangent, { transposeA: true }),
        matmul(a!, cotangent, { transposeA: true }),
      ],
    });
    const square = tensorOf({ shape: [2, 2] });
    findAtInputs((a: Tensor, b: Tensor) => planted(a, b), [square, square]);
  });
});

describe("ignored cotangent", { timeout: 60_000 }, () => {
  const ignoring =
    (right: Rule): Rule =>
    (cotangents, ...rest) =>
      right(cotangents.map(onesLike), ...rest);
  test.each(["tanh", "exp", "max"])("%s", (op) => findInPrograms({ op, wrong: ignoring }));

  test("a customVjp of a loss, which is right as long as nothing follows", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => x.square().sum(),
      vjp: (_, { inputs: [x] }) => [x!.mul(2)],
    });
    expect(checkGradients((x: Tensor) => planted(x), [tensorOfOnes()], { seed: 1 }).verdict).toBe("pass");
    findAtInputs((x: Tensor) => planted(x).mul(3), [tensorOf()]);
  });

  test("a defineOp", () => {
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
    findAtInputs((x: Tensor) => planted(x), [tensorOf()]);
  });
});

function tensorOfOnes(): Tensor {
  return new Tensor([2], "float64", Float64Array.of(1, 1));
}

describe("ignored attribute", { timeout: 60_000 }, () => {
  test("clamp without its bounds", () =>
    findInPrograms({
      op: "clamp",
      wrong:
        () =>
        ([cotangent]) =>
          cotangent!,
    }));

  test("dropout without its 1 / (1 − p)", () =>
    findInPrograms({
      op: "dropout",
      wrong: (right) => (cotangents, context, i) =>
        mul(right(cotangents, context, i), 1 - (context.attrs as { p: number }).p),
    }));

  test("mean that always divides by the whole size", () =>
    findInPrograms({
      op: "mean",
      wrong:
        () =>
        ([cotangent], context) => {
          const { shape, axes } = attrs(context);
          const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
          const size = shape.reduce((product, n) => product * n, 1);
          return broadcastTo(div(reshape(cotangent!, kept), size), shape);
        },
    }));

  test("a customVjp: leaky relu with the default slope", () => {
    const leaky = (slope: number): ((x: Tensor) => Tensor) =>
      customVjp({
        name: "planted",
        forward: (x: Tensor) => where(x.greater(0), x, x.mul(slope)),
        vjp: (cotangent, { inputs: [x] }) => [where(x!.greater(0), cotangent, cotangent.mul(0.01))],
      });
    findAtInputs((x: Tensor) => leaky(0.3)(x).sum(), [tensorOf({ avoid: [0] })]);
  });

  test("a customVjp: a power whose exponent is taken to be 2", () => {
    const power = (n: number): ((x: Tensor) => Tensor) =>
      customVjp({
        name: "planted",
        forward: (x: Tensor) => x.pow(n),
        vjp: (cotangent, { inputs: [x] }) => [cotangent.mul(x!).mul(2)],
      });
    findAtInputs((x: Tensor) => power(3)(x), [tensorOf()]);
  });
});

describe("wrong axis", { timeout: 60_000 }, () => {
  const lastAxis = (x: Tensor): number => x.ndim - 1;

  test("softmax along the first axis", () =>
    findInPrograms({
      op: "softmax",
      wrong:
        () =>
        ([cotangent], { output }) =>
          mul(output, sub(cotangent!, sum(mul(cotangent!, output), 0, { keepDims: true }))),
    }));

  test("permute with the permutation instead of its inverse", () =>
    findInPrograms({
      op: "permute",
      wrong:
        () =>
        ([cotangent], context) =>
          reshape(permute(cotangent!, attrs(context).axes), context.node.inputs[0]!.shape as Dynamic),
    }));

  test("logSoftmax summed along the last axis", () =>
    findInPrograms({
      op: "logSoftmax",
      wrong:
        () =>
        ([cotangent], { output }) =>
          sub(cotangent!, mul(exp(output), sum(cotangent!, lastAxis(output), { keepDims: true }))),
    }));

  test("a customVjp: a row sum whose gradient is spread along columns", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => sum(x, 1),
      vjp: (cotangent, { inputs: [x] }) => [broadcastTo(cotangent, x!.shape as Dynamic)],
    });
    findAtInputs((x: Tensor) => planted(x).tanh(), [tensorOf({ shape: [2, 2] })]);
  });

  test("a customVjp: a column mean whose lanes are taken to be rows", () => {
    const planted = customVjp({
      name: "planted",
      forward: (x: Tensor) => sub(x, mean(x, 0, { keepDims: true })),
      vjp: (cotangent) => [sub(cotangent, mean(cotangent, 1, { keepDims: true }))],
    });
    findAtInputs((x: Tensor) => planted(x), [tensorOf({ shape: fc.constantFrom([2, 2], [3, 2]) })]);
  });
});
