// What the workloads must give, computed by plain loops in float64, without any library.
import { checksum, kernel, labels, uniform } from "./data.ts";
import type { AdamUpdate, Chain, CrossEntropy, Elementwise, Matmul, Step, Task } from "./workloads.ts";

/** The checksum of a task after `runs` runs, or `null` for a training whose batches are shuffled. */
export function reference(task: Task, runs: number): number | null {
  switch (task.kind) {
    case "matmul":
      return matmul(task);
    case "step":
      return step(task, runs);
    case "chain":
      return chain(task);
    case "elementwise":
      return elementwise(task);
    case "crossEntropy":
      return crossEntropy(task);
    case "adam":
      return adam(task, runs);
    default:
      return null;
  }
}

/** A matrix in memory: element (i, j) is `values[i * row + j * column]`, so that a transposed one is the same values, read otherwise. */
interface Matrix {
  readonly values: ArrayLike<number>;
  readonly row: number;
  readonly column: number;
}

const stored = (values: ArrayLike<number>, columns: number): Matrix => ({ values, row: columns, column: 1 });
const transposed = (values: ArrayLike<number>, columns: number): Matrix => ({ values, row: 1, column: columns });

function product([m, k, n]: readonly [number, number, number], a: Matrix, b: Matrix): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) {
      const left = a.values[i * a.row + p * a.column]!;
      for (let j = 0; j < n; j++) c[i * n + j]! += left * b.values[p * b.row + j * b.column]!;
    }
  return c;
}

function matmul({ m, k, n }: Matmul): number {
  return checksum(product([m, k, n], stored(uniform(0, m * k), k), stored(uniform(1, k * n), n)));
}

function chain({ ops, factor }: Chain): number {
  let [y, slope] = [1, 1];
  for (let i = 0; i < ops / 2; i++) [y, slope] = [factor * y + 0.1, factor * slope];
  return checksum([y, slope]);
}

function elementwise({ op, size }: Elementwise): number {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const f = { tanh: Math.tanh, exp: Math.exp, log: Math.log, sigmoid }[op];
  return checksum(Float64Array.from(uniform(0, size, op === "log" ? 0.1 : -4, 4), (x) => f(x)));
}

/** Mean softmax cross-entropy, and its derivative with respect to the logits. */
function softmaxLoss(logits: ArrayLike<number>, rows: number, classes: number) {
  const [targets, gradient] = [labels(rows, classes), new Float64Array(rows * classes)];
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const row = Array.from({ length: classes }, (_, j) => Math.exp(logits[r * classes + j]!));
    const total = row.reduce((sum, e) => sum + e, 0);
    loss -= Math.log(row[targets[r]!]! / total) / rows;
    for (let j = 0; j < classes; j++) gradient[r * classes + j] = (row[j]! / total - (j === targets[r] ? 1 : 0)) / rows;
  }
  return { loss, gradient };
}

function crossEntropy({ rows, classes }: CrossEntropy): number {
  const { loss, gradient } = softmaxLoss(uniform(0, rows * classes, -4, 4), rows, classes);
  return checksum([loss, ...gradient]);
}

type Update = (theta: Float64Array, gradient: ArrayLike<number>) => void;

/** Adam with the usual constants, as Kingma and Ba write it. */
function adamUpdate(size: number, learningRate: number): Update {
  const [m, v] = [new Float64Array(size), new Float64Array(size)];
  let t = 0;
  return (theta, gradient) => {
    t += 1;
    for (let i = 0; i < size; i++) {
      m[i] = 0.9 * m[i]! + 0.1 * gradient[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * gradient[i]! ** 2;
      theta[i]! -= (learningRate * (m[i]! / (1 - 0.9 ** t))) / (Math.sqrt(v[i]! / (1 - 0.999 ** t)) + 1e-8);
    }
  };
}

function adam({ size, learningRate }: AdamUpdate, runs: number): number {
  const [theta, gradient] = [Float64Array.from(uniform(0, size, -1, 1)), uniform(1, size, -1, 1)];
  const update = adamUpdate(size, learningRate);
  for (let run = 0; run < runs; run++) update(theta, gradient);
  return checksum(theta);
}

/** The loss of the last of `runs` steps, before its update. */
function step({ sizes, batch, activation, optimizer, learningRate }: Step, runs: number): number {
  const [inputs, hidden, classes] = sizes;
  const x = uniform(0, batch * inputs);
  const w1 = Float64Array.from(kernel(1, inputs, hidden));
  const w2 = Float64Array.from(kernel(2, hidden, classes));
  const [b1, b2] = [new Float64Array(hidden), new Float64Array(classes)];
  const sgd: Update = (theta, gradient) => {
    for (let i = 0; i < theta.length; i++) theta[i]! -= learningRate * gradient[i]!;
  };
  const updates = [w1, b1, w2, b2].map(({ length }) => (optimizer === "adam" ? adamUpdate(length, learningRate) : sgd));
  const f = activation === "relu" ? (u: number) => Math.max(u, 0) : (u: number) => 1 / (1 + Math.exp(-u));
  const slope = activation === "relu" ? (a: number) => (a > 0 ? 1 : 0) : (a: number) => a * (1 - a);
  const columnSums = (values: Float64Array, columns: number) => {
    const sums = new Float64Array(columns);
    values.forEach((value, i) => {
      sums[i % columns]! += value;
    });
    return sums;
  };

  let last = Number.NaN;
  for (let run = 0; run < runs; run++) {
    const u = product([batch, inputs, hidden], stored(x, inputs), stored(w1, hidden));
    const a = u.map((value, i) => f(value + b1[i % hidden]!));
    const z = product([batch, hidden, classes], stored(a, hidden), stored(w2, classes));
    const logits = z.map((value, i) => value + b2[i % classes]!);
    const { loss, gradient } = softmaxLoss(logits, batch, classes);
    last = loss;
    const dw2 = product([hidden, batch, classes], transposed(a, hidden), stored(gradient, classes));
    const da = product([batch, classes, hidden], stored(gradient, classes), transposed(w2, classes));
    const du = da.map((value, i) => value * slope(a[i]!));
    const dw1 = product([inputs, batch, hidden], transposed(x, inputs), stored(du, hidden));
    const gradients = [dw1, columnSums(du, hidden), dw2, columnSums(gradient, classes)];
    for (const [i, theta] of [w1, b1, w2, b2].entries()) updates[i]!(theta, gradients[i]!);
  }
  return last;
}
