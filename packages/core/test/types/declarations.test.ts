import { expect, test } from "vitest";
import { compile } from "./compile.ts";

// A user's library that exports what it computes without writing the types down: the compiler must be able to write them.

const library = `
import {
  add, concat, type DType, grad, matmul, oneHot, parameter, Rng, record, reshape, type Shape, softmax, split, type Tensor, tensor,
  treeMap, valueAndGrad, vjp, where, zeros,
} from "@tapegrad/core";

export const weights = { w: parameter([[1, 2]]), b: parameter(zeros([2])), images: new Rng(0).uniform([8, 28, 28]) };
export const layer = (x: Tensor<[number, 784]>, w: Tensor<[784, 10]>) => softmax(x.matmul(w).add(1), -1);
export function centred<S extends Shape, D extends DType>(x: Tensor<S, D>) {
  return x.sub(x.mean(-1, { keepDims: true })).mul(2);
}
export function everything<S extends Shape, D extends DType>(x: Tensor<S, D>) {
  return {
    scaled: x.add(1).mul(2),
    sum: x.sum(-1),
    kept: x.sum([0, 1], { keepDims: true }),
    turned: x.transpose(),
    permuted: x.permute([1, 0]),
    flat: x.reshape([-1]),
    product: x.matmul(zeros([3, 4])),
    coded: oneHot(x, 10),
    joined: concat([x, x], 0),
    compared: x.greater(0),
    chosen: where(x.greater(0), x, 0),
    floats: x.exp().add(x),
    typed: x.cast("float64"),
  };
}
export function linear<B extends number, I extends number, O extends number>(x: Tensor<[B, I]>, w: Tensor<[I, O]>, b: Tensor<[O]>) {
  return { out: matmul(x, w).add(b), parts: split(x, 2), shape: x.shape };
}
export const gradient = grad((p: { w: Tensor<[3]>; b: Tensor<[]> }) => p.w.sum().add(p.b));
export const both = valueAndGrad((x: Tensor<[2, 3]>, y: Tensor<[3]>) => x.matmul(y).sum(), { argnums: [0, 1] });
export const pulled = vjp((x: Tensor<[2, 3]>) => ({ y: x.sum(0) }), zeros([2, 3]));
export const doubled = treeMap((x) => x.mul(2), { w: zeros([2]), list: [tensor(1)] });
export const recorded = record(() => add(zeros([2]), 1));
export const reshaped = reshape(zeros([4, 6]), [2, -1]);
`;

test("inferred types of a user's exports can be declared, name only what the package exports, and mean the same", {
  timeout: 60_000,
}, () => {
  const { complaints, declarations } = compile({ "library.ts": library }, { declaration: true });
  expect(complaints).toEqual([]);
  const text = declarations["library.d.ts"]!;
  const imported = [...text.matchAll(/from "([^"]+)"|import\("([^"]+)"\)/g)].map(([, a, b]) => a ?? b);
  expect(new Set(imported)).toEqual(new Set(["@tapegrad/core"]));
  // A name for each type function, not the function written out: the first versions of these types wrote 60 KB.
  expect(text.length).toBeLessThan(6000);

  const use = `
    import { both, centred, everything, gradient, layer, linear, pulled, reshaped, weights } from "./library.js";
    import { type Tensor, zeros } from "@tapegrad/core";
    type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
    declare function same<A, B>(yes: Equal<A, B>): void;
    const all = everything(zeros([2, 3], { dtype: "float64" }));
    same<typeof all.scaled, Tensor<[2, 3], "float64">>(true);
    same<typeof all.sum, Tensor<[2], "float64">>(true);
    same<typeof all.kept, Tensor<[1, 1], "float64">>(true);
    same<typeof all.turned, Tensor<[3, 2], "float64">>(true);
    same<typeof all.permuted, Tensor<[3, 2], "float64">>(true);
    same<typeof all.product, Tensor<[2, 4], "float64">>(true);
    same<typeof all.coded, Tensor<[2, 3, 10], "float32">>(true);
    same<typeof all.joined, Tensor<[number, 3], "float64">>(true);
    same<typeof all.chosen, Tensor<[2, 3], "float64">>(true);
    const c = centred(zeros([2, 3]));
    same<typeof c, Tensor<[2, 3], "float32">>(true);
    const l = linear(zeros([8, 4]), zeros([4, 2]), zeros([2]));
    same<typeof l.out, Tensor<[8, 2]>>(true);
    const g = gradient({ w: zeros([3]), b: zeros([]) });
    same<typeof g.w, Tensor<[3]>>(true);
    const [, [gx, gy]] = both(zeros([2, 3]), zeros([3]));
    same<[typeof gx, typeof gy], [Tensor<[2, 3]>, Tensor<[3]>]>(true);
    same<(typeof pulled)[0]["y"], Tensor<[3]>>(true);
    same<typeof reshaped, Tensor<[2, number], "float32">>(true);
    same<typeof weights.images, Tensor<[8, 28, 28], "float32">>(true);
    same<ReturnType<typeof layer>, Tensor<[number, 10]>>(true);
  `;
  expect(compile({ "library.d.ts": text, "use.ts": use }).complaints).toEqual([]);
});
