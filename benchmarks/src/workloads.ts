// What is measured, stated once: the programs of all libraries in all languages read these descriptions, and make their data with `data.ts`
// (Python: `peers/python/harness.py`) from the seeds named here.

/** C = A B, float32. A is sequence 0, `[m, k]`, B sequence 1, `[k, n]`, both in 0 … 1. */
export interface Matmul {
  readonly kind: "matmul";
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/**
 * One training step of a network with one hidden layer: forward, softmax cross-entropy, backward, update, and the loss read.
 * Inputs: sequence 0 in 0 … 1; labels 0, 1, 2, …; kernels: sequences 1 and 2, Glorot's; biases 0.
 */
export interface Step {
  readonly kind: "step";
  readonly sizes: readonly [inputs: number, hidden: number, classes: number];
  readonly batch: number;
  readonly activation: "relu" | "sigmoid";
  readonly optimizer: "adam" | "sgd";
  readonly learningRate: number;
}

/** y ← factor · y + 0.1, again and again on a scalar x = 1, forward and backward: what an op costs that computes next to nothing. */
export interface Chain {
  readonly kind: "chain";
  readonly ops: number;
  readonly factor: number;
}

/** A function of each of `size` numbers: sequence 0 in −4 … 4, for log in 0.1 … 4. */
export interface Elementwise {
  readonly kind: "elementwise";
  readonly op: "tanh" | "exp" | "log" | "sigmoid";
  readonly size: number;
}

/** Mean softmax cross-entropy of logits (sequence 0 in −4 … 4) and labels 0, 1, 2, …, and its gradient. */
export interface CrossEntropy {
  readonly kind: "crossEntropy";
  readonly rows: number;
  readonly classes: number;
}

/** One update of `size` parameters (sequence 0 in −1 … 1), always with the same gradient (sequence 1 in −1 … 1). */
export interface AdamUpdate {
  readonly kind: "adam";
  readonly size: number;
  readonly learningRate: number;
}

/** A whole training on the 8 × 8 digits by what a library's users call, with shuffled batches: 64-hidden-10, sigmoid, Adam. */
export interface Digits {
  readonly kind: "digits";
  readonly hidden: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
}

/** A training with SGD on the digits for each pair of a learning rate and a penalty λ Σ w²: a lecture's search for good ones. */
export interface Grid {
  readonly kind: "grid";
  readonly hidden: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRates: readonly number[];
  readonly penalties: readonly number[];
}

/** See `calibration.ts`. */
export interface Calibration {
  readonly kind: "calibration";
}

export type Task = Matmul | Step | Chain | Elementwise | CrossEntropy | AdamUpdate | Digits | Grid | Calibration;

export interface Workload {
  /** How it is called on the command line. */
  readonly name: string;
  readonly title: string;
  readonly task: Task;
  /** How many runs from the first state lead to {@link expected}; default 1. */
  readonly runs?: number;
  /**
   * The checksum of what the last of these runs gives, so that nobody measures a different program: computed by plain loops in float64
   * (`reference.ts`), or, where batches are shuffled, the accuracy that every training reaches.
   */
  readonly expected: number;
  /** How far from {@link expected} a library may be, relatively. */
  readonly tolerance: number;
}

const logspace = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => 10 ** (from + ((to - from) * i) / (count - 1)));

/** Float32 sums of some hundred terms in another order. */
const rounding = 1e-5;
/** The same after some steps of an optimizer, of which Adam makes much of little: it divides by the size of the gradient. */
const trained = 1e-3;

