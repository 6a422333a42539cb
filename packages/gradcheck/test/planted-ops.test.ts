import {
  broadcastTo,
  type Dynamic,
  div,
  exp,
  mul,
  neg,
  onesLike,
  permute,
  reshape,
  sub,
  sum,
  sumTo,
  type Tensor,
  where,
} from "@tapegrad/core";
import { describe } from "vitest";
import { findInPrograms, firstTerm, plantedFaults, type Rule, type RuleContext } from "./planted.ts";

// Wrong derivatives of eight kinds in ops of the library: a rule is replaced for the time of a test.

const { plant, testSizes } = plantedFaults();

/** An input of the op whose rule is replaced. */
function operand(context: RuleContext, i: number): Tensor {
  return context.node.input(i);
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
  for (const op of ["sub", "matmul", "logSumExp"])
    plant(op, () => findInPrograms({ op, input: op === "sub" ? 1 : 0, wrong: negated }));
});

describe("factor", { timeout: 60_000 }, () => {
  const doubled =
    (right: Rule): Rule =>
    (...args) =>
      mul(right(...args), 2);
  for (const op of ["square", "mean", "sigmoid"]) plant(op, () => findInPrograms({ op, wrong: doubled }));
});

describe("dropped term", { timeout: 60_000 }, () => {
  plant("softmax without the sum over its lane", () =>
    findInPrograms({
      op: "softmax",
      wrong:
        () =>
        ([cotangent], { output }) =>
          mul(cotangent!, output),
    }),
  );

  plant("logSoftmax without the sum over its lane", () =>
    findInPrograms({
      op: "logSoftmax",
      wrong:
        () =>
        ([cotangent]) =>
          cotangent!,
    }),
  );

  plant("sigmoid y instead of y (1 − y)", () =>
    findInPrograms({
      op: "sigmoid",
      wrong:
        () =>
        ([cotangent], { output }) =>
          mul(cotangent!, output),
    }),
  );
});

describe("missed broadcast sum", { timeout: 60_000 }, () => {
  const firstOf =
    (local: (context: RuleContext) => Tensor | number, input: number) =>
    (): Rule =>
    ([cotangent], context) =>
      firstTerm(mul(cotangent!, local(context)), context.node.inputs[input]!.shape);

  plant("add", () => findInPrograms({ op: "add", input: 1, wrong: firstOf(() => 1, 1) }));
  plant("mul", () => findInPrograms({ op: "mul", input: 0, wrong: firstOf((context) => operand(context, 1), 0) }));
  plant("broadcastTo", () => findInPrograms({ op: "broadcastTo", wrong: firstOf(() => 1, 0) }));
});

describe("swapped operands", { timeout: 60_000 }, () => {
  plant("mul", () =>
    findInPrograms({
      op: "mul",
      input: 1,
      wrong:
        () =>
        ([cotangent], context) =>
          likeInput(mul(cotangent!, operand(context, 1)), context, 1),
    }),
  );

  plant("div", () =>
    findInPrograms({
      op: "div",
      input: 0,
      wrong:
        () =>
        ([cotangent], context) =>
          likeInput(div(cotangent!, operand(context, 0)), context, 0),
    }),
  );

  plant("minimum, where the larger operand gets the gradient", () =>
    findInPrograms({
      op: "minimum",
      input: 0,
      wrong:
        () =>
        ([cotangent], context) =>
          likeInput(where(operand(context, 0).greater(operand(context, 1)), cotangent!, 0), context, 0),
    }),
  );
});

describe("ignored cotangent", { timeout: 60_000 }, () => {
  const ignoring =
    (right: Rule): Rule =>
    (cotangents, ...rest) =>
      right(cotangents.map(onesLike), ...rest);
  for (const op of ["tanh", "exp", "max"]) plant(op, () => findInPrograms({ op, wrong: ignoring }));
});

describe("ignored attribute", { timeout: 60_000 }, () => {
  plant("clamp without its bounds", () =>
    findInPrograms({
      op: "clamp",
      wrong:
        () =>
        ([cotangent]) =>
          cotangent!,
    }),
  );

  plant("dropout without its 1 / (1 − p)", () =>
    findInPrograms({
      op: "dropout",
      input: 1,
      wrong: (right) => (cotangents, context, i) =>
        mul(right(cotangents, context, i), 1 - (context.attrs as { p: number }).p),
    }),
  );

  plant("mean that always divides by the whole size", () =>
    findInPrograms({
      op: "mean",
      wrong:
        () =>
        ([cotangent], context) => {
          const { shape, size } = context.node.inputs[0]!;
          return broadcastTo(div(cotangent!, size), shape);
        },
    }),
  );
});

describe("wrong axis", { timeout: 60_000 }, () => {
  const lastAxis = (x: Tensor): number => x.ndim - 1;

  plant("softmax along the first axis", () =>
    findInPrograms({
      op: "softmax",
      wrong:
        () =>
        ([cotangent], { output }) =>
          mul(output, sub(cotangent!, sum(mul(cotangent!, output), 0, { keepDims: true }))),
    }),
  );

  plant("permute with the permutation instead of its inverse", () =>
    findInPrograms({
      op: "permute",
      wrong:
        () =>
        ([cotangent], context) =>
          reshape(permute(cotangent!, attrs(context).axes), context.node.inputs[0]!.shape as Dynamic),
    }),
  );

  plant("logSoftmax summed along the last axis", () =>
    findInPrograms({
      op: "logSoftmax",
      wrong:
        () =>
        ([cotangent], { output }) =>
          sub(cotangent!, mul(exp(output), sum(cotangent!, lastAxis(output), { keepDims: true }))),
    }),
  );
});

testSizes(24);
