import {
  argmax,
  argmin,
  argsort,
  avgPool2d,
  concat,
  conv2d,
  cummax,
  cumsum,
  dropout,
  embedding,
  equal,
  grad,
  greater,
  indexAdd,
  less,
  logSumExp,
  maximum,
  maxPool2d,
  median,
  minimum,
  norm,
  oneHot,
  opOf,
  Rng,
  record,
  resize2d,
  scatterAdd,
  searchSorted,
  sort,
  sumTo,
  type Tensor,
  take,
  takeAlongAxis,
  tensor,
  unslice,
  where,
} from "@tapegrad/core";
import { knownOps } from "@tapegrad/core/facts";
import { checkGradients } from "@tapegrad/gradcheck";
import { describe, expect, test } from "vitest";

/** A function of a [2, 3] and a [3, 2] that goes through every op there is, at points where all are smooth. */
function everything(a: Tensor, b: Tensor): Tensor {
  const product: Tensor = a.matmul(b).affine(b.slice([[0, 2]]), a.slice([0, [0, 2]])); // [2, 2]
  const curved: Tensor = product.tanh().add(product.sigmoid()).sub(product.softplus()).mul(product.exp().add(1).log());
  const kinked: Tensor = a
    .abs()
    .add(a.relu())
    .add(a.clamp({ min: -1, max: 1 }))
    .add(a.sign());
  const chosen: Tensor = where(greater(a, 0.1), a.square(), a.neg());
  const either: Tensor = maximum(chosen, kinked.mul(0.3)).add(minimum(chosen, kinked));
  const powers: Tensor = a.abs().add(0.5).pow(1.7).div(a.square().add(1).sqrt());
  const reduced: Tensor = either.sum(0).add(powers.mean(0)).add(a.max(0)).add(logSumExp(a, 0)); // [3]
  const moved: Tensor = b.transpose().reshape([3, 2]).permute([1, 0]).matrixTranspose(); // [3, 2]
  const [left, right] = concat([moved, b], 1).split([1, 3], 1) as [Tensor, Tensor]; // [3, 1], [3, 3]
  const sliced: Tensor = right.slice([null, [0, 2]]).broadcastTo([2, 3, 2]); // [2, 3, 2]
  const placed: Tensor = unslice(left, [3, 3], [null, [1, 2]]); // [3, 3]
  const sorted: Tensor = sort(a, 1).add(takeAlongAxis(a, argsort(a, 1), 1)); // [2, 3]
  const picked: Tensor = oneHot(argmax(a, 1), 3)
    .mul(a)
    .add(equal(a, 0).cast("float64"))
    .add(less(a, 0).cast("float64"))
    .add(searchSorted(tensor([-1, 0.2], { dtype: "float64" }), a).cast("float64"));
  const added: Tensor = scatterAdd(a, tensor([[0], [2]], { dtype: "int32" }), left.slice([[0, 2]]), 1);
  const positions = tensor([2, 0, 2], { dtype: "int32" });
  const rows: Tensor = indexAdd(take(a, positions, 1), positions, embedding(b, positions).transpose(), 1); // [2, 3]
  const replaced: Tensor = a.setSlice(median(b, 0), [0, [0, 2]]).add(cummax(a, 1));
  const image: Tensor = conv2d(a.reshape([1, 2, 3]), b.reshape([3, 1, 1, 2]), { padding: 1 }); // [3, 4, 4]
  const pooled: Tensor = maxPool2d(image, 2).mul(avgPool2d(image, 2)); // [3, 2, 2]
  const resized: Tensor = resize2d(pooled, [2, 3], { mode: "bilinear" }).mean(0); // [2, 3]
  const dropped: Tensor = dropout(a, { p: 0.5, rng: new Rng(3) });
  const shares: Tensor = a.softmax(1).mul(a.logSoftmax(0)).mul(a.detach());
  const spread: Tensor = a.min(0).add(a.variance(0)).add(a.std(0)).add(norm(a, 0)).add(cumsum(a, 0).mean(0));
  const none: Tensor = oneHot(argmin(a, 1), 3).mul(a);
  const square: Tensor = a
    .matmul(b)
    .mul(0.1)
    .add(
      tensor(
        [
          [2, 0],
          [0.5, 3],
        ],
        { dtype: "float64" },
      ),
    ); // [2, 2], eigenvalues near 2 and 3
  const factors: Tensor = square.triangularSolve(product).add(square.cholesky()).add(square.qr().r).add(square.svd().s);
  const solved: Tensor = square.solve(factors).add(square.inverse()).mul(square.det()).add(a.square().matmul(a.pinv()));
  const decomposed: Tensor = solved.add(square.eigh().vectors).add(square.slogdet().logabsdet);
  const all: readonly Tensor[] = [
    decomposed,
    spread,
    none,
    ...elementwise(a),
    curved,
    reduced,
    sliced,
    placed,
    sorted,
    picked,
    added,
    rows,
    replaced,
    dropped,
    resized,
    shares,
  ];
  return all.map((x): Tensor => sumTo(x.square(), [])).reduce((total, x) => total.add(x));
}

/** Every elementwise op, at points that all of them take and where all are smooth. */
function elementwise(a: Tensor): Tensor[] {
  const x: Tensor = a.sigmoid().mul(0.3).add(0.1); // in 0.1 … 0.4
  return knownOps.flatMap(({ name, family, call }) => {
    const op = opOf(call);
    if (family !== "elementwise" || op === undefined || name === "where" || name === "clamp") return [];
    const f = call as unknown as (...inputs: readonly Tensor[]) => Tensor; // of as many tensors as it has inputs
    const first = name === "acosh" ? x.add(1) : x;
    const y = f(...[first, x.add(0.5), x.mul(0.7)].slice(0, op.inputNames.length));
    return y.requiresGrad || y.dtype === "float64" ? [y] : [y.cast("float64")];
  });
}

const a = tensor(
  [
    [0.6, -1.3, 0.35],
    [-0.45, 0.8, 1.6],
  ],
  { dtype: "float64" },
);
const b = tensor(
  [
    [0.9, -0.2],
    [0.4, 1.1],
    [-0.7, 0.3],
  ],
  { dtype: "float64" },
);

describe("a composition of all ops", () => {
  test("goes through every op", () => {
    const { tape } = record(() => everything(a, b));
    const names = new Set(tape.nodes.map((node) => node.op.name));
    const ops = knownOps.filter(({ call }) => opOf(call) !== undefined).map(({ name }) => name);
    expect(ops.filter((name) => !names.has(name))).toEqual([]);
  });

  // What is detached counts as a constant in every order, but differences move it too: it stays where it was.
  const fixed = a.detach();
  const smooth = (x: Tensor, y: Tensor): Tensor =>
    everything(x, y)
      .sub(sumTo(x.softmax(1).mul(x.logSoftmax(0)).mul(x.detach()).square(), []))
      .add(sumTo(x.softmax(1).mul(x.logSoftmax(0)).mul(fixed).square(), []));

  test("has the first and second derivatives that differences have", () => {
    const report = checkGradients(smooth, [a, b], { mode: "elements", order: 2, forwardMode: true, seed: 1 });
    expect(report.verdict, String(report)).toBe("pass");
  });

  test("has third derivatives too", () => {
    const second = (x: Tensor): Tensor =>
      grad((z: Tensor) =>
        grad((w: Tensor) => smooth(w, b))(z)
          .square()
          .sum(),
      )(x);
    const report = checkGradients(second, [a], { mode: "elements", seed: 2 });
    expect(report.verdict, String(report)).toBe("pass");
  });
});
