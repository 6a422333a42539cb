// Checked by the compiler, nothing runs: the dtypes of results.
import {
  add,
  argmax,
  cast,
  concat,
  type DType,
  type Dynamic,
  div,
  exp,
  greater,
  matmul,
  mean,
  mul,
  type Promote,
  parameter,
  Rng,
  sub,
  sum,
  type Tensor,
  type ToFloat,
  type ToNumeric,
  tensor,
  where,
  zeros,
  zerosLike,
} from "@tapegrad/core";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type D<T> = T extends Tensor<Dynamic, infer X> ? X : never;
declare function same<A, B>(yes: Equal<A, B>): void;

declare const flag: Tensor<[2], "bool">;
declare const whole: Tensor<[2], "int32">;
declare const single: Tensor<[2], "float32">;
declare const double: Tensor<[2], "float64">;
declare const dynamic: Tensor;

export function promotion(): void {
  same<Promote<"bool", "int32">, "int32">(true);
  same<Promote<"int32", "float64">, "float64">(true);
  same<Promote<"float32", "float64">, "float64">(true);
  same<Promote<"float32", "int32">, "float32">(true);
  same<Promote<"bool", "bool">, "bool">(true);
  same<Promote<Dynamic, "float32">, Dynamic>(true);
  same<Promote<"float32", Dynamic>, Dynamic>(true);
  same<
    [ToFloat<"int32">, ToFloat<"bool">, ToFloat<"float64">, ToFloat<Dynamic>],
    ["float32", "float32", "float64", Dynamic]
  >(true);
  same<[ToNumeric<"bool">, ToNumeric<"int32">, ToNumeric<Dynamic>], ["int32", "int32", Dynamic]>(true);

  const sums = [
    add(whole, double),
    double.add(whole),
    single.mul(double),
    flag.add(whole),
    add(single, dynamic),
  ] as const;
  same<D<(typeof sums)[0]>, "float64">(true);
  same<D<(typeof sums)[1]>, "float64">(true);
  same<D<(typeof sums)[2]>, "float64">(true);
  same<D<(typeof sums)[3]>, "int32">(true);
  same<D<(typeof sums)[4]>, Dynamic>(true);
  same<D<ReturnType<typeof product>>, "float64">(true);
}
const product = () => matmul(single, double);

export function numbers(): void {
  const kept = [whole.add(1), mul(2, double), sub(flag, 1), add(single, 0.5), div(whole, 2)] as const;
  same<D<(typeof kept)[0]>, "int32">(true);
  same<D<(typeof kept)[1]>, "float64">(true);
  same<D<(typeof kept)[2]>, "bool">(true);
  same<D<(typeof kept)[3]>, "float32">(true);
  same<D<(typeof kept)[4]>, "float32">(true);
  const shape: Tensor<[2], "int32"> = whole.add(1);
  same<typeof shape, Tensor<[2], "int32">>(true);
}

export function results(): void {
  const made = {
    exp: exp(whole),
    sum: sum(flag),
    mean: mean(whole, 0),
    max: double.max(),
    argmax: argmax(double),
    greater: greater(single, 0),
    where: where(flag, single, 0),
    cast: cast(single, "float64"),
    method: whole.cast("bool"),
    concat: concat([single, double]),
  };
  same<D<typeof made.exp>, "float32">(true);
  same<D<typeof made.sum>, "int32">(true);
  same<D<typeof made.mean>, "float32">(true);
  same<D<typeof made.max>, "float64">(true);
  same<D<typeof made.argmax>, "int32">(true);
  same<D<typeof made.greater>, "bool">(true);
  same<D<typeof made.where>, "float32">(true);
  same<D<typeof made.cast>, "float64">(true);
  same<D<typeof made.method>, "bool">(true);
  same<D<typeof made.concat>, "float64">(true);

  const rng = new Rng(0);
  const literals = {
    numbers: tensor([1]),
    booleans: tensor([[true]]),
    typed: [tensor(new Float64Array(1)), tensor(new Int32Array(1)), tensor(new Float32Array(1))],
    asked: tensor([1], { dtype: "int32" }),
    zeros: [zeros([2]), zeros([2], { dtype: "bool" }), zerosLike(double)],
    drawn: [rng.normal([2]), rng.normal([2], { dtype: "float64" }), rng.integers([2], { high: 3 })],
    parameters: [parameter([1]), parameter([1], { dtype: "float64" }), parameter(double)],
  } as const;
  same<D<typeof literals.numbers>, "float32">(true);
  same<D<typeof literals.booleans>, "bool">(true);
  same<D<(typeof literals.typed)[0]>, "float64">(true);
  same<D<(typeof literals.typed)[1]>, "int32">(true);
  same<D<(typeof literals.typed)[2]>, "float32">(true);
  same<D<typeof literals.asked>, "int32">(true);
  same<D<(typeof literals.zeros)[0]>, "float32">(true);
  same<D<(typeof literals.zeros)[1]>, "bool">(true);
  same<D<(typeof literals.zeros)[2]>, "float64">(true);
  same<D<(typeof literals.drawn)[0]>, "float32">(true);
  same<D<(typeof literals.drawn)[1]>, "float64">(true);
  same<D<(typeof literals.drawn)[2]>, "int32">(true);
  same<D<(typeof literals.parameters)[0]>, "float32">(true);
  same<D<(typeof literals.parameters)[1]>, "float64">(true);
  same<D<(typeof literals.parameters)[2]>, "float64">(true);
}

/** The data of a tensor is the typed array of its dtype. */
export function data(): void {
  same<typeof double.data, Float64Array>(true);
  same<typeof flag.data, Uint8Array>(true);
  const elements: ArrayLike<number> = dynamic.data;
  const dtype: DType = dynamic.dtype;
  same<[typeof elements, typeof dtype], [ArrayLike<number>, DType]>(true);
}
