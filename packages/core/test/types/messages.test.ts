import { beforeAll, describe, expect, test } from "vitest";
import { type Complaint, compile } from "./compile.ts";

const prelude = `
import {
  add, argmax, backward, broadcastTo, cast, concat, grad, matmul, mul, oneHot, parameter, reshape, Rng, slice, softmax, sub,
  takeAlongAxis, tensor, vjp, where, zeros, type Tensor,
} from "@tapegrad/core";
const x = zeros([2, 3]), logits = zeros([64, 10]);
declare const labels: Tensor<[32, 1], "int32">;
declare const images: Tensor<[number, 28, 28], "float32">;
`;

/** A mistake, and what the compiler must say of it, on one line. */
const mistakes: Readonly<Record<string, readonly (readonly [code: string, message: string])[]>> = {
  shapes: [
    [
      "add(x, zeros([4]))",
      `Argument of type 'Tensor<[4], "float32">' is not assignable to parameter of type '"cannot broadcast [2, 3] with [4]: axis -1 has 3 and 4"'.`,
    ],
    ["x.mul(zeros([3, 3]))", `type '"cannot broadcast [2, 3] with [3, 3]: axis -2 has 2 and 3"'.`],
    ["x.matmul(zeros([4, 5]))", `type '"cannot multiply [2, 3] by [4, 5]: inner sizes 3 and 4"'.`],
    ["matmul(x, x, { transposeA: true, transposeB: true })", `"cannot multiply [3, 2] by [3, 2]: inner sizes 2 and 3"`],
    ["matmul(zeros([2, 2, 3]), zeros([4, 3, 1]))", `"matmul: cannot broadcast [2] with [4]: axis -1 has 2 and 4"`],
    ["x.sum(2)", `Argument of type '2' is not assignable to parameter of type '"axis 2 is out of range for [2, 3]"'.`],
    ["x.mean([0, -3])", `type '"axis -3 is out of range for [2, 3]"'.`],
    ["softmax(logits, 2)", `type '"axis 2 is out of range for [64, 10]"'.`],
    ["argmax(logits, -3)", `type '"axis -3 is out of range for [64, 10]"'.`],
    ["x.permute([0])", `type '"permute: [0] names 1 axes, [2, 3] has 2"'.`],
    ["x.permute([0, 2])", `type '"axis 2 is out of range for [2, 3]"'.`],
    ["concat([x, zeros([2, 4])], 0)", `"concat: expected [?, 3], got [?, 4]"`],
    ["reshape(x, [4, 2])", `type '"cannot reshape [2, 3] to [4, 2]: 6 elements do not fit 8"'.`],
    ["broadcastTo(x, [2, 2, 4])", `type '"cannot broadcast [2, 3] to [2, 2, 4]"'.`],
    ["slice(x, [0, null, 1])", `type '"slice: 3 ranges for [2, 3]"'.`],
    ["takeAlongAxis(logits, labels)", `type '"cannot broadcast [64, 1] with [32, 1]: axis -2 has 64 and 32"'.`],
    ["tensor([[1, 2], [3]])", `type '"tensor: rows of different lengths"'.`],
    [
      "images.reshape([-1, 784]).matmul(zeros([700, 10]))",
      `type '"cannot multiply [?, 784] by [700, 10]: inner sizes 784 and 700"'.`,
    ],
  ],
  annotations: [
    [
      "const y: Tensor<[2, 4]> = x",
      `Type 'Tensor<[2, 3], "float32">' is not assignable to type 'Tensor<[2, 4], any>'.`,
    ],
    ["const y: Tensor<[2, 3], 'float64'> = x", `Type 'Tensor<[2, 3], "float32">' is not assignable to`],
    // What an expression does not say is not taken from the annotation beside it.
    ["const y: Tensor<[4, 2, 3]> = x.add(1)", `Type 'Tensor<[2, 3], "float32">' is not assignable to`],
    ["const y: Tensor<[4, 2, 3]> = sub(1, x)", `Type 'Tensor<[2, 3], "float32">' is not assignable to`],
    ["const y: Tensor<[2, 3], 'float64'> = mul(x, 2)", `Type 'Tensor<[2, 3], "float32">' is not assignable to`],
    ["const y: Tensor<[2, 3], 'float64'> = mul(2, x)", `Type 'Tensor<[2, 3], "float32">' is not assignable to`],
    ["const y: Tensor<[2], 'float64'> = zeros([2])", `Type 'Tensor<[2], "float32">' is not assignable to`],
    ["const y: Tensor<[2], 'int32'> = tensor([1, 2])", `Type 'Tensor<[2], "float32">' is not assignable to`],
    ["const y: Tensor<[2], 'float64'> = parameter([1, 2])", `Type 'Parameter<[2], "float32">' is not assignable to`],
    ["const y: Tensor<[2], 'float64'> = new Rng(0).normal([2])", `Type 'Tensor<[2], "float32">' is not assignable to`],
    ["const y: Tensor<[5, 3]> = oneHot(2, 3)", `Type 'Tensor<[3], "float32">' is not assignable to`],
    ["const y: Tensor<[3], 'float32'> = zeros([3]).add(zeros([3], { dtype: 'float64' }))", `'Tensor<[3], "float64">'`],
  ],
  dtypes: [
    ["cast(x, 'float16')", `Argument of type '"float16"' is not assignable to parameter of type 'DType'.`],
    ["where(x, x, 0)", `Argument of type 'Tensor<[2, 3], "float32">' is not assignable to parameter of type 'Tensor<`],
    ["zeros([2], { dtype: 'double' })", `Type '"double"' is not assignable to type 'DType | undefined'.`],
    [
      "new Rng(0).normal([2], { dtype: 'int32' })",
      `Type '"int32"' is not assignable to type 'FloatDType | undefined'.`,
    ],
  ],
  derivatives: [
    [
      "x.backward()",
      `The 'this' context of type 'Tensor<[2, 3], "float32">' is not assignable to method's 'this' of type '"the loss must be a scalar, got [2, 3]: use .sum() or .mean()"'.`,
    ],
    [
      "backward(x)",
      `Argument of type 'Tensor<[2, 3], "float32">' is not assignable to parameter of type '"the loss must be a scalar, got [2, 3]: use .sum() or .mean()"'.`,
    ],
    [
      "grad((w: Tensor<[3]>) => x.matmul(w))",
      `'(w: Tensor<[3]>) => Tensor<[2], any>' is not assignable to parameter of type 'Loss<`,
    ],
    ["grad((w: Tensor<[3]>) => w.sum())(zeros([4]))", `is not assignable to parameter of type 'Tensor<[3], any>'.`],
    ["vjp((w: Tensor<[3]>) => x.matmul(w), zeros([3]))[1](zeros([3]))", `of type 'Tensor<[2], any>'.`],
  ],
};

const all = Object.values(mistakes).flat();
let complaints: readonly Complaint[] = [];
beforeAll(() => {
  // Each in a block of its own, on a line of its own.
  const program = prelude + all.map(([code]) => `{ ${code}; }`).join("\n");
  ({ complaints } = compile({ "mistakes.ts": program }));
}, 60_000);

const before = prelude.split("\n").length - 1;
describe("what the compiler says of a mistake", () => {
  for (const [kind, cases] of Object.entries(mistakes)) {
    describe(kind, () => {
      for (const [code, message] of cases) {
        test(code, () => {
          const line = before + all.findIndex((one) => one[0] === code) + 1;
          const said = complaints.filter((complaint) => complaint.line === line).map(({ text }) => text);
          expect(said).toEqual([expect.stringContaining(message)]);
        });
      }
    });
  }

  test("and of nothing else", () => {
    expect(complaints.filter(({ line }) => line <= before)).toEqual([]);
  });
});
