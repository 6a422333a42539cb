// Checked by the compiler, nothing runs: shapes through layers, and the texts of errors, which are types too.
import {
  type Dynamic,
  type Parameter,
  relu,
  type Shape,
  sigmoid,
  softmax,
  type Tensor,
  tanh,
  zeros,
} from "@tapegrad/core";
import { DataLoader, TensorDataset } from "@tapegrad/data";
import {
  Activation,
  type Apply,
  type Chain,
  Dense,
  Dropout,
  type Fitting,
  type LastAxis,
  type Layer,
  losses,
  Model,
  Module,
  type OnLast,
  Sequential,
  sequential,
} from "@tapegrad/nn";

/** Are the two types the same? `any` is the same as `any` only, so a shape that got lost is told from one that is known. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type S<T> = T extends Tensor<infer X, Dynamic> ? X : never;
declare function same<A, B>(yes: Equal<A, B>): void;
declare const n: number;
declare const dynamic: Tensor;

export function algebra(): void {
  same<OnLast<[32, 784], 784, 10>, [32, 10]>(true);
  same<OnLast<[number, 784], 784, 10>, [number, 10]>(true);
  same<OnLast<[2, 3, number], 784, 10>, [2, 3, 10]>(true);
  same<OnLast<[784], 784, 10>, [10]>(true);
  same<OnLast<[32, 128], 64, 10>, "expects 64 features, got 128">(true);
  same<OnLast<[], 64, 10>, "expects 64 features, got a scalar">(true);
  same<OnLast<Dynamic, 64, 10>, [...number[], 10]>(true);
  same<OnLast<[32, 128], number, number>, [32, number]>(true);
  same<Apply<LastAxis<3, 4>, [7, 3]>, [7, 4]>(true);
  same<Chain<[Dense<784, 128>, Dense<128, 10>], [32, 784]>, [32, 10]>(true);
  same<Chain<[Dense<784, 128>, Dropout, Dense<64, 10>], [32, 784]>, "layer 2 expects 64 features, got 128">(true);
  same<Chain<readonly Layer[], [32, 784]>, Dynamic>(true);
  same<Fitting<[Dense<784, 128>, Dense<64, 10>]>, [Dense<784, 128>, "layer 1 expects 64 features, got 128"]>(true);
}

export function layers(): void {
  const dense = new Dense(784, 128);
  same<typeof dense, Dense<784, 128>>(true);
  same<typeof dense.kernel, Parameter<[784, 128]>>(true);
  same<typeof dense.bias, Parameter<[128]> | null>(true);
  const out = {
    batch: dense.forward(zeros([32, 784])),
    open: dense.forward(zeros([n, 784])),
    one: dense.forward(zeros([784])),
    deep: dense.forward(zeros([2, 5, 784])),
    wide: dense.forward(zeros([2, n])),
  };
  same<S<typeof out.batch>, [32, 128]>(true);
  same<S<typeof out.open>, [number, 128]>(true);
  same<S<typeof out.one>, [128]>(true);
  same<S<typeof out.deep>, [2, 5, 128]>(true);
  same<S<typeof out.wide>, [2, 128]>(true);
  const x: Tensor<[4, 3], "float64"> = new Dropout(0.5).forward(zeros([4, 3], { dtype: "float64" }));
  const y: Tensor<[4, 3]> = new Activation("relu").forward(zeros([4, 3]));
  void [x, y];
}

export function chains(): void {
  const model = sequential(new Dense(784, 128), relu, new Dense(128, 10));
  const out = {
    batch: model.forward(zeros([32, 784])),
    open: model.forward(zeros([n, 784])),
    one: model.forward(zeros([784])),
    pointwise: sequential(tanh, sigmoid, relu).forward(zeros([4, 3])),
    softmax: sequential(new Dense(2, 3), (h: Tensor<[number, 3]>) => softmax(h)).forward(zeros([7, 2])),
    nested: new Sequential(model, new Activation("tanh"), new Sequential(new Dense(10, 2))).forward(zeros([5, 784])),
    reshaped: sequential((h: Tensor) => h.reshape([-1, 12]), new Dense(12, 4)).forward(zeros([5, 3, 4])),
    lost: sequential((h: Tensor): Tensor => h.sum(-1), new Dense(12, 4)).forward(zeros([5, 12, 4])),
  };
  same<S<typeof out.batch>, [32, 10]>(true);
  same<S<typeof out.open>, [number, 10]>(true);
  same<S<typeof out.one>, [10]>(true);
  same<S<typeof out.pointwise>, [4, 3]>(true);
  same<S<typeof out.softmax>, [number, 3]>(true);
  same<S<typeof out.nested>, [5, 2]>(true);
  same<S<typeof out.reshaped>, [number, 4]>(true);
  const first: Dense<784, 128> = model.layers[0];
  const hidden: Tensor = model.upTo("dense").forward(zeros([1, 784]));
  void [first, hidden];
}

/** Layers of a user's need no `shapeFn`: the types of their `forward` are enough. */
class Pooling extends Module {
  forward(x: Tensor<[number, 8, 4]>): Tensor<[number, 4]> {
    return x.mean(1);
  }
}
class Doubling extends Module {
  forward<A extends Shape>(x: Tensor<A>): Tensor<A> {
    const y: Tensor = x;
    return y.mul(2);
  }
}
class Free extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}
export function ownLayers(): void {
  const out = {
    pooled: sequential(new Pooling(), new Dense(4, 2)).forward(zeros([3, 8, 4])),
    doubled: sequential(new Dense(3, 5), new Doubling(), new Dense(5, 2)).forward(zeros([3, 3])),
    free: sequential(new Dense(3, 5), new Free(), new Dense(5, 2)).forward(zeros([3, 3])),
  };
  same<S<typeof out.pooled>, [number, 2]>(true);
  same<S<typeof out.doubled>, [3, 2]>(true);
  same<S<typeof out.free>, [...number[], 2]>(true);
  same<Chain<[Dense<3, 5>, Doubling, Dense<6, 2>], [1, 3]>, "layer 2 expects 6 features, got 5">(true);
  same<Chain<[Pooling, Dense<5, 2>], [3, 8, 4]>, "layer 1 expects 5 features, got 4">(true);
  same<Chain<[Dense<3, 5>, Pooling], [1, 3]>, "layer 1 expects [?, 8, 4], got [1, 5]">(true);
}

