// Checked by the compiler, nothing runs: functions a user writes over sizes, shapes and dtypes that are not known yet. Whatever is
// not provably wrong must compile, without a cast.
import {
  add,
  type DType,
  grad,
  matmul,
  mul,
  type Shape,
  softmax,
  sub,
  type Tensor,
  valueAndGrad,
  zeros,
} from "@tapegrad/core";

declare const w1: Tensor<[784, 128]>;
declare const b1: Tensor<[128]>;
declare const w2: Tensor<[128, 10]>;
declare const b2: Tensor<[10]>;
declare const n: number;
declare const dynamic: Tensor;

// A batch of any size.
export function mlp1(x: Tensor<[number, 784]>): Tensor<[number, 10]> {
  return add(matmul(add(matmul(x, w1), b1).relu(), w2), b2);
}
export function mlp2<B extends number>(x: Tensor<[B, 784]>): Tensor<[B, 10]> {
  const hidden = matmul(x, w1).add(b1).relu();
  return matmul(hidden, w2).add(b2);
}
export function mlp3<B extends number, H extends number>(
  x: Tensor<[B, 784]>,
  hidden: Tensor<[784, H]>,
  bias: Tensor<[H]>,
  out: Tensor<[H, 10]>,
): Tensor<[B, 10]> {
  return x.matmul(hidden).add(bias).tanh().matmul(out);
}

// Any shape, any dtype.
export function scaled<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return x.add(1).mul(2);
}
export function scaledFreely<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return mul(sub(add(x, 1), 3), 2)
    .square()
    .neg()
    .relu();
}
export function cubed<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return x.mul(x).mul(x);
}
export function residual<S extends Shape, D extends DType>(
  x: Tensor<S, D>,
  f: (x: Tensor<S, D>) => Tensor<S, D>,
): Tensor<S, D> {
  return add(x, f(x));
}
export function between<S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> {
  return x.maximum(0).minimum(1).abs();
}
export function typed<S extends Shape>(x: Tensor<S, "float32">): Tensor<S, "float32"> {
  return x.exp().add(x.sigmoid()).mul(0.5).tanh();
}

// Sizes by name.
export function linear<B extends number, I extends number, O extends number>(
  x: Tensor<[B, I]>,
  w: Tensor<[I, O]>,
  b: Tensor<[O]>,
): Tensor<[B, O]> {
  return matmul(x, w).add(b);
}
export function centred<B extends number, K extends number>(x: Tensor<[B, K]>): Tensor<[B, K]> {
  return x.sub(x.mean(-1, { keepDims: true }));
}
export function centredRows<B extends number, K extends number>(x: Tensor<[B, K]>): Tensor<[B, K]> {
  return sub(x, x.sum(0, { keepDims: true }));
}
export function attention<B extends number, T extends number, C extends number>(
  q: Tensor<[B, T, C]>,
  k: Tensor<[B, T, C]>,
  v: Tensor<[B, T, C]>,
): Tensor<[B, T, C]> {
  const scores = matmul(q, k, { transposeB: true }).mul(n);
  return softmax(scores, -1).matmul(v);
}
export function lead<P extends Shape>(x: Tensor<[...P, 784]>): Tensor<[...P, 128]> {
  const h: Tensor = x; // a result over a whole unknown shape is named, not computed: widen it first
  return add(matmul(h, w1), b1);
}
export function rows<B extends number, K extends number>(x: Tensor<[B, K]>): Tensor<[B], "float32"> {
  const [b] = x.shape;
  return zeros([b]);
}
export function loss<B extends number, D extends DType>(x: Tensor<[B, 10], D>): Tensor<[], DType> {
  return x.square().sum();
}

// What such functions give, inferred.
export function anyShape<P extends Shape>(x: Tensor<P>) {
  return add(matmul(x, w1), b1);
}
export function pooled<S extends Shape, D extends DType>(x: Tensor<S, D>) {
  return x.sum(-1).transpose().permute([1, 0]).reshape([-1]);
}

export const used = {
  a: mlp2(zeros([32, 784])),
  b: centred(zeros([2, 3])),
  c: lead(zeros([2, 5, 784])),
  d: anyShape(zeros([2, 784])),
  e: residual(zeros([2, 3]), (x) => x.relu()),
  f: pooled(zeros([1, 2, 3])),
  g: mlp1(dynamic),
  h: mlp2(dynamic),
  i: residual(dynamic, (x) => x),
  j: lead(dynamic),
  k: linear(dynamic, dynamic, dynamic),
  l: scaled(dynamic),
  m: grad(loss)(zeros([4, 10], { dtype: "float64" })),
  n: valueAndGrad((p: { w: Tensor<[3]>; b: Tensor<[]> }) => p.w.sum().mul(p.b))({ w: zeros([3]), b: zeros([]) }),
};

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Equal<A, B>): void;
export function results(): void {
  same<typeof used.a, Tensor<[32, 10]>>(true);
  same<typeof used.b, Tensor<[2, 3]>>(true);
  same<typeof used.e, Tensor<[2, 3], "float32">>(true);
  const [, gradients] = used.n;
  same<typeof gradients.w, Tensor<[3]>>(true);
}
