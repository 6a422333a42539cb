// Checked by the compiler, nothing runs: programs that know some shapes, or none. All of it must compile.
import { add, grad, type Parameter, parameter, type Tensor, zeros } from "@tapegrad/core";

declare const dynamic: Tensor;
declare const n: number;

// A plain Tensor fits every annotation, and everything fits a plain Tensor.
const a: Tensor<[2, 3]> = dynamic;
const b: Tensor = zeros([2, 3]);
const c: Tensor<[number, 3]> = zeros([2, 3]);
const d: Tensor<number[]> = zeros([2, 3]);
const e: Tensor<[2, 3], "float64"> = dynamic;
const f: Tensor = parameter([1, 2]);
const parameters: Record<string, Parameter> = { w: parameter([[1, 2]]), b: parameter([1], { dtype: "float64" }) };
const list: Tensor[] = [zeros([2]), zeros([3, 4]), zeros([], { dtype: "int32" })];
const record: Record<string, Tensor> = { w: zeros([2, 3]) };

function forward(x: Tensor<[number, 784]>, w: Tensor<[784, 10]>) {
  return x.matmul(w);
}
forward(dynamic, record.w!);
forward(record.x!, dynamic);

// Functions of known shapes where functions of any are asked for, and the other way.
const general: (x: Tensor) => Tensor = (x: Tensor<[number, 784]>) => x.relu();
const special: (x: Tensor<[2, 3]>) => Tensor<[2, 3]> = (x: Tensor) => x;
const k = (x: Tensor) => x.sum(-1, { keepDims: true }).add(x);
const kk: Tensor<[5]> = k(zeros([2]));

// Sums in a loop, over a list, of unknown things.
let total: Tensor = zeros([]);
total = total.add(dynamic);
total = total.add(1);
for (const x of list) total = total.add(x.square().sum());
const reduced = list.reduce((left, right) => left.add(right.sum()), dynamic);

// Sizes read off a tensor.
const [p, q] = dynamic.shape;
const [r0, r1] = zeros([n, 3]).shape;
const three: 3 = r1;
const rank: number = dynamic.ndim;
const z: Tensor<[number, 3]> = zeros([r0, r1]);
for (const size of dynamic.shape) zeros([size as number]);
const copy = zeros(dynamic.shape);
const copy2: Tensor<[2, 3]> = zeros(b.shape);
const copy3: Tensor<[2, 3, 4]> = zeros([...a.shape, 4]);

// One of two shapes: in the sizes it works; as a union of tensors it wants an annotation (TYPES, pitfall 9).
const either: Tensor<[number, 3]> = n > 0.5 ? zeros([2, 3]) : zeros([4, 3]);
const sum1 = either.add(zeros([3]));
const wide = zeros([n > 0.5 ? 2 : 4, 3]);
const sum2 = wide.add(zeros([3]));
const sum3 = wide.add(zeros([2, 3]));

// Axes, shapes and options known only when the program runs.
const axes: number[] = [0, n];
const byAxes = zeros([2, 3]).sum(axes);
const byAxis = zeros([2, 3]).sum(n, { keepDims: n > 0 });
const byShape = zeros([2, 3]).reshape([n, -1]);
const byList = zeros([2, 3]).reshape(axes);
const transposed = dynamic.matmul(dynamic, { transposeA: n > 0 });
const gradient: Tensor = grad((x: Tensor) => x.square().sum())(dynamic);
const labelled: Tensor<[batch: number, features: 3]> = zeros([2, 3]);

export const show = {
  c,
  d,
  e,
  f,
  parameters,
  general,
  special,
  kk,
  p,
  q,
  three,
  rank,
  z,
  copy,
  copy2,
  copy3,
  sum1,
  sum2,
};
export const more = {
  sum3,
  byAxes,
  byAxis,
  byShape,
  byList,
  transposed,
  gradient,
  labelled,
  total,
  reduced,
  u: add(e, a),
};