/** What is not known is no error. */
export function dynamically(): void {
  const sizes = [2, n, 4];
  const list: Dense[] = sizes.slice(1).map((size, i) => new Dense(sizes[i]!, size));
  const built = new Sequential(...list);
  const mixed: Layer[] = [new Dense(2, 3), relu, new Dropout(0.5)];
  const general: Sequential = new Sequential(...mixed);
  const kept: Sequential = new Sequential(new Dense(2, 3));
  const out: Tensor[] = [
    built.forward(dynamic),
    general.forward(zeros([1, 2])),
    kept.forward(dynamic),
    new Dense(n, 3).forward(zeros([2, 5])),
    new Dense(3, n).forward(dynamic),
    sequential(new Dense(2, n), new Dense(5, 1)).forward(dynamic),
    new Model(new Dense(2, 3)).forward(dynamic),
  ];
  const any: Dense = new Dense(2, 3);
  const modules: Module[] = [any, general, built, new Model(any), new Free()];
  void [out, modules];
}

export function generically<B extends number, H extends number>(x: Tensor<[B, 4]>, hidden: H): Tensor<[B, 2]> {
  return new Dense(hidden as number, 2).forward(new Dense(4, hidden as number).forward(x));
}

export async function training(): Promise<void> {
  const model = new Sequential(new Dense(4, 3));
  const x = zeros([10, 4]);
  const labels = zeros([10], { dtype: "int32" });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossEntropy", metrics: ["accuracy"] });
  model.compile({
    optimizer: "adam",
    loss: (p, t) => losses.sparseCategoricalCrossEntropy(p, t, { fromLogits: true }),
    metrics: { hits: "accuracy", mean: (p) => p.mean(), zero: () => 0 },
  });
  model.compile({ optimizer: "sgd", loss: losses.meanSquaredError });
  await model.fit(x, labels, { epochs: 2, validationData: [x, labels] });
  const loader = new DataLoader(new TensorDataset(x, labels), { batchSize: 2 });
  await model.fit(loader, { epochs: 2, validationData: loader });
  const pairs: [Tensor, Tensor][] = [[x, labels]];
  const { metrics } = await model.fit(pairs);
  const logs: Record<string, number> = model.evaluate(loader);
  const { train } = { train: [x, labels] as const };
  await model.fit(...train);
  void [metrics, logs];
}