export const workloads: readonly Workload[] = [
  {
    name: "matmul",
    title: "matmul 128×784×512",
    task: { kind: "matmul", m: 128, k: 784, n: 512 },
    expected: 294.35576071578606,
    tolerance: rounding,
  },
  {
    name: "matmul-512",
    title: "matmul 512³",
    task: { kind: "matmul", m: 512, k: 512, n: 512 },
    expected: 192.0056478987058,
    tolerance: rounding,
  },
  {
    name: "step-784-512-10",
    title: "step 784-512-10, batch 128, relu, Adam",
    task: {
      kind: "step",
      sizes: [784, 512, 10],
      batch: 128,
      activation: "relu",
      optimizer: "adam",
      learningRate: 0.001,
    },
    runs: 5,
    expected: 2.021309073915747,
    tolerance: trained,
  },
  {
    name: "step-784-100-10",
    title: "step 784-100-10, batch 100, sigmoid, Adam",
    task: {
      kind: "step",
      sizes: [784, 100, 10],
      batch: 100,
      activation: "sigmoid",
      optimizer: "adam",
      learningRate: 0.001,
    },
    runs: 5,
    expected: 2.2733345963815683,
    tolerance: trained,
  },
  {
    name: "step-64-50-10",
    title: "step 64-50-10, batch 100, sigmoid, SGD",
    task: {
      kind: "step",
      sizes: [64, 50, 10],
      batch: 100,
      activation: "sigmoid",
      optimizer: "sgd",
      learningRate: 0.01,
    },
    runs: 5,
    expected: 2.4898302190451336,
    tolerance: trained,
  },
  {
    name: "step-2-4-2",
    title: "step 2-4-2, batch 4, sigmoid, SGD",
    task: { kind: "step", sizes: [2, 4, 2], batch: 4, activation: "sigmoid", optimizer: "sgd", learningRate: 0.01 },
    runs: 5,
    expected: 0.9842075739465408,
    tolerance: trained,
  },
  {
    name: "chain",
    title: "200-op scalar chain, forward and backward",
    task: { kind: "chain", ops: 200, factor: 1.01 },
    expected: 14.549460531394782,
    tolerance: rounding,
  },
  ...(["tanh", "exp", "log", "sigmoid"] as const).map(
    (op): Workload => ({
      name: op,
      title: `${op} of 10⁶ float32`,
      task: { kind: "elementwise", op, size: 1_000_000 },
      expected: {
        tanh: 1.2397601388372341,
        exp: 10.244211401327274,
        log: 1.236035045900853,
        sigmoid: 0.7497427707858334,
      }[op],
      tolerance: rounding,
    }),
  ),
  {
    name: "cross-entropy",
    title: "softmax cross-entropy 128×1000, value and gradient",
    task: { kind: "crossEntropy", rows: 128, classes: 1000 },
    expected: 0.00011284080989369697,
    tolerance: rounding,
  },
  {
    name: "adam",
    title: "Adam on 10⁶ parameters",
    task: { kind: "adam", size: 1_000_000, learningRate: 0.001 },
    runs: 3,
    expected: 0.7496479365349287,
    tolerance: rounding,
  },
  {
    name: "digits",
    title: "digits, whole training: 64-50-10, 60 epochs, batch 100, sigmoid, Adam",
    task: { kind: "digits", hidden: 50, epochs: 60, batch: 100, learningRate: 0.01 },
    expected: 1,
    tolerance: 0.01,
  },
  {
    name: "grid",
    title: "digits, 7 × 7 grid of rates and penalties: 49 trainings of 3 epochs, SGD",
    task: {
      kind: "grid",
      hidden: 50,
      epochs: 3,
      batch: 100,
      learningRates: logspace(-1, 0.5, 7),
      penalties: logspace(-5, -2, 7),
    },
    expected: 0.92,
    tolerance: 0.05,
  },
];

/** What will be measured once the library has the ops for it. */
export const waiting: readonly { readonly title: string; readonly needs: string }[] = [
  { title: "step of a network like LeNet, 1×28×28, batch 64, Adam", needs: "conv2d and maxPool2d" },
  {
    title: "step of a transformer block, batch 8, 64 tokens, width 128, 4 heads, Adam",
    needs: "layerNorm and scaledDotProductAttention",
  },
];
