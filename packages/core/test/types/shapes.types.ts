// Checked by the compiler, nothing runs: what the type functions give, and the texts of errors, which are types too.
import {
  type AddAxis,
  type AddAxisError,
  type Agree,
  type AgreeError,
  type AxisError,
  add,
  arange,
  type Broadcast,
  type BroadcastError,
  type BroadcastToError,
  broadcastTo,
  type ConcatError,
  type ConcatShape,
  concat,
  type Dims,
  type Dynamic,
  eye,
  full,
  linspace,
  type MatMulError,
  type MatMulShape,
  matmul,
  type PermuteError,
  type PermuteShape,
  type Product,
  parameter,
  type RaggedError,
  type Reduce,
  type ReduceError,
  type ReshapeError,
  type ReshapeShape,
  Rng,
  reshape,
  type SetAxis,
  type SqueezeError,
  type StackError,
  type StackShape,
  softmax,
  sum,
  type Tensor,
  tensor,
  zeros,
} from "@tapegrad/core";

/** Are the two types the same? `any` is the same as `any` only, so a shape that got lost is told from one that is known. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type S<T> = T extends Tensor<infer X, Dynamic> ? X : never;
declare function same<A, B>(yes: Equal<A, B>): void;
declare const n: number;
declare const dynamic: Tensor;

export function algebra(): void {
  same<Broadcast<[2, 3], [3]>, [2, 3]>(true);
  same<Broadcast<[5, 1, 3], [2, 1]>, [5, 2, 3]>(true);
  same<Broadcast<[number, 3], [1, 3]>, [number, 3]>(true);
  same<Broadcast<[number, 3], [4, 1]>, [4, 3]>(true);
  same<Broadcast<[2, 3], []>, [2, 3]>(true);
  same<Broadcast<[0, 3], [1, 3]>, [0, 3]>(true);
  same<Broadcast<Dynamic, [2, 3]>, Dynamic>(true);
  same<Broadcast<[2, 3], Dynamic>, Dynamic>(true);
  same<Broadcast<number[], [2, 3]>, Dynamic>(true);
  same<Broadcast<[batch: number, features: 3], [number, 3]>["length"], 2>(true);
  same<Broadcast<Broadcast<[batch: number, features: 3], [number, 3]>, [3]>, [number, 3]>(true);
  same<BroadcastError<[2, 3], [4]>, "cannot broadcast [2, 3] with [4]: axis -1 has 3 and 4">(true);
  same<BroadcastError<[number, 3], [7, 2, 4]>, "cannot broadcast [?, 3] with [7, 2, 4]: axis -1 has 3 and 4">(true);
  same<BroadcastError<[0], [3]>, "cannot broadcast [0] with [3]: axis -1 has 0 and 3">(true);
  same<BroadcastError<Dynamic, [4]>, null>(true);
  same<BroadcastToError<[1, 3], [2, 3]>, null>(true);
  same<BroadcastToError<[2, 3], [3]>, "cannot broadcast [2, 3] to [3]">(true);
  same<BroadcastToError<[2, 3], [1, 3]>, "cannot broadcast [2, 3] to [1, 3]">(true);

  same<MatMulShape<Dynamic, [3, 4]>, Dynamic>(true);
  same<MatMulShape<[4, 3], Dynamic>, Dynamic>(true);
  same<MatMulShape<[8, 1, 2, 3], [5, 3, 7]>, [8, 5, 2, 7]>(true);
  same<MatMulShape<[3], [5, 3, 7]>, [5, 7]>(true);
  same<MatMulShape<[5, 2, 3], [3]>, [5, 2]>(true);
  same<MatMulShape<[3], [3]>, []>(true);
  same<MatMulError<[2, 3], [4, 5]>, "cannot multiply [2, 3] by [4, 5]: inner sizes 3 and 4">(true);
  same<MatMulError<[2, 3], []>, "matmul: the right side is a scalar">(true);
  same<MatMulError<[number, number], [4, 5]>, null>(true);

  same<SetAxis<[2, 3, 4], -2, [1]>, [2, 1, 4]>(true);
  same<AxisError<[2, 3], 2>, "axis 2 is out of range for [2, 3]">(true);
  same<AxisError<[2, 3], -3>, "axis -3 is out of range for [2, 3]">(true);
  same<AxisError<[2, 3], number>, null>(true);
  same<AddAxis<[2, 3], -1, 1>, [2, 3, 1]>(true);
  same<AddAxis<[2, 3], 1, 7>, [2, 7, 3]>(true);
  same<AddAxisError<[2, 3], 3>, "axis 3 is out of range for [2, 3]">(true);
  same<SqueezeError<[2, 1], 0>, "cannot squeeze axis 0 of [2, 1]: its size is 2">(true);
  same<SqueezeError<[2, 1], 1>, null>(true);
  same<PermuteShape<[2, 3, 4], [2, 0, -2]>, [4, 2, 3]>(true);
  same<PermuteError<[2, 3], [0]>, "permute: [0] names 1 axes, [2, 3] has 2">(true);
  same<PermuteError<[2, 3], [0, 2]>, "axis 2 is out of range for [2, 3]">(true);

  same<Reduce<[2, 3, 4], 1, false>, [2, 4]>(true);
  same<Reduce<[2, 3, 4], -1, true>, [2, 3, 1]>(true);
  same<Reduce<[2, 3, 4], [0, -1], false>, [3]>(true);
  same<Reduce<[2, 3, 4], [-1, 0], true>, [1, 3, 1]>(true);
  same<Reduce<[2, 3, 4], undefined, false>, []>(true);
  same<Reduce<[2, 3, 4], undefined, true>, [1, 1, 1]>(true);
  same<Reduce<[2, 3, 4], number, false>, Dynamic>(true);
  same<Reduce<[2, 3, 4], number[], false>, Dynamic>(true);
  same<Reduce<[2, 3, 4], 1, boolean>, Dynamic>(true);
  same<Reduce<Dynamic, 1, false>, Dynamic>(true);
  same<ReduceError<[2, 3], [0, 2]>, "axis 2 is out of range for [2, 3]">(true);
  same<ReduceError<[2, 3], undefined>, null>(true);

  same<ReshapeShape<[4, -1]>, [4, number]>(true);
  same<ReshapeError<[32, 28, 28], [32, 784]>, null>(true);
  same<
    ReshapeError<[32, 28, 28], [32, 700]>,
    "cannot reshape [32, 28, 28] to [32, 700]: 25088 elements do not fit 22400"
  >(true);
  same<ReshapeError<[number, 28, 28], [number, 784]>, null>(true);
  same<ReshapeError<[2, 3], [-1, 4]>, null>(true);
  same<[Product<[28, 28]>, Product<[0, 5]>, Product<[]>], [784, 0, 1]>(true);
  same<[Product<[32, 3, 224, 224]>, Product<[2, number]>, Product<Dynamic>], [4816896, number, number]>(true);

  same<Agree<[number, 3], [4, 3]>, [4, 3]>(true);
  same<AgreeError<"labels", [64], [32]>, "labels: expected [64], got [32]">(true);
  same<AgreeError<"labels", [64], [64, 1]>, "labels: expected [64], got [64, 1]">(true);
  same<ConcatShape<[[2, 3], [4, 3]], 0>, [number, 3]>(true);
  same<ConcatError<[[2, 3], [2, 4]], 0>, "concat: expected [?, 3], got [?, 4]">(true);
  same<StackShape<[[2], [2]], -1>, [2, 2]>(true);
  same<StackError<[[2, 3], [5, 3]], 0>, "stack: expected [2, 3], got [5, 3]">(true);
  same<RaggedError<[[1, 2], [3]]>, "tensor: rows of different lengths">(true);
}

export function inferred(): void {
  const a = tensor([
    [1, 2],
    [3, 4],
  ]); // prettier-ignore
  same<S<typeof a>, [2, 2]>(true);
  const literals = {
    b: zeros([n, 784]),
    c: zeros([]),
    d: tensor([[[1]], [[2]]]),
    e: zeros(dynamic.shape),
    f: tensor(3),
  };
  same<S<typeof literals.b>, [number, 784]>(true);
  same<S<typeof literals.c>, []>(true);
  same<S<typeof literals.d>, [2, 1, 1]>(true);
  same<S<typeof literals.e>, Dynamic>(true);
  same<S<typeof literals.f>, []>(true);
  const made = { a: full([2], 1), b: eye(3), c: eye(2, { columns: 4 }), d: arange(5), e: linspace(0, 1, 7) };
  same<S<typeof made.a>, [2]>(true);
  same<S<typeof made.b>, [3, 3]>(true);
  same<S<typeof made.c>, [2, 4]>(true);
  same<S<typeof made.d>, [number]>(true);
  same<S<typeof made.e>, [7]>(true);
  const rng = new Rng(0);
  const drawn = { a: rng.normal([2, n]), b: rng.permutation(9), w: parameter([[1, 2]]), v: parameter(zeros([4])) };
  same<S<typeof drawn.a>, [2, number]>(true);
  same<S<typeof drawn.b>, [9]>(true);
  same<S<typeof drawn.w>, [1, 2]>(true);
  same<S<typeof drawn.v>, [4]>(true);

  const ops = {
    a: matmul(zeros([n, 784]), zeros([784, 10])).add(zeros([10])),
    b: concat([zeros([n, 3]), zeros([4, 3])], 0),
    c: add(dynamic, zeros([3])),
    d: softmax(zeros([2, 3])),
    e: zeros([2, 3]).matmul(zeros([5, 3]), { transposeB: true }),
    f: reshape(zeros([2, 6]), [3, -1]),
    g: broadcastTo(zeros([1, 3]), [2, 3]),
    h: sum(zeros([2, 3, 4]), [0, 2], { keepDims: true }),
    i: dynamic.sum(0),
    j: dynamic.sum(),
    k: dynamic.reshape([2, 3]),
    l: dynamic.as([n, 784]),
  };
  same<S<typeof ops.a>, [number, 10]>(true);
  same<S<typeof ops.b>, [number, 3]>(true);
  same<S<typeof ops.c>, Dynamic>(true);
  same<S<typeof ops.d>, [2, 3]>(true);
  same<S<typeof ops.e>, [2, 5]>(true);
  same<S<typeof ops.f>, [3, number]>(true);
  same<S<typeof ops.g>, [2, 3]>(true);
  same<S<typeof ops.h>, [1, 3, 1]>(true);
  same<S<typeof ops.i>, Dynamic>(true);
  same<S<typeof ops.j>, []>(true);
  same<S<typeof ops.k>, [2, 3]>(true);
  same<S<typeof ops.l>, [number, 784]>(true);
}

export function sizes(): void {
  // Known where the rank is known, whatever noUncheckedIndexedAccess asks for.
  const [rows, columns] = zeros([n, 3]).shape;
  same<[typeof rows, typeof columns], [number, 3]>(true);
  same<Dims<[2, number]>, readonly [2, number]>(true);
  const first: number = dynamic.shape[0];
  same<typeof first, number>(true);
}
